"""Lists of deals: who got a special discount, who owns, who has not signed in time (SALE-5, SALE-8)."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields
from sqlalchemy import ColumnElement, Select, or_

from kit.listing import Listing, ListQuery
from kit.lists import ListDoors, LiveList
from kit.schemas import Identifier
from kit.sheets import Column, Date, Number, Sheet, Whole
from kit.work import Work
from services.contracts.models import Deal, Estate, Unit
from services.contracts.queries.leases import in_sight, rows_of, zones
from services.contracts.rules.board import Kind
from services.contracts.rules.deals import DealState

YUAN = Number(places=2)
CLOSED_OR_SIGNED = (DealState.CLOSED, DealState.SIGNED)
DEAL, ESTATE = Column("number", zh="认购编号", en="Deal", required=True), Column("estate", zh="楼盘", en="Estate")
UNIT, CUSTOMER = Column("unit_number", zh="单元号", en="Unit"), Column("customer_name", zh="客户", en="Customer")
CONSULTANT, PRICE = (
    Column("consultant", zh="置业顾问", en="Consultant"),
    Column("price", zh="成交价(元)", en="Price (yuan)", kind=YUAN),
)
CLOSED_ON = Column("closed_on", zh="成交日", en="Closed on", kind=Date())


class DealListQuery(ListQuery):
    """Which deals, by estate, consultant and the day of the deal."""

    estate_id = Identifier()
    consultant_id = Identifier()
    since = fields.Date()
    until = fields.Date()


def rows(work: Work, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Deals with unit and estate, as far as the caller's estates reach."""
    chosen = rows_of(Deal, Unit, Estate.name.label("estate")).join(Unit, Unit.id == Deal.unit_id)
    return chosen.join(Estate, Estate.id == Deal.estate_id).where(in_sight(work, Deal.estate_id), *conditions)


def listing(**columns: Any) -> Listing:
    """Sorted by number, or by what is named."""
    return Listing(
        columns={"number": Deal.number, "closed_on": Deal.closed_on, **columns},
        key=Deal.id,
        default_sort="-number",
        filters={
            "estate_id": Deal.estate_id,
            "consultant_id": Deal.consultant_id,
            "since": lambda day: Deal.closed_on >= day,
            "until": lambda day: Deal.closed_on <= day,
        },
        search=(Deal.number, Deal.customer_name, Unit.number, Deal.consultant),
    )


def told(row: Any, *names: str) -> dict[str, Any]:
    """What all lists of deals tell, and the deal's further columns of these names."""
    one = row.Deal
    common = {"id": one.id, "link": f"/deals/{one.id}", "trace": one.trace, "estate": row.estate}
    common |= {"unit_number": row.Unit.number}
    for name in ("number", "customer_name", "consultant", "price", "closed_on", *names):
        common[name] = getattr(one, name)
    return common


def _discounts(work: Work, _: Mapping[str, Any]) -> Select[Any]:
    return rows(work, Deal.discount_reason != "", Deal.state != DealState.LAPSED)


def _discount(row: Any) -> dict[str, Any]:
    one = told(row, "list_price", "discount_reason", "state")
    return one | {"discount": one["list_price"] - one["price"]}


DISCOUNTS = LiveList(
    sheet=Sheet(
        "special-discounts",
        zh="特殊优惠客户一览表",
        en="Special discounts",
        key=("number",),
        columns=(
            *(DEAL, ESTATE, UNIT, CUSTOMER, CONSULTANT),
            Column("list_price", zh="牌价(元)", en="List price (yuan)", kind=YUAN),
            PRICE,
            Column("discount", zh="优惠(元)", en="Discount (yuan)", kind=YUAN),
            Column("discount_reason", zh="优惠原因", en="Reason"),
            CLOSED_ON,
            Column("state", zh="状态", en="State"),
        ),
    ),
    listing=listing(),
    rows=_discounts,
    as_row=_discount,
    words=("state",),
)


def _owners(work: Work, _: Mapping[str, Any]) -> Select[Any]:
    return rows(work, Deal.kind == Kind.SALE, Deal.state.in_(CLOSED_OR_SIGNED))


def _owner(row: Any) -> dict[str, Any]:
    unit = {name: getattr(row.Unit, name) for name in ("building", "floor", "layout", "area_built")}
    return told(row, "deposit", "state") | unit


OWNERS = LiveList(
    sheet=Sheet(
        "owners",
        zh="业主一览表",
        en="Owners",
        key=("number",),
        columns=(
            *(DEAL, ESTATE),
            Column("building", zh="楼栋", en="Building"),
            Column("floor", zh="楼层", en="Floor", kind=Whole()),
            UNIT,
            Column("layout", zh="户型", en="Layout"),
            Column("area_built", zh="建筑面积(㎡)", en="Area built (m²)", kind=Number(places=2)),
            *(CUSTOMER, CONSULTANT, PRICE),
            Column("deposit", zh="定金(元)", en="Deposit (yuan)", kind=YUAN),
            CLOSED_ON,
            Column("state", zh="状态", en="State"),
        ),
    ),
    listing=listing(unit_number=Unit.number),
    rows=_owners,
    as_row=_owner,
    words=("state",),
)


def _unsigned(work: Work, _: Mapping[str, Any]) -> Select[Any]:
    """Deals whose contract was due before today, where each estate is."""
    by_zone: dict[str, list[str]] = {}
    for estate, zone in zones(work).items():
        by_zone.setdefault(zone, []).append(estate)
    late = [Deal.estate_id.in_(some) & (Deal.sign_by < work.today(zone)) for zone, some in by_zone.items()]
    return rows(work, Deal.state == DealState.CLOSED, or_(*late) if late else Deal.sign_by < work.today())


UNSIGNED = LiveList(
    sheet=Sheet(
        "unsigned",
        zh="未签约客户一览表",
        en="Contracts not signed in time",
        key=("number",),
        columns=(
            CONSULTANT,
            *(DEAL, ESTATE, UNIT, CUSTOMER, PRICE, CLOSED_ON),
            Column("sign_by", zh="应签约日", en="Was due on", kind=Date()),
        ),
    ),
    listing=listing(consultant=Deal.consultant, sign_by=Deal.sign_by),
    rows=_unsigned,
    as_row=lambda row: told(row, "sign_by"),
)


class DiscountListDoors(ListDoors, live=DISCOUNTS, query=DealListQuery, may="sales_list.read", rules=("SALE-8",)):
    """Who paid less than the list asked, and why."""


class OwnerListDoors(ListDoors, live=OWNERS, query=DealListQuery, may="sales_list.read", rules=("SALE-8",)):
    """Who has bought what."""


class UnsignedListDoors(
    ListDoors, live=UNSIGNED, query=DealListQuery, may="sales_list.read", rules=("SALE-5", "SALE-8")
):
    """Who has not signed in time, by consultant."""
