"""What the import doors take and tell."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields

from kit.doors import Upload
from kit.reasons import Reason
from kit.schemas import Form
from kit.sheets.meeting import Meeting, Result
from kit.sheets.rows import Place, RefusedRow
from kit.sheets.sheet import Sheet

MOST_TOLD = 1_000  # Rows in one answer; the file of refused rows has them all.


def _is_file(value: Any) -> None:
    if not isinstance(value, Upload):
        raise ValidationError("Has to be sent as a file.")


class PreviewForm(Form):
    """A list to look at: `file` is an .xlsx of at most 20 MiB."""

    file = fields.Raw(required=True, validate=_is_file, metadata={"type": "string", "format": "binary"})


class ImportForm(PreviewForm):
    """A list to take in; with `partial` the good rows are taken even when others are refused."""

    partial = fields.Boolean(load_default=False)  # type: ignore[assignment]


class ReasonAnswer(Schema):
    """One reason against a row, in the caller's language and in both."""

    code = fields.String(required=True)
    sentence = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)
    field = fields.String(allow_none=True)
    cell = fields.String(allow_none=True)


class RefusedRowAnswer(Schema):
    """A refused row: its line in the file, what stood in it, and why. `sheet` is empty where only one was read."""

    sheet = fields.String(required=True)
    line = fields.Integer(required=True)
    values = fields.Dict(keys=fields.String(), required=True)
    reasons = fields.List(fields.Nested(ReasonAnswer), required=True)


class ImportAnswer(Schema):
    """What became of a list: nothing at all where `applied` is false.

    `refused` holds the first thousand refused rows, `refused_count` says how many there are; their file has them all.
    `unknown_columns` and `other_sheets` were not read; `passed_over` are lines such as totals and repeated headers, as
    3, or as B!3 where several sheets were read.
    """

    applied = fields.Boolean(required=True)
    created = fields.Integer(required=True)
    updated = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    refused_count = fields.Integer(required=True)
    refused = fields.List(fields.Nested(RefusedRowAnswer), required=True)
    refused_file_id = fields.UUID(required=True, allow_none=True)
    unknown_columns = fields.List(fields.String(), required=True)
    passed_over = fields.List(fields.String(), required=True)
    other_sheets = fields.List(fields.String(), required=True)


class ChangeAnswer(Schema):
    """One column of a row that would change."""

    column = fields.String(required=True)
    zh = fields.String(required=True)
    en = fields.String(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class PreviewedRowAnswer(Schema):
    """What would become of one row: created, updated, unchanged or refused. `doubts` keep no row out."""

    sheet = fields.String(required=True)
    line = fields.Integer(required=True)
    outcome = fields.String(required=True)
    key = fields.List(fields.String(), required=True)
    changes = fields.List(fields.Nested(ChangeAnswer), required=True)
    reasons = fields.List(fields.Nested(ReasonAnswer), required=True)
    doubts = fields.List(fields.Nested(ReasonAnswer), required=True)


class PreviewAnswer(ImportAnswer):
    """What a list would do; the counts are those of its good rows. `rows` are the first thousand of all."""

    rows = fields.List(fields.Nested(PreviewedRowAnswer), required=True)


def told(sheet: Sheet, result: Result, file_id: str | None, language: str, preview: bool = False) -> dict[str, Any]:
    """A result as the answer of its door, in the caller's language."""
    counts = preview or result.applied
    return {
        "applied": result.applied,
        "created": result.count("created") if counts else 0,
        "updated": result.count("updated") if counts else 0,
        "unchanged": result.count("unchanged"),
        "refused_count": len(result.refused),
        "refused": [_refused(row, language) for row in result.refused[:MOST_TOLD]],
        "refused_file_id": file_id,
        "unknown_columns": list(result.reading.unknown),
        "passed_over": [
            f"{name}!{line}" if name else str(line) for name, line in result.reading.passed_over[:MOST_TOLD]
        ],
        "other_sheets": list(result.reading.other_sheets),
        "rows": _rows(sheet, result, language) if preview else [],
    }


def _short(place: Place) -> str:
    sheet, line = place
    return f"{sheet}!{line}" if sheet else str(line)


def _rows(sheet: Sheet, result: Result, language: str) -> list[dict[str, Any]]:
    rows: list[Meeting | RefusedRow] = [*result.meetings[:MOST_TOLD], *result.refused[:MOST_TOLD]]
    rows.sort(key=lambda row: result.reading.order(row.row if isinstance(row, Meeting) else row))
    return [_previewed(sheet, row, language) for row in rows[:MOST_TOLD]]


def _previewed(sheet: Sheet, row: Meeting | RefusedRow, language: str) -> dict[str, Any]:
    if isinstance(row, RefusedRow):
        told = {"sheet": row.sheet, "line": row.line, "outcome": "refused", "key": [], "changes": []}
        return told | {"reasons": _reasons(row.reasons, language), "doubts": []}
    changes = [_change(sheet, name, row.before, row.after, language) for name in row.after]
    key = [_shown(sheet, name, row.row.values, language) for name in sheet.key]
    told = {"sheet": row.row.sheet, "line": row.row.line, "outcome": row.outcome, "key": key, "changes": changes}
    return told | {"reasons": [], "doubts": _reasons(row.doubts, language)}


def _change(
    sheet: Sheet, name: str, before: Mapping[str, Any], after: Mapping[str, Any], language: str
) -> dict[str, Any]:
    column = sheet.column(name)
    told = {"column": name, "zh": column.zh, "en": column.en}
    return told | {"before": _shown(sheet, name, before, language), "after": _shown(sheet, name, after, language)}


def _shown(sheet: Sheet, name: str, values: Mapping[str, Any], language: str) -> Any:
    value = values.get(name)
    return None if value is None else plain(sheet.column(name).kind.show(value, language))


def _refused(row: RefusedRow, language: str) -> dict[str, Any]:
    values = {heading: plain(value) for heading, value in row.values.items()}
    return {"sheet": row.sheet, "line": row.line, "values": values, "reasons": _reasons(row.reasons, language)}


def _reasons(reasons: tuple[Reason, ...], language: str) -> list[dict[str, Any]]:
    return [
        {
            "code": reason.code,
            "sentence": reason.say(language),
            "zh": reason.zh,
            "en": reason.en,
            "field": reason.field,
            "cell": reason.details.get("cell"),
        }
        for reason in reasons
    ]


def plain(value: Any) -> Any:
    """A cell as JSON: numbers that are exact as text, days and moments in ISO form."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value if isinstance(value, float) else str(value)
