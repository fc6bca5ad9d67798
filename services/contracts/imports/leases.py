"""The list of leases as the client keeps it in Excel, and how a row of it meets what is registered."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kit.reasons import Reason
from kit.sheets import Choice, Code, Column, Date, Number, Phone, Row, Sheet, Text, Whole
from kit.sheets.importing import ImportDoors, Importer
from kit.sheets.sheet import Key
from kit.work import Work
from services.contracts.actions.leases import correct_lease, register_lease
from services.contracts.models import Lease, Unit
from services.contracts.queries import leases as queries
from services.contracts.rules import (
    TARIFF_PLACES,
    TARIFFS,
    Payment,
    Standing,
    Stay,
    Terms,
    UnitToLet,
    reasons_not_to_correct,
    reasons_not_to_register,
)

AN_AMOUNT = Number(places=TARIFF_PLACES, least=0, units=("元",))
PAYMENTS = {payment.zh: payment.value for payment in Payment}


def _column(name: str, zh: str, en: str, kind: Any, *also: str) -> Column:
    return Column(name, zh=zh, en=en, kind=kind, required=True, also=also)


LEASES = Sheet(
    "leases",
    zh="租约",
    en="Leases",
    key=("number",),
    columns=(
        _column("number", "合同编号", "Lease number", Code(64), "合同号", "租约编号"),
        _column("customer_name", "承租方", "Tenant", Text(255), "承租人", "客户名称"),
        _column("business", "业务范围", "Business", Text(64)),
        _column("contact", "联系人", "Contact", Text(64)),
        _column("phone", "联系电话", "Phone", Phone(), "电话"),
        Column(
            "estate_name",
            zh="楼盘",
            en="Estate",
            kind=Text(255),
            note_zh="两个楼盘有相同单元号时必填。",
            note_en="Needed where two estates have a unit of that number.",
        ),
        _column("unit_number", "单元号", "Unit", Code(64), "房号"),
        _column("starts_on", "起租日", "Starts on", Date(), "起租日期"),
        _column("ends_on", "到期日", "Ends on", Date(), "到期日期"),
        _column("rent_per_sqm_day", "租金(元/㎡·天)", "Rent (yuan/㎡·day)", AN_AMOUNT, "租金"),
        _column("management_per_sqm_month", "管理费(元/㎡·月)", "Management fee (yuan/㎡·month)", AN_AMOUNT, "管理费"),
        _column("electricity_per_kwh", "电费(元/kWh)", "Electricity (yuan/kWh)", AN_AMOUNT, "电费"),
        _column("water_per_m3", "水费(元/m³)", "Water (yuan/m³)", AN_AMOUNT, "水费"),
        _column("parking_spaces", "车位数", "Parking spaces", Whole(least=0)),
        _column("parking_per_month", "车位费(元/月)", "Parking (yuan/space·month)", AN_AMOUNT, "车位费"),
        _column("phone_lines", "电话线数", "Phone lines", Whole(least=0)),
        _column("phone_per_line_month", "电话月租(元/线)", "Phone rent (yuan/line·month)", AN_AMOUNT, "电话月租"),
        _column("payment", "付款方式", "Payment", Choice(PAYMENTS)),
    ),
)


class LeaseImport(Importer[Lease]):
    """Leases from a file: each row finds its unit by number, and takes its days in it before the rows below."""

    sheet = LEASES

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.units: dict[str, list[Unit]] = {}
        self.stays: dict[str, list[Stay]] = {}

    def find(self, rows: Sequence[Row]) -> Mapping[Key, Lease]:
        """The registered leases of these numbers, each in the estate of its row's unit."""
        for unit in queries.units_by_number(self.work, {row["unit_number"] for row in rows}):
            self.units.setdefault(unit.number, []).append(unit)
        every = [unit.id for units in self.units.values() for unit in units]
        self.stays = queries.stays_of(self.work.session, every)
        by_number: dict[str, list[Lease]] = {}
        for lease in queries.leases_by_number(self.work, {row["number"] for row in rows}):
            by_number.setdefault(lease.number.casefold(), []).append(lease)
        found = {row["number"]: self._of_row(row, by_number.get(row["number"].casefold(), [])) for row in rows}
        return {(number,): lease for number, lease in found.items() if lease is not None}

    def _of_row(self, row: Row, leases: Sequence[Lease]) -> Lease | None:
        estates = {unit.estate_id for unit in self._units_of(row)}
        return next((lease for lease in leases if lease.estate_id in estates), None)

    def _units_of(self, row: Row) -> list[Unit]:
        units = self.units.get(row["unit_number"], [])
        estate = row.get("estate_name")
        return [unit for unit in units if estate in (None, unit.estate_name)]

    def values_of(self, thing: Lease) -> Mapping[str, Any]:
        """All but the estate, which only helps to find the unit and may be left blank."""
        told = ("number", "business", "contact", "starts_on", "ends_on", "payment", *TARIFFS)
        return {name: getattr(thing, name) for name in told} | {
            "customer_name": thing.customer.name,
            "phone": thing.customer.phone,
            "unit_number": thing.unit.number,
        }

    def reasons_not_to(self, row: Row, thing: Lease | None) -> Iterator[Reason]:
        units = self._units_of(row)
        if len(units) != 1:
            yield _which_unit(row, units)
            return
        unit, terms = self._as_rules_see(units[0]), terms_of(row)
        now = thing.standing() if thing else None
        reasons = list(reasons_not_to_correct(now, terms, unit) if now else reasons_not_to_register(terms, unit))
        if not reasons:
            self._take(unit, terms, now)
        yield from reasons

    def _take(self, unit: UnitToLet, terms: Terms, now: Standing | None) -> None:
        """Lets the rows below meet the unit as this row leaves it."""
        if now is None:
            taken = Stay(terms.number, terms.starts_on, terms.ends_on)
        else:
            taken = now.staying(terms.starts_on, terms.ends_on)
        others = (stay for stay in unit.stays if now is None or stay != now.stay)
        self.stays[unit.id] = [*others, taken]

    def _as_rules_see(self, unit: Unit) -> UnitToLet:
        return queries.as_rules_see(unit, self.stays.get(unit.id, ()))

    def create(self, row: Row) -> None:
        register_lease(self.work, self._units_of(row)[0].id, terms_of(row))

    def update(self, thing: Lease, row: Row, changed: Mapping[str, Any]) -> None:
        correct_lease(self.work, thing, self._units_of(row)[0].id, terms_of(row))


def terms_of(row: Row) -> Terms:
    """What a row of the list says of its lease."""
    return Terms(
        number=row["number"],
        customer_name=row["customer_name"],
        phone=row["phone"],
        contact=row["contact"],
        business=row["business"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        payment=Payment(row["payment"]),
        tariffs={name: row[name] for name in TARIFFS},
    )


def _which_unit(row: Row, units: Sequence[Unit]) -> Reason:
    number = row["unit_number"]
    if not units:
        return Reason(
            "unknown_unit",
            f"没有单元 {number}。请先导入房源表。",
            f"There is no unit {number}; import the list of units first.",
            field="unit_number",
            rule="SALE-6",
        )
    return Reason(
        "which_unit",
        f"不止一个楼盘有单元 {number},请填写楼盘。",
        f"More than one estate has a unit {number}; say which estate.",
        field="estate_name",
        rule="SALE-6",
    )


class LeaseList(
    ImportDoors, importer=LeaseImport, name="leases", may="lease.import", zh="租约", en="leases", rules=("SALE-6",)
):
    """The doors of the list of leases."""
