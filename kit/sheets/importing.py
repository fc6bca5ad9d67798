"""Taking a list in: which rows are new, changed, unchanged or refused, and the doors through which files come.

    class UnitImport(Importer[Unit]):
        sheet = UNITS
        def find(self, rows): return {(unit.number,): unit for unit in ...one query...}
        def values_of(self, unit): return {"number": unit.number, "area_built": unit.area_built}
        def reasons_not_to(self, row, unit): ...yield Reason(...)
        def create(self, row): ...
        def update(self, unit, row, changed): ...

    class UnitList(ImportDoors, importer=UnitImport, name="units", may="unit.import", zh="房源表", en="units"):
        \"\"\"The doors of the unit list.\"\"\"

    class Property(UnitList, Service): ...

The doors are GET /imports/units/template, POST /imports/units/preview, POST /imports/units, GET /imports/units/refused/<id>.

All rows or none: when any row is refused and `partial` was not asked for, nothing is changed, and the answer is still 200 with
`applied: false`, the refused rows and the id of the file of refused rows. It is an answer and not a problem, since a problem
would roll back the very file that the caller needs next.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from kit.reasons import Reason
from kit.sheets.sheet import Key, Row, Sheet
from kit.work import Work

Thing = TypeVar("Thing")


class Importer(Generic[Thing]):
    """How one list meets what is stored; made anew for each file, so it may keep what it looked up."""

    sheet: ClassVar[Sheet]

    def __init__(self, work: Work) -> None:
        self.work = work

    def find(self, rows: Sequence[Row]) -> Mapping[Key, Thing]:
        """What is stored for these rows already, by the sheet's key; called once, so look everything up here."""
        raise NotImplementedError

    def values_of(self, thing: Thing) -> Mapping[str, Any]:
        """A stored thing's values by the sheet's column names, as `read` would give them."""
        raise NotImplementedError

    def reasons_not_to(self, row: Row, thing: Thing | None) -> Iterable[Reason]:
        """What stands against creating (`thing` is None) or updating from this row, beyond what the columns say."""
        return ()

    def create(self, row: Row) -> None:
        """Stores a new thing; called only when every row may be taken (or `partial` was asked for)."""
        raise NotImplementedError

    def update(self, thing: Thing, row: Row, changed: Mapping[str, Any]) -> None:
        """Changes a stored thing; `changed` holds only the columns whose value differs."""
        raise NotImplementedError


class ImportDoors:
    """The four doors of one list, for a service to inherit."""

    def __init_subclass__(
        cls,
        *,
        importer: type[Importer[Any]] | None = None,
        name: str = "",
        may: str = "",
        zh: str = "",
        en: str = "",
        rules: tuple[str, ...] = ("PROP-1",),
    ) -> None:
        super().__init_subclass__()
