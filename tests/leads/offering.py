"""Builders for the tests of offers: units with prices on the board, customers who look for one, brokers."""

from decimal import Decimal
from typing import Any

from services.contracts.events import LeaseRegistered, Tariffs, UnitPriced, UnitStateChanged
from services.property.events import UnitRecorded
from tests.engineering.house import ESTATE, House, a_caller, an_id
from tests.leads.builders import CLERK

DESK = frozenset(
    {
        *("offer.read", "offer.plan", "quotation.give", "quotation.read", "broker.record", "broker.read"),
        *("visit_report.read", "concession.ask", "concession.read", "lead.close", "waiting_list.read"),
    }
)
CONSULTANT = a_caller("leasing", "clerk", "李强", permissions=CLERK | DESK)
COLLEAGUE = a_caller("leasing", "clerk", "周敏", permissions=CLERK | DESK)
SUPERIOR = a_caller("leasing", "supervisor", "唐磊", permissions=CLERK | DESK | {"broker.class"})
SALES_MANAGER = a_caller("leasing", "manager", "谢芳", permissions=CLERK | DESK | {"broker.class", "concession.decide"})
GENERAL_MANAGER = a_caller(
    None, None, "总经理", roles=("general_manager",), permissions=frozenset({"concession.read", "concession.decide"})
)
OUTSIDER = a_caller("leasing", "clerk", "外人", estate=an_id("水墨林溪"), permissions=CLERK | DESK)
STRANGER = {"audience": "stranger"}


def a_unit(number: str = "A1201", **told: Any) -> UnitRecorded:
    """A unit of 120 square metres on the twelfth floor of A座."""
    known: dict[str, Any] = {
        "unit_id": an_id(number),
        "estate_id": ESTATE,
        "estate_name": "云栖中心",
        "number": number,
        "building": "A座",
        "floor": 12,
        "area_built": Decimal("120.00"),
        "area_usable": Decimal("84.50"),
        "layout": "开间",
        "aspect": "南",
        "fit_out": "标准装修",
        "use": "office",
        "meters": (),
    }
    return UnitRecorded(**known | told)


def a_price(number: str = "A1201", **told: Any) -> UnitPriced:
    known: dict[str, Any] = {
        "unit_id": an_id(number),
        "estate_id": ESTATE,
        "number": number,
        "sale_price": None,
        "rent_per_sqm_day": Decimal("6.50"),
        "management_per_sqm_month": Decimal("28.00"),
        "parking_per_month": Decimal("800.00"),
        "phone_per_line_month": Decimal("35.00"),
    }
    return UnitPriced(**known | told)


def on_the_board(number: str = "A1201", state: str = "available", **told: Any) -> UnitStateChanged:
    known: dict[str, Any] = {
        "unit_id": an_id(number),
        "estate_id": ESTATE,
        "number": number,
        "before": "withdrawn",
        "state": state,
        "cause": "released",
        "deal_id": None,
        "customer_id": None,
    }
    return UnitStateChanged(**known | told)


def put_on_offer(house: House, number: str = "A1201", price: dict[str, Any] | None = None, **told: Any) -> str:
    """A unit with a price, available on the board; gives its id."""
    house.hear(a_unit(number, **told), a_price(number, **price or {}), on_the_board(number))
    return an_id(number)


def a_lease(number: str, unit: str, business: str, starts_on: Any, ends_on: Any) -> LeaseRegistered:
    zero = Decimal(0)
    return LeaseRegistered(
        lease_id=an_id(number),
        number=number,
        estate_id=ESTATE,
        unit_id=an_id(unit),
        unit_number=unit,
        customer_id=an_id("租户"),
        customer_name="金桥投资",
        starts_on=starts_on,
        ends_on=ends_on,
        tariffs=Tariffs(zero, zero, zero, zero, 0, zero, 0, zero),
        payment="monthly",
        business=business,
    )


def a_customer(house: House, caller: Any = CONSULTANT, **told: Any) -> str:
    """A customer of the register, who looks for 110 to 130 square metres; gives their id."""
    known = {"estate_id": ESTATE, "channel": "walk_in", "name": "王伟", "phones": ["13800138000"], "is_signed": True}
    body = known | {"area_from": "110", "area_to": "130"} | told
    entered = house.get(caller, "register_visitor", {name: one for name, one in body.items() if one is not None})
    return str(entered["customer_id"])


def a_broker(house: House, kind: str = "new", phone: str = "13700137000") -> str:
    """A broker of that class; gives their id."""
    body = {"estate_id": ESTATE, "name": "赵敏", "company": "安居中介", "phone": phone}
    broker = house.get(CONSULTANT, "register_broker", body)
    if kind != "new":
        house.get(SUPERIOR, "class_broker", {"kind": kind, "reason": "合作多年。"}, id=broker["id"])
    return str(broker["id"])


def offers(house: House, asked: dict[str, Any] | None = None, caller: Any = CONSULTANT) -> Any:
    return house.get(caller, "recommend_units", {"audience": "stranger"} | (asked or {}))


def numbers(page: Any) -> list[str]:
    return [one["number"] for one in page["items"]]


def quote(house: House, unit: str = "A1201", caller: Any = CONSULTANT, **asked: Any) -> Any:
    """A quotation of one unit; with its own `units` of those."""
    body = {"audience": "stranger", "units": [{"unit_id": an_id(unit)}]} | asked
    return house.get(caller, "quote_units", body)
