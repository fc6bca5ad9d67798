"""Room changes as the business of a soak: from the request to the notice, and to the acknowledgements of six."""

import random
from dataclasses import dataclass

from tests.faults.soak import seeding
from tests.faults.soak.business import Business
from tests.faults.soak.clients import PATIENCE, Desk
from tests.journeys.room_change import DEPARTMENTS, ITEMS, RoomChange

_NOTICES = "(SELECT id, subject_id FROM notices WHERE type LIKE 'property.unit_changed.%') n"
ONCE = ("change done", "lease moved", "settlement confirmed", "notice", *(f"entry {one}" for one in DEPARTMENTS))


@dataclass
class SoakChange(RoomChange):
    """A change of a unit and to a unit that are known by their numbers."""

    patience: float = PATIENCE

    def choose(self, old: str, new: str) -> None:
        clerk = self.house.as_("property.clerk")
        (self.old_unit,), (self.new_unit,) = (clerk.get(f"/units?q={number}")["items"] for number in (old, new))

    def walk(self, with_a_fault: bool) -> None:
        """All the way from the request to the notice, and until six departments have acknowledged it."""
        self.issue_items()
        self.request()
        self.house.history.said += [(self.id, what) for what in ONCE]
        if with_a_fault:
            self.inspect_with_a_fault()
            self.mend()
            self.prepare_new_unit()
        else:
            self.do("property.clerk", "inspect", clear=True)
            self.make_ready()
        self.read_meters()
        self.return_and_hand_over()
        self.settle()
        self.issue_notice()
        for department in DEPARTMENTS:
            self.acknowledge(department)
        self.wait_until_done()


class Changes(Business):
    """A tenant moves from one unit to another; at one in five the technician finds something to repair."""

    name = "changes"
    people = (
        *(f"{one}.clerk" for one in DEPARTMENTS),
        *(f"{one}.supervisor" for one in ("leasing", "property", "engineering")),
    )
    effects = {
        "property": "SELECT id::text, 'change ' || state FROM unit_changes",
        "contracts": "SELECT unit_change_id::text, 'lease moved' FROM lease_stays WHERE unit_change_id IS NOT NULL",
        "finance": "SELECT unit_change_id::text, 'settlement ' || state FROM settlements",
        "notify": f"""SELECT n.subject_id, 'notice' FROM {_NOTICES} UNION ALL
            SELECT n.subject_id, 'entry ' || i.department FROM items i JOIN {_NOTICES} ON n.id = i.notice_id""",
    }
    wrong = {}

    def fill(self, desk: Desk, count: int) -> None:
        self.pairs = seeding.pairs(count)
        self.desk, self.spare_lease = desk, seeding.units_and_leases(desk, count)

    def write(self) -> None:
        seeding.issue_a_key(self.desk, self.spare_lease)

    def do(self, desk: Desk, number: int, rng: random.Random) -> None:
        change = SoakChange(desk, items=tuple((kind, f"{name}-{number}") for kind, name in ITEMS))
        change.choose(*self.pairs[number - 1])
        change.walk(with_a_fault=rng.random() < 0.2)
