"""Builders for the tests of the board: sales control, consultants, a price list of three units, and a customer."""

from datetime import date
from decimal import Decimal
from typing import Any

from gateway.events import PersonRecorded
from kit.caller import Caller
from services.contracts.actions import board
from services.contracts.actions.board import Prices
from services.contracts.models import Unit
from services.contracts.rules.permits import Permit
from services.finance.events import DepositConfirmed, DepositRefused
from services.leads.events import ConcessionInForce, VisitorRegistered
from tests.contracts.builders import TARIFFS, a_unit, an_estate
from tests.engineering.house import ELSEWHERE, ESTATE, House, a_caller, an_id

CONSULTANT = frozenset({"board.read", "deal.read", "deal.hold", "deal.deposit", "lease.read", "lease.register"})
CLERK = CONSULTANT | {"deal.confirm", "contract.sign", "contract.read", "sales_list.read"}
MANAGER_MAY = CLERK | {
    *("board.release", "permit.record", "price.import"),
    *("supplement.decide", "withdrawal.decide", "problem.resolve"),
}
LI_QIANG = a_caller("leasing", "clerk", "李强", permissions=CONSULTANT)
ZHOU_MIN = a_caller("leasing", "clerk", "周敏", permissions=CONSULTANT)
SALES = a_caller("sales_control", "clerk", "孙悦", permissions=CLERK)
MANAGER = a_caller("sales_control", "manager", "韩梅", permissions=MANAGER_MAY)
DIRECTOR = a_caller("sales_control", "director", "郑凯", permissions=MANAGER_MAY)
STRANGER = a_caller("sales_control", "manager", "外人", estate=ELSEWHERE, permissions=MANAGER_MAY)
UNITS = ("A1109", "A1205", "A1306")
PRICE = {"sale_price": "2000000", "rent_per_sqm_day": "7.5"}
CUSTOMER = an_id("王伟")
TERMS = "签约前可凭本人身份证和收据退还定金的一半。"


def a_person(caller: Caller, active: bool = True) -> PersonRecorded:
    return PersonRecorded(
        person_id=caller.id,
        staff_number=None,
        username=caller.username,
        name=caller.name,
        department=caller.department,
        rank=caller.rank,
        position=None,
        estates=tuple(caller.estates),
        active=active,
    )


def a_customer(customer_id: str = CUSTOMER, estate: str = ESTATE) -> VisitorRegistered:
    return VisitorRegistered(
        registration_id=an_id(f"registration of {customer_id}"),
        number="LF000001",
        estate_id=estate,
        customer_id=customer_id,
        consultant_id=LI_QIANG.id,
        channel="walk_in",
        day=date(2026, 12, 7),
        valid_until=date(2026, 12, 22),
    )


def a_concession(percent: str, unit: str = "A1109", until: date = date(2027, 1, 6), **told: Any) -> ConcessionInForce:
    known = {
        "concession_id": an_id(told.pop("name", "concession")),
        "number": "YH000001",
        "estate_id": ESTATE,
        "customer_id": CUSTOMER,
        "unit_id": an_id(unit),
        "dealing": "sale",
        "kind": "discount",
        "amount": Decimal(percent),
        "granted_by": "谢芳",
        "reason": "老客户",
        "valid_until": until,
    }
    return ConcessionInForce(**known | told)


def open_the_board(house: House) -> House:
    """The estate with its consultants, one customer, three units with prices, all permits; everything on the board."""
    people = (a_person(one) for one in (LI_QIANG, ZHOU_MIN, SALES, MANAGER, DIRECTOR))
    house.hear(an_estate(), *(a_unit(number) for number in UNITS), *people, a_customer())
    record_permits(house)
    price(house)
    house.get(MANAGER, "release_units", {"unit_ids": [an_id(number) for number in UNITS], "reason": "开盘"})
    return house


