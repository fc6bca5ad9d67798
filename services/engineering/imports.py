"""The list of technicians as the client keeps it in Excel, and how a row of it meets who is stored (ENG-1)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from kit.reasons import Reason, say_all
from kit.sheets import Code, Column, Kind, Row, Sheet, Text, Unfit, YesNo
from kit.sheets.cells import text_of
from kit.sheets.importing import ImportDoors, Importer
from kit.sheets.kinds import checked_text
from kit.sheets.sheet import Key
from kit.work import Work
from services.engineering import scope
from services.engineering.actions.technicians import add_technician, change_technician, estates_by_name
from services.engineering.models import KnownUnit, Technician
from services.engineering.rules.areas import read_area, reasons_not_to_accept_area, reasons_to_doubt_area, split_list
from services.engineering.rules.skills import read_skills, written
from services.words import Trade

LONGEST = 1000


def _entries(value: Any) -> str:
    """A cell's text; entries on lines of their own are parted like the others."""
    several = value.strip().replace("\n", ";") if isinstance(value, str) else value
    return checked_text(text_of(several), LONGEST)


@dataclass(frozen=True)
class SkillsCell(Kind):
    """Trades with their levels, such as 强电5;弱电2, the highest level first."""

    def clean(self, value: Any) -> str:
        skills = read_skills(_entries(value))
        if skills.reasons:
            raise Unfit("skills", say_all(skills.reasons, "zh"), say_all(skills.reasons, "en"))
        return written(skills.levels)

    def explain(self) -> tuple[str, str]:
        trades = "、".join(trade.zh for trade in Trade if trade is not Trade.OTHER)
        return (
            f"工种加等级 1 到 5,以分号隔开。工种:{trades}",
            f"Trades with a level from 1 to 5, parted by ;. Trades: {trades}",
        )


@dataclass(frozen=True)
class AreasCell(Kind):
    """Service areas, such as 云栖中心A座15-30层, in the order of their names."""

    def clean(self, value: Any) -> str:
        return ";".join(sorted(set(split_list(_entries(value)))))

    def explain(self) -> tuple[str, str]:
        return (
            "楼盘,可加楼栋和楼层,以分号隔开",
            "Estates, with building and floors where wanted, parted by semicolons",
        )


TECHNICIANS = Sheet(
    "technicians",
    zh="维修人员",
    en="Technicians",
    key=("staff_number",),
    columns=(
        Column("staff_number", zh="工号", en="Staff number", kind=Code(max=64), required=True, also=("员工编号",)),
        Column("name", zh="姓名", en="Name", kind=Text(max=64), required=True),
        Column(
            "skills",
            zh="技能(等级1-5)",
            en="Skills (level 1-5)",
            kind=SkillsCell(),
            required=True,
            also=("技能",),
            example="强电5;弱电2",
        ),
        Column(
            "areas",
            zh="服务区域",
            en="Service areas",
            kind=AreasCell(),
            required=True,
            example="云栖中心A座15-30层",
        ),
        Column("history", zh="工作经历", en="History", kind=Text(max=255)),
        Column("on_duty", zh="在岗", en="On duty", kind=YesNo()),
    ),
)


class TechnicianImport(Importer[Technician]):
    """Technicians from a file, told apart by staff number."""

    sheet = TECHNICIANS

    def find(self, rows: Sequence[Row]) -> Mapping[Key, Technician]:
        numbers = [row["staff_number"].lower() for row in rows]
        self.estates = estates_by_name(self.work)
        self.buildings = _buildings(self.work)
        same = func.lower(Technician.staff_number).in_(numbers)
        seen = select(Technician).where(same, scope.seen_technicians(self.work.caller)).options(*scope.WITH_SKILLS)
        found = {(one.staff_number,): one for one in self.work.session.scalars(seen)}
        self.taken = set(self.work.session.scalars(select(func.lower(Technician.staff_number)).where(same)))
        return found

    def values_of(self, thing: Technician) -> Mapping[str, Any]:
        return {
            "staff_number": thing.staff_number,
            "name": thing.name,
            "skills": written({skill.trade: skill.level for skill in thing.skills}) or None,
            "areas": ";".join(sorted(area.text for area in thing.areas)) or None,
            "history": thing.history or None,
            "on_duty": thing.on_duty,
        }

    def reasons_not_to(self, row: Row, thing: Technician | None) -> Iterator[Reason]:
        if thing is None and row["staff_number"].lower() in self.taken:
            zh, en = "此工号已属于其他楼盘的维修人员。", "This staff number belongs to a technician of another estate."
            yield Reason("taken", zh, en, field="staff_number", rule="ENG-1")
        if row.get("on_duty", True) is None:
            zh, en = "在岗须填“是”或“否”。", "On duty has to be 是 (yes) or 否 (no)."
            yield Reason("on_duty", zh, en, field="on_duty", rule="ENG-1")
        for text in split_list(row.get("areas") or ""):
            yield from reasons_not_to_accept_area(read_area(text, self.estates), self.buildings)

    def reasons_to_doubt(self, row: Row) -> Iterator[Reason]:
        for text in split_list(row.get("areas") or ""):
            yield from reasons_to_doubt_area(read_area(text, self.estates), self.estates)

    def create(self, row: Row) -> None:
        told = {"on_duty": True, "history": "", "skills": {}, "areas": ()} | _told(row.values)
        add_technician(self.work, row["staff_number"], told)

    def update(self, thing: Technician, row: Row, changed: Mapping[str, Any]) -> None:
        change_technician(self.work, thing, _told(changed))


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Cell values as the technician keeps them."""
    reading: dict[str, Callable[[Any], Any]] = {
        "history": lambda cell: cell or "",
        "skills": lambda cell: read_skills(cell).levels,
        "areas": lambda cell: tuple(split_list(cell)),
    }
    return {name: reading[name](value) if name in reading else value for name, value in values.items()}


def _buildings(work: Work) -> dict[str, set[str]]:
    """The buildings of each estate, as far as their units are known."""
    buildings: dict[str, set[str]] = {}
    for estate_id, building in work.session.execute(select(KnownUnit.estate_id, KnownUnit.building).distinct()):
        buildings.setdefault(estate_id, set()).add(building)
    return buildings


class TechnicianList(
    ImportDoors,
    importer=TechnicianImport,
    name="technicians",
    may="technician.import",
    zh="维修人员",
    en="technicians",
    rules=("ENG-1",),
):
    """The doors of the list of technicians."""
