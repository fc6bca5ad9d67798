"""A procedure for tests: a firm moves a piano, with three desks, a customer and a truck that reports back."""

from datetime import date
from enum import StrEnum

from kit.caller import EVERY_ESTATE, Caller
from kit.events import Event
from kit.ids import new_id
from kit.procedure import (
    DaysBefore,
    Hours,
    Name,
    OnDay,
    Procedure,
    Record,
    SameDay,
    Setting,
    Signature,
    Signer,
    Stays,
    Step,
    Undone,
    WorkingDaysAfter,
    open_case,
)
from kit.service import Service

HARBOUR = "019ab000-0000-7000-8000-000000000001"
HILL = "019ab000-0000-7000-8000-000000000002"


class Desk(StrEnum):
    OFFICE = "office"
    CREW = "crew"
    CASHIER = "cashier"

    @property
    def zh(self):
        return {"office": "办公室", "crew": "搬运队", "cashier": "出纳"}[self]

    @property
    def en(self):
        return self.capitalize()


class TruckArrived(Event, service="trucks", about="truck", key="truck_id"):
    """The truck has reached the new house."""

    truck_id: str


MOVING_DAY = Name("moving_day", zh="搬运日", en="the moving day")

REMOVAL = Procedure(
    "piano_removal",
    zh="搬运钢琴",
    en="Piano removal",
    source="T1",
    dates=(MOVING_DAY,),
    cancelled_by=(Desk.OFFICE,),
    steps=(
        Step(
            "look",
            zh="察看",
            en="Look at the stairs",
            owner=Desk.CREW,
            due=SameDay(),
            records=(
                Record("steps", zh="台阶数", en="number of steps"),
                Record("note", zh="备注", en="note", required=False),
            ),
            on_cancel=Stays(zh="察看记录保留。", en="The survey is kept."),
            rule="PROC-3",
        ),
        Step("tune", zh="调音", en="Tune", owner=Desk.CREW, needs=("look",), skippable=True, due=Hours(24)),
        Step(
            "book",
            zh="订车",
            en="Book the truck",
            owner=(Desk.OFFICE, Desk.CREW),
            needs=("look",),
            due=DaysBefore("moving_day", Setting("removal.days", 2)),
            on_cancel=Undone(zh="退订货车。", en="The truck is cancelled.", by="cancel_the_truck"),
        ),
        Step(
            "carry",
            zh="搬运",
            en="Carry",
            owner=Desk.CREW,
            needs=("tune", "book"),
            not_before=OnDay("moving_day"),
            due=OnDay("moving_day"),
            records=(Record("scratches", zh="划痕", en="scratches"),),
            signs=(
                Signer(Desk.CREW),
                Signer(Desk.OFFICE),
                Signer(Desk.CASHIER),
                Signer("customer", zh="客户", en="customer", outside=True),
            ),
        ),
        Step("arrive", zh="送达", en="Arrive", owner=Desk.CREW, needs=("carry",), done_by=TruckArrived),
        Step("pay", zh="收款", en="Take the money", owner=Desk.CASHIER, needs=("arrive",), due=WorkingDaysAfter(3)),
    ),
)

MONDAY = date(2026, 12, 7)
FRIDAY = date(2026, 12, 11)
CUSTOMER = Signature("customer", "周小满")


class Removals(Service):
    """Runs the removals."""

    name = "removals"
    zh = "搬运"


def a_person(department, rank="clerk", estates=(EVERY_ESTATE,), name=None):
    return Caller(
        id=f"{department}.{rank}",
        username=f"{department}.{rank}",
        name=name or f"{department} {rank}",
        department=department,
        rank=rank,
        estates=frozenset(estates),
    )


OFFICE, CREW, CASHIER = a_person("office"), a_person("crew"), a_person("cashier")
BOSS = Caller(id="boss", username="boss", name="Boss", roles=("general.manager",), estates=frozenset({EVERY_ESTATE}))


def open_a_removal(work, table=REMOVAL, **more):
    case_id = new_id()
    options = {
        "id": case_id,
        "number": "PR-2026-0001",
        "estate": HARBOUR,
        "zone": "Asia/Shanghai",
        "dates": {"moving_day": FRIDAY},
        "link": f"/removals/{case_id}",
    }
    return open_case(work, table, **options | more)
