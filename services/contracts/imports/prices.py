"""The price list (价格表) as it comes in from Excel: what each unit costs, and whether it is released (SALE-1)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kit.reasons import Reason
from kit.sheets import Choice, Code, Column, Number, Row, Sheet, Text
from kit.sheets.importing import ImportDoors, Importer
from kit.sheets.rows import folded
from kit.sheets.sheet import Key
from kit.work import Work
from services.contracts.actions import board
from services.contracts.actions.board import Prices
from services.contracts.models import Unit
from services.contracts.queries import leases as queries
from services.contracts.rules.board import (
    FREE,
    State,
    reasons_against_prices,
    reasons_not_to_release,
)
from services.contracts.rules.terms import TARIFF_PLACES

YES_OR_NO = {"是": "yes", "否": "no"}
_YUAN, _TARIFF = Number(places=2, least=0, units=("元",)), Number(places=TARIFF_PLACES, least=0, units=("元",))

PRICES = Sheet(
    "prices",
    zh="价格表",
    en="Price list",
    key=("estate_name", "unit_number"),
    columns=(
        Column("estate_name", zh="楼盘", en="Estate", kind=Text(255), required=True, fill_down=True),
        Column("unit_number", zh="单元号", en="Unit", kind=Code(64), required=True, also=("房号",)),
        Column("sale_price", zh="总价(元)", en="Sale price (yuan)", kind=_YUAN, also=("总价", "售价")),
        Column("rent_per_sqm_day", zh="租金(元/㎡·天)", en="Rent (yuan/㎡·day)", kind=_TARIFF, also=("租金",)),
        Column(
            "management_per_sqm_month",
            zh="管理费(元/㎡·月)",
            en="Management fee (yuan/㎡·month)",
            kind=_TARIFF,
            also=("管理费",),
        ),
        Column("parking_per_month", zh="车位费(元/月)", en="Parking (yuan/month)", kind=_TARIFF, also=("车位费",)),
        Column(
            "phone_per_line_month",
            zh="电话月租(元/线)",
            en="Phone rent (yuan/line·month)",
            kind=_TARIFF,
            also=("电话月租",),
        ),
        Column(
            "released",
            zh="推出",
            en="Released",
            kind=Choice(YES_OR_NO),
            note_zh="填“是”推出，填“否”收回，留空不变。",
            note_en="是 puts the unit on the board, 否 takes it off, blank leaves it as it is.",
        ),
    ),
)
_COLUMNS = tuple(Prices.__dataclass_fields__)


class PriceImport(Importer[Unit]):
    """How the list meets the units that are known; it makes no unit, since those are property's."""

    sheet = PRICES

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.rows: dict[Key, Row] = {}

    def find(self, rows: Sequence[Row]) -> Mapping[Key, Unit]:
        self.rows = {folded(PRICES.key_of(row.values)): row for row in rows}
        found = queries.units_by_number(self.work, {row["unit_number"] for row in rows})
        return {(unit.estate_name, unit.number): unit for unit in found}

    def values_of(self, thing: Unit) -> Mapping[str, Any]:
        """What is known of the unit; whether it is released counts only where the row says something of it."""
        known = {name: getattr(thing, name) for name in _COLUMNS}
        row = self.rows.get(folded((thing.estate_name, thing.number)))
        for name in _COLUMNS[2:]:  # A tariff left blank is one of nothing.
            if row and not known[name] and not row.get(name):
                known[name] = row.get(name)
        told = row.get("released") if row else None
        released = None if told is None else "yes" if thing.is_offered else "no"
        return known | {"estate_name": thing.estate_name, "unit_number": thing.number, "released": released}

    def reasons_not_to(self, row: Row, thing: Unit | None) -> Iterator[Reason]:
        if thing is None:
            number = row["unit_number"]
            zh, en = f"该楼盘没有单元 {number}。", f"The estate has no unit {number}."
            yield Reason("unknown_unit", zh, en, field="unit_number", rule="SALE-1")
            return
        prices = (row.get("sale_price"), row.get("rent_per_sqm_day"))
        yield from reasons_against_prices(*prices)
        if row.get("released") == "yes":
            yield from reasons_not_to_release(thing.number, *prices)
        if row.get("released") == "no" and thing.is_offered and thing.state not in FREE:
            zh, en = (
                f"单元 {thing.number} {thing.state.zh}，不能收回。",
                f"Unit {thing.number} is {thing.state.en.lower()}.",
            )
            yield Reason("unit_state", zh, en, field="released", rule="SALE-1")

    def create(self, row: Row) -> None:
        raise AssertionError("a row without its unit is refused")

    def update(self, thing: Unit, row: Row, changed: Mapping[str, Any]) -> None:
        """A unit that is let is released when its lease is over."""
        board.price(self.work, thing, _prices(row))
        if row.get("released") == "yes" and thing.state is State.WITHDRAWN:
            board.offer(self.work, thing, PRICES.zh)
        elif row.get("released") == "yes":
            thing.is_offered = True
        elif row.get("released") == "no" and thing.state is State.AVAILABLE:
            board.take_off(self.work, thing, PRICES.zh)


def _prices(row: Row) -> Prices:
    given = {name: row.get(name) for name in _COLUMNS}
    tariffs = {name: given[name] or Decimal(0) for name in _COLUMNS[2:]}
    return Prices(given["sale_price"], given["rent_per_sqm_day"], **tariffs)


class PriceList(
    ImportDoors, importer=PriceImport, name="prices", may="price.import", zh="价格表", en="prices", rules=("SALE-1",)
):
    """The doors of the price list."""
