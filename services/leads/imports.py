"""Leads as they come in from a list in Excel: into the register, as inquiries to be followed up (LEAD-1, LEAD-2).

A signature is given by log-in and not in a file: a row is a valid registration only where the sender is its consultant.
The register is append-only: a row that is in it already adds nothing, and one that now says something else is refused.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, tuple_

from kit.reasons import Reason
from kit.sheets import Choice, Code, Column, List, Number, Phone, Row, Sheet, Text
from kit.sheets.importing import ImportDoors, Importer
from kit.sheets.rows import Key
from kit.work import Work
from services.leads import scope
from services.leads.actions.registering import Imported, register
from services.leads.models import Entry, ImportedRow, KnownEstate, KnownPerson, Registered
from services.leads.rules.particulars import Particulars, reasons_not_to_write_down
from services.leads.rules.words import Channel
from services.words import Department

MOST_ROWS = 1_000  # The register takes turns; so many are entered well within the door's deadline.
CHUNK = 500
_AREA = Number(places=2, least=0, most=1_000_000, units=("㎡", "m²", "m2", "平方米", "平米"))
_OWN = (
    *("name", "company", "company_nature", "business", "area_from", "area_to", "layout", "budget", "building"),
    *("address", "medium", "intent", "features", "doubts"),
)

LEADS = Sheet(
    "leads",
    zh="意向客户表",
    en="Leads",
    key=("estate", "number"),
    most_rows=MOST_ROWS,
    columns=(
        Column(
            "number",
            zh="原登记号",
            en="Original number",
            kind=Code(),
            required=True,
            also=("登记号", "编号"),
            note_zh="同一登记号只登记一次。",
            note_en="Each number is entered once.",
        ),
        Column(
            "estate", zh="楼盘", en="Estate", required=True, fill_down=True, also=("项目", "大厦"), example="云栖中心"
        ),
        Column("name", zh="姓名", en="Name", kind=Text(100), also=("客户姓名", "客户")),
        Column("phones", zh="电话", en="Phones", kind=List(Phone(), most=5), also=("联系电话", "手机")),
        Column("company", zh="公司", en="Company", kind=Text(200), also=("公司名称",)),
        Column("company_nature", zh="公司性质", en="Kind of company", kind=Text(64)),
        Column("business", zh="业务", en="Business", kind=Text(64), also=("行业", "业务范围")),
        Column("area_from", zh="面积从(㎡)", en="Area from (m²)", kind=_AREA, also=("面积从", "面积自")),
        Column("area_to", zh="面积到(㎡)", en="Area to (m²)", kind=_AREA, also=("面积到", "面积至")),
        Column("layout", zh="户型", en="Layout", kind=Text(64)),
        Column("budget", zh="预算(元/月)", en="Budget (yuan/month)", kind=Number(2, least=0), also=("预算",)),
        Column("building", zh="现驻大楼", en="Present building", kind=Text(200), also=("现办公楼",)),
        Column("address", zh="地址", en="Address", kind=Text(200)),
        Column("medium", zh="认知途径", en="Medium", kind=Text(64), also=("得知途径", "媒体")),
        Column("intent", zh="意向", en="Intent", kind=Text(500)),
        Column("features", zh="特征", en="What is notable", kind=Text(500)),
        Column("doubts", zh="疑问", en="Doubts", kind=Text(500), also=("疑虑",)),
        Column("channel", zh="渠道", en="Channel", kind=Choice.of(Channel), required=True, also=("接触方式",)),
        Column(
            "consultant",
            zh="顾问",
            en="Consultant",
            required=True,
            also=("置业顾问", "物业顾问"),
            example="李强",
            note_zh="姓名或登录名。导入人即该顾问的，登记有效；他人的仅为咨询，由顾问本人登录补签后方产生归属。",
            note_en="A name or a log-in. Rows of the sender's own are valid registrations; others' are inquiries, "
            "which give a claim once the consultant has signed by log-in.",
        ),
    ),
)


@dataclass(frozen=True)
class _Entered:
    """A row that is in the register: its number there, and all that it said."""

    number: str
    told: Particulars
    channel: str
    consultant_id: str


class LeadImport(Importer[_Entered]):
    """How the list meets the register."""

    sheet = LEADS

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.estates: dict[str, str] = {}
        self.people: dict[str, list[KnownPerson]] = defaultdict(list)

    def find(self, rows: Sequence[Row]) -> Mapping[Key, _Entered]:
        """The rows that came in before; the caller's estates and all consultants are looked up on the way."""
        session = self.work.session
        seen = scope.within(self.work.caller, KnownEstate.id)
        self.estates = {one.name: one.id for one in session.scalars(select(KnownEstate).where(seen))}
        for person in session.scalars(select(KnownPerson).where(KnownPerson.department == Department.LEASING.value)):
            for called in {person.name, person.username} - {None}:
                self.people[str(called)].append(person)
        keys = {
            (self.estates[row["estate"]], row["number"].casefold()): (row["estate"], row["number"])
            for row in rows
            if row["estate"] in self.estates
        }
        wanted = list(keys)
        chunks = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
        return {keys[key]: entered for some in chunks for key, entered in self._entered(some)}

    def _entered(self, keys: Sequence[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], _Entered]]:
        chosen = (
            select(ImportedRow, Registered.number, Entry.told)
            .join(Registered, Registered.id == ImportedRow.registration_id)
            .join(Entry, Entry.id == Registered.id)
            .where(tuple_(ImportedRow.estate_id, ImportedRow.number).in_(keys))
        )
        for row, number, told in self.work.session.execute(chosen):
            entered = _Entered(number, Particulars.from_told(told), told["channel"], told["consultant_id"])
            yield (row.estate_id, row.number), entered

    def values_of(self, thing: _Entered) -> Mapping[str, Any]:
        """Nothing: what stands in the register is not changed by a list, and `reasons_not_to` compares."""
        return {}

    def reasons_not_to(self, row: Row, thing: _Entered | None) -> Iterator[Reason]:
        estate_id = self.estates.get(row["estate"])
        if estate_id is None:
            name = row["estate"]
            yield Reason("no_estate", f"没有楼盘“{name}”。", f"There is no estate {name}.", "estate", "LEAD-1")
            return
        people = self._people(row, estate_id)
        if thing is not None:
            if not _says_the_same(row, thing, people):
                yield _registered(thing)
            return
        if len(people) != 1:
            yield _which_consultant(row["consultant"], people)
        yield from reasons_not_to_write_down(particulars(row))

    def _people(self, row: Row, estate_id: str) -> list[KnownPerson]:
        """The consultants of that name at the estate; of that log-in, where somebody has it."""
        found = [one for one in self.people.get(row["consultant"], ()) if scope.receives(one, estate_id)]
        return [one for one in found if one.username == row["consultant"]] or found

    def create(self, row: Row) -> None:
        estate_id = self.estates[row["estate"]]
        (consultant,) = self._people(row, estate_id)
        told = replace(particulars(row), is_signed=consultant.id == self.work.caller.id)
        imported = Imported(row["number"], row["number"].casefold(), consultant.id, consultant.name)
        register(self.work, estate_id, row["channel"], told, imported=imported)