def price(house: House, numbers: Any = UNITS, **told: Any) -> None:
    """Sets the prices as the list would."""
    known = Prices(**{name: None if value is None else Decimal(value) for name, value in (PRICE | told).items()})
    with house.runtime.work() as work:
        for number in numbers:
            board.price(work, work.session.get_one(Unit, an_id(number)), known)


def record_permits(house: House, but: Permit | None = None) -> None:
    for permit in Permit:
        if permit is not but:
            paper = {"permit": permit.value, "number": f"证{permit.value}", "since": "2026-01-01"}
            house.get(MANAGER, "record_permit", {"estate_id": ESTATE, **paper})


def a_wish(unit: str = "A1109", **told: Any) -> dict[str, Any]:
    known = {"unit_id": an_id(unit), "kind": "sale", "customer_id": CUSTOMER, "customer_name": "王伟"}
    return known | told


def a_confirmation(**told: Any) -> dict[str, Any]:
    return {"price": "2000000", "deposit": "50000", "terms": TERMS, "terms_shown": True} | told


def hold(house: House, caller: Caller = LI_QIANG, unit: str = "A1109", **told: Any) -> dict[str, Any]:
    deal: dict[str, Any] = house.get(caller, "hold_unit", a_wish(unit, **told))
    return deal


def confirm(house: House, deal: dict[str, Any], **told: Any) -> dict[str, Any]:
    confirmed: dict[str, Any] = house.get(SALES, "confirm_unit", a_confirmation(**told), id=deal["id"])
    return confirmed


def pay(house: House, deal: dict[str, Any]) -> dict[str, Any]:
    """Holds nothing back: the unit confirmation is issued and the deposit is taken."""
    confirm(house, deal)
    paid: dict[str, Any] = house.get(SALES, "take_deposit", {"purse": "bank"}, id=deal["id"])
    return paid


def finance_confirms(house: House, deal: dict[str, Any], deposit: str = "deposit") -> DepositConfirmed:
    return DepositConfirmed(
        deal_id=deal["id"],
        deposit_id=an_id(deposit),
        estate_id=ESTATE,
        amount=Decimal("50000"),
        receipt_number="SJ-0001",
        invoice_number="FP-0001",
        confirmed_at=house.runtime.clock.now(),
    )


def finance_refuses(deal: dict[str, Any]) -> DepositRefused:
    return DepositRefused(deal_id=deal["id"], deposit_id=an_id("deposit"), estate_id=ESTATE, reason="银行未到账")


def close(house: House, unit: str = "A1109", deposit: str = "deposit", **told: Any) -> dict[str, Any]:
    """A deal that finance has closed."""
    kind, price_ = told.get("kind", "sale"), told.get("price", "2000000")
    deal = hold(house, unit=unit, kind=kind)
    confirm(house, deal, price=price_, deposit=told.get("amount", "40000"))
    house.get(SALES, "take_deposit", {"purse": "bank"}, id=deal["id"])
    house.hear(finance_confirms(house, deal, deposit))
    closed: dict[str, Any] = house.get(SALES, "show_deal", id=deal["id"])
    return closed


def a_contract(**told: Any) -> dict[str, Any]:
    parts = [
        {"due_on": "2026-12-07", "amount": "600000", "means": "bank"},
        {"due_on": "2027-01-31", "amount": "1400000", "means": "bank"},
    ]
    known = {"number": "HT-1", "parties": "出卖人:本公司;买受人:王伟", "signed_on": "2026-12-07"}
    return {name: one for name, one in (known | {"plan": "instalments", "parts": parts} | told).items() if one}


def a_lease_contract(**told: Any) -> dict[str, Any]:
    lease = {"phone": "13800138000", "contact": "王伟", "business": "咨询", "payment": "quarterly", "tariffs": TARIFFS}
    term = {"starts_on": "2027-01-01", "ends_on": "2027-12-31", "lease": lease}
    return a_contract(**{"number": "ZL-9", "parts": None} | term | told)


def state_of(house: House, unit: str = "A1109") -> str:
    state: str = house.get(SALES, "show_board_unit", id=an_id(unit))["state"]
    return state
