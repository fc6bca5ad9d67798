"""The demo estate: the client's own lists, taken in through the doors, and a user for every department and rank."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import select

from gateway.actions import people
from gateway.house import House
from gateway.models import Person
from gateway.roles import Role
from kit.bus import inbox, outbox
from kit.caller import EVERY_ESTATE, Caller
from kit.doors import Call, Reply, Upload
from kit.work import Work
from services.words import Department, Rank

Say = Callable[[str], None]
ROOT = Path(__file__).parent.parent.parent
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTS = {
    "units": ("property", "services/property/demo/units.xlsx"),
    "staff": ("gateway", "gateway/demo/staff.xlsx"),
    "leases": ("contracts", "services/contracts/demo/leases.xlsx"),
    "technicians": ("engineering", "services/engineering/demo/technicians.xlsx"),
}
BESIDE_THE_DEPARTMENTS = {
    "general.manager": ("总经理", Role.GENERAL_MANAGER),
    "administrator": ("系统管理员", Role.ADMINISTRATOR),
    "operator": ("运维人员", Role.OPERATOR),
}
PATIENCE = 120.0


class Demo:
    """Fills an empty house; one that has people already is left as it is."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.caller = Caller.service("demo")

    def fill(self, say: Say) -> None:
        """Takes in the four lists in their order and prints the users with their passwords."""
        if not self._is_empty():
            return
        say("Filling the empty house with the demo estate …")
        for name in LISTS:
            self.take_in(name, say)
            self.wait_until_heard()
        self._make_users(say)
        self.wait_until_heard()

    def _is_empty(self) -> bool:
        with self.house.runtimes["gateway"].look() as work:
            return work.session.execute(select(Person.id).limit(1)).first() is None

    def ask(self, service: str, door: str, **more: object) -> Reply:
        """One call at a service's door. Raises RuntimeError with the problem's own sentence when it is refused."""
        reply = self.house.host.call(service, Call(door, self.caller, **more))  # type: ignore[arg-type]
        if reply.status >= 400:
            raise RuntimeError(f"{service}.{door}: {reply.body['detail']}")
        return reply

    def take_in(self, name: str, say: Say) -> None:
        service, path = LISTS[name]
        upload = Upload(Path(path).name, XLSX, (ROOT / path).read_bytes())
        told = self.ask(service, f"take_in_{name}", body={"file": upload}).body
        if not told["applied"]:
            raise RuntimeError(f"the demo list {path} was refused: {told['refused'][:3]}")
        say(f"  {name}: {told['created']} rows")

    def wait_until_heard(self) -> None:
        """Waits until nothing that was said is still on its way."""
        deadline = time.monotonic() + PATIENCE
        while any(self._is_busy(name) for name in self.house.runtimes):
            if time.monotonic() > deadline:
                raise RuntimeError("the services have not heard each other within two minutes")
            time.sleep(0.05)

    def _is_busy(self, name: str) -> bool:
        with self.house.runtimes[name].look() as work:
            return bool(outbox.depth(work.session)[0] or inbox.depth(work.session)[0])

    def _make_users(self, say: Say) -> None:
        """Gives the first of each department and rank on the staff list the username `<department>.<rank>`."""
        say("\nUsers of the demo (one-time passwords; each chooses another at the first log-in):")
        for department in Department:
            for rank in Rank:
                found = partial(first_of, department=department, rank=rank)
                self._with_password(f"{department}.{rank}", found, say)
        for username, (name, role) in BESIDE_THE_DEPARTMENTS.items():
            told = {"username": username, "name": name, "roles": [role], "estates": [EVERY_ESTATE]}
            self._with_password(username, partial(people.enter_person, told=told), say)

    def _with_password(self, username: str, found: Callable[[Work], Person], say: Say) -> None:
        given = self.house.settings.demo_password
        with self.house.runtimes["gateway"].work(self.caller) as work:
            person = people.change_person(work, found(work), {"username": username})
            if given:
                people.set_demo_password(work, person, given)
            password = given or people.issue_password(work, person)
        say(f"  {username:<28} {password:<20} {person.name}")


def first_of(work: Work, department: Department, rank: Rank) -> Person:
    """The first on the staff list of a department and rank."""
    chosen = select(Person).where(Person.department == department.value, Person.rank == rank.value)
    return work.session.execute(chosen.order_by(Person.staff_number).limit(1)).scalar_one()
