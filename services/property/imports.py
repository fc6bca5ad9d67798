"""The list of units as it comes in from Excel (PROP-1)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kit.caller import EVERY_ESTATE
from kit.clock import DEFAULT_ZONE
from kit.reasons import Reason
from kit.sheets import Code, Column, Number, Row, Sheet, Text, Whole
from kit.sheets.importing import ImportDoors, Importer
from kit.sheets.rows import folded
from kit.work import Work
from services.property.actions import estates as actions
from services.property.models import Estate, Meter, Unit
from services.property.queries.estates import estate_called
from services.property.rules.units import meters_elsewhere, reasons_against_areas, reasons_against_meter_numbers
from services.property.rules.words import MeterKind

METERS = {"electricity_meter": MeterKind.ELECTRICITY, "water_meter": MeterKind.WATER}
OWN = ("building", "floor", "area_built", "area_usable", "layout", "aspect", "fit_out", "use", "remark")
_AREA = Number(places=2, units=("㎡", "m²", "m2", "平方米", "平米"))

UNITS = Sheet(
    "units",
    zh="房源表",
    en="Units",
    key=("estate", "number"),
    columns=(
        Column(
            "estate", zh="楼盘", en="Estate", required=True, fill_down=True, also=("项目", "大厦"), example="云栖中心"
        ),
        Column("building", zh="楼栋", en="Building", kind=Text(64), required=True, fill_down=True, also=("楼座", "栋")),
        Column(
            "floor", zh="楼层", en="Floor", kind=Whole(-20, 300, units=("层", "楼", "F")), required=True, fill_down=True
        ),
        Column("number", zh="单元号", en="Unit", kind=Code(), required=True, also=("房号", "单元"), example="A0501"),
        Column("area_built", zh="建筑面积(㎡)", en="Area built (m²)", kind=_AREA, required=True, also=("建筑面积",)),
        Column("area_usable", zh="套内面积(㎡)", en="Area usable (m²)", kind=_AREA, required=True, also=("套内面积",)),
        Column("layout", zh="户型", en="Layout", kind=Text(64), required=True),
        Column("aspect", zh="朝向", en="Aspect", kind=Text(64)),
        Column("fit_out", zh="装修", en="Fit-out", kind=Text(64), also=("装修标准",)),
        Column("use", zh="用途", en="Use", kind=Text(64), required=True),
        Column(
            "electricity_meter",
            zh="电表号",
            en="Electricity meter",
            kind=Code(),
            note_zh="留空则保留原登记。",
            note_en="Left blank, what is recorded stays.",
        ),
        Column(
            "water_meter",
            zh="水表号",
            en="Water meter",
            kind=Code(),
            note_zh="留空则保留原登记。",
            note_en="Left blank, what is recorded stays.",
        ),
        Column("remark", zh="备注", en="Remark"),
    ),
)


class UnitImport(Importer[Unit]):
    """How the list meets the units that are recorded; it opens an estate for those who may open one."""

    sheet = UNITS

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.estates: dict[str, Estate] = {}
        self.rows: dict[tuple[Any, ...], Row] = {}
        self.meters: dict[str, list[Meter]] = defaultdict(list)
        self.holders: dict[tuple[str, MeterKind, str], Meter] = {}
        self.elsewhere: dict[tuple[str, str], dict[str, str]] = {}

    def find(self, rows: Sequence[Row]) -> Mapping[tuple[Any, ...], Unit]:
        """The recorded units of these rows; the caller's estates and all their meters are looked up on the way."""
        self.rows = {folded(UNITS.key_of(row.values)): row for row in rows}
        named = estate_called(self.work, (row["estate"] for row in rows))
        self.estates = {name: estate for name, estate in named.items() if self.work.caller.may_see(estate.id)}
        self.unseen = named.keys() - self.estates.keys()
        names = {estate.id: name for name, estate in self.estates.items()}
        self._know_meters(names)
        self._place_meters()
        units = self.work.session.scalars(select(Unit).where(Unit.estate_id.in_(names)))
        return {(names[unit.estate_id], unit.number): unit for unit in units}

    def _know_meters(self, names: Mapping[str, str]) -> None:
        wanted = select(Meter).options(joinedload(Meter.unit, innerjoin=True)).where(Meter.estate_id.in_(names))
        for meter in self.work.session.scalars(wanted):
            self.meters[meter.unit_id].append(meter)
            if meter.retired_on is None:
                self.holders[names[meter.estate_id], meter.kind, meter.number] = meter

    def _place_meters(self) -> None:
        """Finds the rows that want a meter which is another unit's after the list; rows refused anyway want nothing."""
        in_use: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
        wanted: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
        stored: dict[tuple[str, str], str] = {}
        for (estate, kind, number), meter in self.holders.items():
            in_use[estate][meter.unit.number][kind.value] = number
            stored[estate, meter.unit.number.casefold()] = meter.unit.number
        for row in self.rows.values():
            if not any(self._reasons_against_itself(row)):
                unit = stored.get((row["estate"], row["number"].casefold()), row["number"])
                wanted[row["estate"]][unit] = {kind.value: number for kind, number in _meters(row.values).items()}
        for estate, units in wanted.items():
            for unit, places in meters_elsewhere(in_use[estate], units).items():
                self.elsewhere[estate, unit.casefold()] = places

    def values_of(self, unit: Unit) -> Mapping[str, Any]:
        name = next(name for name, estate in self.estates.items() if estate.id == unit.estate_id)
        row = self.rows[folded((name, unit.number))]
        values = {column: getattr(unit, column) or None for column in OWN} | {"estate": name, "number": unit.number}
        values["floor"] = unit.floor
        in_use = {meter.kind: meter.number for meter in self.meters[unit.id] if meter.retired_on is None}
        return values | {column: row.get(column) and in_use.get(kind) for column, kind in METERS.items()}

    def reasons_not_to(self, row: Row, unit: Unit | None) -> Iterator[Reason]:
        yield from self._reasons_against_itself(row)
        places = self.elsewhere.get((row["estate"], row["number"].casefold()), {})
        for column, kind in METERS.items():
            if kind in places:
                yield from reasons_against_meter_numbers([(column, row[column])], {row[column]: places[kind]})

    def _reasons_against_itself(self, row: Row) -> Iterator[Reason]:
        """What is wrong with a row whatever the others say."""
        if row["estate"] in self.unseen or (row["estate"] not in self.estates and not self._may_open()):
            yield Reason(
                "no_estate", f"没有楼盘“{row['estate']}”。", f"There is no estate {row['estate']}.", "estate", "PROP-1"
            )
            return
        yield from reasons_against_areas(row["area_built"], row["area_usable"])

    def _may_open(self) -> bool:
        return self.work.caller.may("estate.open") and EVERY_ESTATE in self.work.caller.estates

    def create(self, row: Row) -> None:
        name = row["estate"]
        if name not in self.estates:
            self.estates[name] = actions.open_estate(self.work, name, DEFAULT_ZONE)
        entry = _entry({column: row.get(column) for column in OWN}) | {"number": row["number"]}
        self._free_meters(row)
        actions.record_unit(self.work, self.estates[name], entry, _meters(row.values))

    def update(self, unit: Unit, row: Row, changed: Mapping[str, Any]) -> None:
        entry = _entry({column: changed[column] for column in OWN if column in changed})
        known = self.meters[unit.id]
        self._free_meters(row)
        actions.correct_unit(self.work, self.estates[row["estate"]], unit, entry, _meters(changed), known)

    def _free_meters(self, row: Row) -> None:
        """Another unit of the list gives up what this row wants; its own row, which may come later, says for what."""
        wanted = (self.holders.get((row["estate"], kind, number)) for kind, number in _meters(row.values).items())
        others = [meter for meter in wanted if meter and meter.unit.number != row["number"]]
        actions.retire_meters(self.work, self.estates[row["estate"]], others)


def _entry(values: Mapping[str, Any]) -> dict[str, Any]:
    """A unit's columns; what is blank in the list is an empty text."""
    return {column: "" if value is None else value for column, value in values.items()}


def _meters(values: Mapping[str, Any]) -> dict[MeterKind, str]:
    return {kind: values[column] for column, kind in METERS.items() if values.get(column)}


class UnitList(ImportDoors, importer=UnitImport, name="units", may="unit.import", zh="房源表", en="units"):
    """The doors through which the list of units comes in."""


def export(rows: Iterable[tuple[Any, Mapping[MeterKind, str]]], language: str) -> bytes:
    """Units as the same list, each row with the numbers of its meters."""
    return UNITS.export((_exported(row, meters) for row, meters in rows), language)


def _exported(row: Any, meters: Mapping[MeterKind, str]) -> dict[str, Any]:
    told: dict[str, Any] = row._asdict() | {"estate": row.estate_name}
    return told | {column: meters.get(kind) for column, kind in METERS.items()}
