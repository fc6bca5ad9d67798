"""The doors through which lists come in; a department adds a list by saying how its rows meet what is stored.

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

The doors are GET /imports/units/template, POST /imports/units/preview, POST /imports/units and
GET /imports/units/refused/<id>.

All rows or none: when any row is refused and `partial` was not asked for, nothing is changed, and the answer is still
200, with `applied: false`, the refused rows and the id of their file. It is an answer and not a problem, since a
problem would roll back the very file that the caller needs next. A file that is no such list is a problem (413, 422).
"""

from collections.abc import Callable
from typing import Any

from kit.doors import Download, command, query
from kit.service import every
from kit.sheets import kept
from kit.sheets.answers import ImportAnswer, ImportForm, PreviewAnswer, PreviewForm, told
from kit.sheets.meeting import Importer, Result, apply, weigh
from kit.sheets.sheet import EXCEL
from kit.work import Work

__all__ = ["ImportDoors", "Importer", "run_import"]
DEADLINE = 60.0  # Seconds: the largest list allowed is read and stored within a third of it.


def run_import(
    work: Work, importer: type[Importer[Any]], name: str, data: bytes, *, partial: bool = False, preview: bool = False
) -> tuple[Result, str | None]:
    """Reads a file and does what it says, or only weighs it; with the id of the kept file of refused rows, if any."""
    at_work = importer(work)
    result = weigh(at_work, data)
    if not preview:
        result = apply(at_work, result, partial)
    file_id = kept.keep(work, name, importer.sheet.refused_file(result.refused)) if result.refused else None
    return result, file_id


class ImportDoors:
    """The four doors of one list, for a service to inherit beside `Service`; see the top of this module."""

    def __init_subclass__(
        cls,
        *,
        importer: type[Importer[Any]] | None = None,
        name: str = "",
        may: str = "",
        zh: str = "",
        en: str = "",
        rules: tuple[str, ...] = (),
    ) -> None:
        super().__init_subclass__()
        if importer is not None:
            options = {"may": may, "tags": ("imports",), "rules": rules, "deadline": DEADLINE}
            for method, declare, titles in _doors(importer, name):
                method.__name__ = f"{method.__name__}_{name.replace('-', '_')}"
                said = {"zh": titles[0].format(zh), "en": titles[1].format(en)}
                setattr(cls, method.__name__, declare(**options, **said)(method))

    @every(hours=6)
    def forget_old_import_files(self, work: Work) -> None:
        """Files of refused rows are kept for some days only: they hold what their uploaders sent, phones included."""
        kept.forget_old(work)


def _doors(importer: type[Importer[Any]], name: str) -> list[tuple[Any, Callable[..., Any], tuple[str, str]]]:
    sheet, path = importer.sheet, f"/imports/{name}"

    def template(self: Any, work: Work) -> Download:
        return Download(f"{sheet.title()}模板.xlsx", EXCEL, sheet.template())

    def preview(self: Any, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        result, file_id = run_import(work, importer, name, body["file"].data, preview=True)
        return told(sheet, result, file_id, work.caller.language, preview=True)

    def take_in(self: Any, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        result, file_id = run_import(work, importer, name, body["file"].data, partial=body["partial"])
        return told(sheet, result, file_id, work.caller.language)

    def refused_rows(self: Any, work: Work, id: str) -> Download:
        return Download(f"{sheet.title()}拒收行.xlsx", EXCEL, kept.fetch(work, name, id))

    def asking(where: str, **options: Any) -> Callable[..., Any]:
        return lambda **more: query(where, **options, **more)

    def changing(where: str, **options: Any) -> Callable[..., Any]:
        return lambda **more: command("POST", where, files=("file",), **options, **more)

    return [
        (template, asking(f"{path}/template", download=EXCEL), ("下载{}模板", "Download the template for {}")),
        (preview, changing(f"{path}/preview", request=PreviewForm, answer=PreviewAnswer), ("预览{}导入", "Preview {}")),
        (take_in, changing(path, request=ImportForm, answer=ImportAnswer), ("导入{}", "Import {}")),
        (refused_rows, asking(f"{path}/refused/<id>", download=EXCEL), ("下载{}拒收行", "Refused rows of {}")),
    ]
