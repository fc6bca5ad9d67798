"""Builders for the tests of contracts: what property tells, what a clerk enters, who asks."""

import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from kit.bus import inbox
from kit.bus.worker import Worker
from kit.caller import Caller
from kit.doors import Call, Reply, Upload
from kit.events import Envelope, Event
from kit.ids import new_id
from kit.runtime import Runtime
from kit.tables import inbox as inbox_table
from kit.tables import outbox
from services.property.events import EstateOpened, UnitChangeCancelled, UnitChanged, UnitChangeRequested, UnitRecorded


def an_id(name: str) -> str:
    """The same id for the same name, so that a test can speak of unit A1109."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


ESTATE, ELSEWHERE = an_id("云栖中心"), an_id("水墨林溪")
LEASING_CLERK = Caller(
    id=an_id("leasing.clerk"),
    username="leasing.clerk",
    name="马丽",
    department="leasing",
    rank="clerk",
    permissions=frozenset({"lease.read", "lease.register", "lease.import"}),
    estates=frozenset({ESTATE}),
    language="en",
)
ENGINEER = Caller(
    id=an_id("engineering.clerk"),
    username="engineering.clerk",
    name="张磊",
    department="engineering",
    rank="clerk",
    permissions=frozenset({"lease.read"}),
    estates=frozenset({ESTATE}),
    language="en",
)
STRANGER = Caller(
    id=an_id("stranger"),
    username="stranger",
    name="徐超",
    permissions=frozenset({"lease.read", "lease.register", "lease.import"}),
    estates=frozenset({ELSEWHERE}),
    language="en",
)


def an_estate(estate: str = ESTATE, name: str = "云栖中心", timezone: str = "Asia/Shanghai") -> EstateOpened:
    return EstateOpened(estate_id=estate, name=name, timezone=timezone)


def a_unit(number: str, estate: str = ESTATE, **told: Any) -> UnitRecorded:
    known = {
        "unit_id": an_id(number),
        "estate_id": estate,
        "estate_name": "云栖中心" if estate == ESTATE else "水墨林溪",
        "number": number,
        "building": "A座",
        "floor": 11,
        "area_built": Decimal("213.31"),
        "area_usable": Decimal("149.32"),
        "layout": "标准间",
        "aspect": "东",
        "fit_out": "标准装修",
        "use": "办公",
        "meters": (),
    }
    return UnitRecorded(**known | told)


TARIFFS = {
    "rent_per_sqm_day": "7.5",
    "management_per_sqm_month": "32",
    "electricity_per_kwh": "1.18",
    "water_per_m3": "5.85",
    "parking_spaces": 1,
    "parking_per_month": "1000",
    "phone_lines": 6,
    "phone_per_line_month": "80",
}


def a_lease(unit: str = "A1109", **told: Any) -> dict[str, Any]:
    """The lease of 金桥投资 for A1109, as it is entered by hand."""
    known = {
        "unit_id": an_id(unit),
        "number": "ZL-2025-0001",
        "customer_name": "金桥投资管理(中国)有限公司",
        "phone": "138 5677 4018",
        "contact": "赵强",
        "business": "保险经纪",
        "starts_on": "2025-04-11",
        "ends_on": "2030-04-10",
        "payment": "quarterly",
        "tariffs": TARIFFS,
    }
    return known | told


def a_change(
    lease: dict[str, Any], new: str = "A1205", day: date = date(2026, 12, 15), number: str = "HF-1", **told: Any
) -> UnitChanged:
    """The unit change that brings `lease` from its present unit to `new`."""
    known = _change(lease, new, day, number)
    issued = {"cause": "customer_wish", "issued_at": Envelope.from_json(_ANY_EVENT).time}
    return UnitChanged(**known | issued | told)


def a_request(lease: dict[str, Any], new: str = "A1205", number: str = "HF-1") -> UnitChangeRequested:
    return UnitChangeRequested(**_change(lease, new, date(2026, 12, 15), number), cause="customer_wish")


def a_cancellation(lease: dict[str, Any], new: str = "A1205", number: str = "HF-1") -> UnitChangeCancelled:
    told = _change(lease, new, date(2026, 12, 15), number)
    kept = ("unit_change_id", "number", "estate_id", "old_unit_id", "new_unit_id")
    return UnitChangeCancelled(**{name: told[name] for name in kept}, reason="客户不换了")


def _change(lease: dict[str, Any], new: str, day: date, number: str) -> dict[str, Any]:
    return {
        "unit_change_id": an_id(number),
        "number": number,
        "estate_id": ESTATE,
        "customer_id": lease["customer_id"],
        "lease_id": lease["id"],
        "old_unit_id": lease["unit_id"],
        "new_unit_id": an_id(new),
        "old_unit_number": lease["unit_number"],
        "new_unit_number": new,
        "change_date": day,
    }


_ANY_EVENT = (
    '{"id":"x","source":"x","type":"x","subject":"x","time":"2026-12-15T09:00:00+00:00","sequence":"1",'
    '"correlationid":"x","actor":"x","data":{}}'
)


class House:
    """Contracts at work, asked at its doors and told by its inbox, as in the real house."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def ask(self, door: str, caller: Caller = LEASING_CLERK, body: Any = None, **params: str) -> Reply:
        return self.runtime.call(Call(door, caller, params=params, body=body or {}))

    def registered(self, **told: Any) -> dict[str, Any]:
        """A lease that has been registered, as the door shows it."""
        reply = self.ask("register_lease", body=a_lease(**told))
        assert reply.status == 201, reply.body
        lease: dict[str, Any] = reply.body
        return lease

    def shown(self, lease: dict[str, Any], caller: Caller = LEASING_CLERK) -> dict[str, Any]:
        whole: dict[str, Any] = self.ask("show_lease", caller, id=lease["id"]).body
        return whole

    def upload(self, door: str, data: bytes, caller: Caller = LEASING_CLERK, **body: Any) -> Reply:
        file = Upload("租约.xlsx", "application/octet-stream", data)
        return self.ask(door, caller, {"file": file, **body})

    def hear(self, *events: Event, attempts: int = 8) -> None:
        """Lets the events in by the inbox and handles all that may be handled."""
        said = [
            Envelope.around(
                event,
                event.service,
                id=new_id(),
                time=self.runtime.clock.now(),
                correlation_id=new_id(),
                causation_id=None,
                actor="test",
                estate=ESTATE,
            ).to_json()
            for event in events
        ]
        with self.runtime.work() as work:
            inbox.store(work.session, said, work.now)
        worker = Worker(self.runtime, stop=None, attempts=attempts)
        while worker.handle():
            pass

    def said(self, kind: type[Event]) -> list[Event]:
        """Everything of that kind that was announced, in order."""
        with self.runtime.look() as work:
            bodies = work.session.scalars(select(outbox.c.body).order_by(outbox.c.position)).all()
        return [event for body in bodies if isinstance(event := Envelope.from_json(body).event(), kind)]

    def waiting(self) -> Sequence[tuple[str, str]]:
        """The state and error of what was heard and is not done."""
        with self.runtime.look() as work:
            rows = work.session.execute(
                select(inbox_table.c.state, inbox_table.c.error).where(inbox_table.c.state != "done")
            ).all()
        return [(state, error) for state, error in rows]
