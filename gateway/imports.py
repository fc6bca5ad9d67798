"""The staff list as the client keeps it in Excel: each row is a person, entered or brought up to date."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from gateway.actions.people import change_person, enter_person
from gateway.errors import taken, unknown_estates
from gateway.models import Estate, Person
from gateway.rules import plain_username, reasons_not_to_take_username
from kit.reasons import Reason
from kit.sheets import Choice, Code, Column, List, Phone, Row, Sheet, Text
from kit.sheets.importing import ImportDoors, Importer
from kit.sheets.rows import Key
from kit.work import Work
from services.words import Department, Rank


@dataclass(frozen=True)
class Names(List):
    """Several names in one cell; in what order makes no difference."""

    def clean(self, value: Any) -> tuple[Any, ...]:
        return tuple(sorted(super().clean(value)))


STAFF = Sheet(
    "staff",
    zh="人员",
    en="Staff",
    key=("staff_number",),
    columns=(
        Column("staff_number", zh="工号", en="Staff number", kind=Code(64), required=True, also=("员工编号",)),
        Column("name", zh="姓名", en="Name", kind=Text(64), required=True),
        Column("department", zh="部门", en="Department", kind=Choice.of(Department), required=True),
        Column("rank", zh="职级", en="Rank", kind=Choice.of(Rank), required=True, also=("级别",)),
        Column("position", zh="岗位", en="Position", kind=Text(64), also=("职务",)),
        Column("phone", zh="手机", en="Mobile", kind=Phone(), also=("电话", "联系电话")),
        Column(
            "estates",
            zh="楼盘",
            en="Estates",
            kind=Names(of=Text(255)),
            required=True,
            note_zh="多个楼盘以分号隔开。",
            note_en="Several estates are separated by semicolons.",
        ),
    ),
)


class StaffImport(Importer[Person]):
    """People from a file. A new one gets an account named after the staff number, without a password."""

    sheet = STAFF

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        known = work.session.execute(select(Estate.name, Estate.id)).all()
        self.estates: dict[str, str] = dict(known)
        self.usernames: set[str] = set()

    def find(self, rows: Sequence[Row]) -> Mapping[Key, Person]:
        numbers = {row["staff_number"].lower() for row in rows}
        self.usernames = set(self.work.session.execute(select(Person.username)).scalars())
        found = self.work.session.execute(select(Person).where(func.lower(Person.staff_number).in_(numbers))).scalars()
        return {(person.staff_number,): person for person in found}

    def values_of(self, person: Person) -> Mapping[str, Any]:
        told = ("staff_number", "name", "department", "rank", "position", "phone")
        names = {id: name for name, id in self.estates.items()}
        estates = tuple(sorted(names.get(id, id) for id in person.estates))
        return {name: getattr(person, name) for name in told} | {"estates": estates}

    def reasons_not_to(self, row: Row, person: Person | None) -> Iterator[Reason]:
        unknown = [name for name in row.get("estates") or () if name not in self.estates]
        if unknown:
            yield unknown_estates(unknown)
        if person is None:
            username = plain_username(row["staff_number"])
            yield from reasons_not_to_take_username(username)
            if username in self.usernames:
                yield from taken("username", "用户名", "username", username).reasons

    def create(self, row: Row) -> None:
        enter_person(self.work, self._as_told(row.values))

    def update(self, person: Person, row: Row, changed: Mapping[str, Any]) -> None:
        change_person(self.work, person, self._as_told(changed))

    def _as_told(self, values: Mapping[str, Any]) -> dict[str, Any]:
        told = dict(values)
        if "estates" in told:
            told["estates"] = [self.estates[name] for name in told["estates"] or ()]
        return told


class StaffList(
    ImportDoors,
    importer=StaffImport,
    name="staff",
    may="person.record",
    zh="人员表",
    en="the staff list",
    rules=("PROP-1", "GATE-2"),
):
    """The doors of the staff list."""