def particulars(row: Row) -> Particulars:
    """What a row says of a visitor; what its file has no column for is not known."""
    told = {name: row.get(name) for name in _OWN}
    return Particulars(**{name: value for name, value in told.items() if value}, phones=tuple(row.get("phones") or ()))


def _says_the_same(row: Row, thing: _Entered, people: Sequence[KnownPerson]) -> bool:
    """Whether a row is the one that came in: whoever its consultant is now, they were of that name."""
    told = replace(thing.told, is_signed=False)
    is_theirs = not people or thing.consultant_id in {one.id for one in people}
    return particulars(row) == told and row["channel"].value == thing.channel and is_theirs


def _registered(thing: _Entered) -> Reason:
    return Reason(
        "registered",
        f"此登记号已登记为 {thing.number}，内容有出入；登记簿只增不改，请在登记簿中更正。",
        f"This number is in the register as {thing.number} and says something else there; correct it in the register.",
        field="number",
        rule="LEAD-3",
    )


def _which_consultant(name: str, people: Sequence[KnownPerson]) -> Reason:
    if not people:
        return Reason(
            "no_consultant",
            f"该楼盘没有顾问“{name}”。",
            f"There is no consultant {name} at this estate.",
            field="consultant",
            rule="LEAD-1",
        )
    return Reason(
        "which_consultant",
        f"该楼盘不止一位顾问叫“{name}”，请填写登录名。",
        f"More than one consultant at this estate is called {name}; give the log-in.",
        field="consultant",
        rule="LEAD-1",
    )


class LeadList(
    ImportDoors,
    importer=LeadImport,
    name="leads",
    may="registration.import",
    zh="意向客户表",
    en="leads",
    rules=("LEAD-1", "LEAD-2", "LEAD-3"),
):
    """The doors of the list of leads."""
