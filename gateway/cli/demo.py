"""The demo estate: the client's own lists, taken in through the doors, and a user for every department and rank."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import select

from gateway.actions import people
from gateway.cli.selling import Opening
from gateway.cli.visitors import Weeks
from gateway.house import House
from gateway.models import Person
from gateway.passwords import common_passwords
from gateway.roles import Role
from gateway.rules import Numbers, reasons_not_to_take_password
from kit.bus import inbox, outbox
from kit.caller import EVERY_ESTATE, Caller
from kit.doors import Call, Reply, Upload
from kit.reasons import say_all
from kit.settings import WrongSettings
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
    "prices": ("contracts", "services/contracts/demo/prices.xlsx"),
}
BESIDE_THE_DEPARTMENTS = {
    "general.manager": ("总经理", Role.GENERAL_MANAGER),
    "administrator": ("系统管理员", Role.ADMINISTRATOR),
    "operator": ("运维人员", Role.OPERATOR),
}
ESTATE = "云栖中心"
PATIENCE = 120.0


class Demo:
    """Fills a house into which nobody can log in yet; any other is left as it is.

    The accounts come last and all at once, so a house whose filling was cut short is filled again: a list that is taken
    in once more changes nothing.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self.caller = Caller.service("demo")

    def fill(self, say: Say) -> None:
        """Takes in the lists, lets some weeks pass and units be held, and prints the users with their passwords."""
        if self._has_users():
            return
        self._check_password()
        say("Filling the empty house with the demo estate …")
        for name in LISTS:
            self.take_in(name, say)
            self.wait_until_heard()
        weeks = Weeks(self.house, self.ask, self._estate_id())
        weeks.pass_by(say)
        self.wait_until_heard()
        Opening(self.house, self.ask, weeks).open(say)
        self._make_users(say)
        self.wait_until_heard()

    def _has_users(self) -> bool:
        with self.house.runtimes["gateway"].look() as work:
            found = select(Person.id).where(Person.password_hash.is_not(None)).limit(1)
            return work.session.execute(found).first() is not None

    def _check_password(self) -> None:
        """Raises WrongSettings before anything is filled in."""
        given = self.house.settings.demo_password
        numbers = Numbers.from_settings(self.house.runtimes["gateway"].settings)
        reasons = (
            list(reasons_not_to_take_password(given, "leasing.clerk", common_passwords(), numbers)) if given else []
        )
        if reasons:
            raise WrongSettings(f"ATRIUM_DEMO_PASSWORD: {say_all(reasons, 'en')}")

    def ask(self, service: str, door: str, caller: Caller | None = None, **more: object) -> Reply:
        """One call at a service's door. Raises RuntimeError with the problem's own sentence when it is refused."""
        reply = self.house.host.call(service, Call(door, caller or self.caller, **more))  # type: ignore[arg-type]
        if reply.status >= 400:
            raise RuntimeError(f"{service}.{door}: {reply.body['detail']}")
        return reply

    def take_in(self, name: str, say: Say) -> None:
        service, path = LISTS[name]
        upload = Upload(Path(path).name, XLSX, (ROOT / path).read_bytes())
        told = self.ask(service, f"take_in_{name}", body={"file": upload}).body
        if not told["applied"]:
            raise RuntimeError(f"the demo list {path} was refused: {told['refused'][:3]}")
        say(f"  {name}: {told['created'] + told['updated']} rows")

    def _estate_id(self) -> str:
        """The demo's estate, which its lists have opened."""
        estates = self.ask("property", "list_estates").body
        return str(next(estate["id"] for estate in estates if estate["name"] == ESTATE))

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
        with self.house.runtimes["gateway"].work(self.caller) as work:
            users = [self._with_password(work, username, person) for username, person in self._users(work)]
        say("\nUsers of the demo (one-time passwords; each chooses another at the first log-in):")
        for person, password in users:
            say(f"  {person.username:<28} {password:<20} {person.name}")

    def _users(self, work: Work) -> Iterator[tuple[str, Person]]:
        for department in Department:
            for rank in Rank:
                yield f"{department}.{rank}", first_of(work, department, rank)
        for username, (name, role) in BESIDE_THE_DEPARTMENTS.items():
            told = {"username": username, "name": name, "roles": [role], "estates": [EVERY_ESTATE]}
            yield username, people.enter_person(work, told)

    def _with_password(self, work: Work, username: str, found: Person) -> tuple[Person, str]:
        person = people.change_person(work, found, {"username": username})
        given = self.house.settings.demo_password
        if given:
            people.set_demo_password(work, person, given)
        return person, given or people.issue_password(work, person)


def first_of(work: Work, department: Department, rank: Rank) -> Person:
    """The first on the staff list of a department and rank."""
    chosen = select(Person).where(Person.department == department.value, Person.rank == rank.value)
    return work.session.execute(chosen.order_by(Person.staff_number).limit(1)).scalar_one()
