"""The base of everything that crosses a door, and the turning of its errors into reasons in both languages."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate, validates_schema

from kit.reasons import Reason

UNREADABLE = "Contains characters that cannot be stored."
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
YEARS = range(1900, 2201)
STRANGE_YEAR = f"Must be in the years {YEARS[0]} to {YEARS[-1]}."

# Marshmallow's sentences, as patterns, with what a clerk is told in Chinese.
_CHINESE = (
    (r"Missing data for required field\.", "必填。"),
    (r"Field may not be null\.", "不能为空。"),
    (r"Unknown field\.", "没有此项。"),
    (r"Not a valid (integer|number|decimal number)\.", "须为数字。"),
    (r"Special numeric values .* not permitted\.", "须为普通数字。"),
    (r"Not a valid (aware )?(date|datetime|time)\.", "日期或时间格式不对。"),
    (r"Not a valid boolean\.", "须为“是”或“否”。"),
    (r"Not a valid (utf-8 )?string\.", "须为文字。"),
    (r"Not a valid UUID\.", "编号格式不对。"),
    (r"Not a valid (list|mapping type|path)\.", "格式不对。"),
    (r"Invalid (input type|type|input|value)\.", "格式不对。"),
    (r"String does not match expected pattern\.", "格式不对。"),
    (r"Number too large\.", "数字过大。"),
    (r"At most (\d+) decimal places\.", r"至多 \1 位小数。"),
    (r"Has to be sent as a file\.", "须以文件形式上传。"),
    (r"A drawn signature must be a PNG of at most 64 KB\.", "签名图须为不超过 64 KB 的 PNG 图片。"),
    (r"Give a type, or all\.", "请给出类型，或选择全部。"),
    (r"Is not a telephone number\.", "不是电话号码。"),
    (r"It ends before it begins\.", "结束早于开始。"),
    (r"Must be one of: (.*)\.", r"只能是:\1。"),
    (r"Shorter than minimum length (\d+)\.", r"至少 \1 个字或项。"),
    (r"Longer than maximum length (\d+)\.", r"至多 \1 个字或项。"),
    (r"Length must be between (\d+) and (\d+)\.", r"长度须在 \1 到 \2 之间。"),
    (r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\.", r"须在 \1 与 \2 之间。"),
    (r"Must be greater than (\S+) and less than or equal to (\S+)\.", r"须大于 \1 且不得大于 \2。"),
    (r"Must be greater than or equal to (.*)\.", r"不得小于 \1。"),
    (r"Must be greater than (.*)\.", r"须大于 \1。"),
    (r"Must be less than or equal to (.*)\.", r"不得大于 \1。"),
    (r"Must be less than (.*)\.", r"须小于 \1。"),
    (re.escape(UNREADABLE), "含有无法保存的字符。"),
    (re.escape(STRANGE_YEAR), f"年份须在 {YEARS[0]} 至 {YEARS[-1]} 之间。"),
)


class Form(Schema):
    """What comes in through a door, or a part of it: unknown fields and unstorable characters are refused."""

    class Meta:
        unknown = RAISE

    @pre_load
    def refuse_unstorable_text(self, data: Any, **_: Any) -> Any:
        """PostgreSQL stores no NUL and nothing stores half of a surrogate pair."""
        if isinstance(data, Mapping):
            wrong = {
                name: [UNREADABLE] for name, value in data.items() if isinstance(value, str) and not is_storable(value)
            }
            if wrong:
                raise ValidationError(wrong)
        return data

    @validates_schema
    def refuse_strange_years(self, data: Any, **_: Any) -> None:
        """At the edges of the calendar the next day, or the same moment elsewhere, is no date any more."""
        days = {name: value for name, value in data.items() if isinstance(value, date)}
        if wrong := {name: [STRANGE_YEAR] for name, day in days.items() if day.year not in YEARS}:
            raise ValidationError(wrong)


class Identifier(fields.UUID):
    """An id, kept as text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        return str(super()._deserialize(value, attr, data, **options))


class Sentence(fields.String):
    """Text without the blanks around it; what is blank only is empty."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        return super()._deserialize(value, attr, data, **options).strip()


def sentence(longest: int = 64, **options: Any) -> Sentence:
    """A text of one to `longest` characters, blanks around it not counted."""
    return Sentence(validate=validate.Length(1, longest), **options)


def is_storable(text: str) -> bool:
    return _UNSTORABLE.search(text) is None


def reasons_from(error: ValidationError) -> Iterator[Reason]:
    """One reason for each field at fault, named by its path: `readings.0.value`."""
    yield from _reasons(error.messages, "")


def _reasons(messages: Any, path: str) -> Iterator[Reason]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _reasons(inner, path if name == "_schema" else f"{path}.{name}".lstrip("."))
        return
    for message in messages if isinstance(messages, list) else [messages]:
        field = path or "body"
        yield Reason("invalid", f"{field}:{in_chinese(str(message))}", f"{field}: {message}", field=field)


def in_chinese(sentence: str) -> str:
    """A marshmallow sentence in Chinese; one we do not know stays as it is."""
    for pattern, chinese in _CHINESE:
        if re.fullmatch(pattern, sentence):
            return re.sub(pattern, chinese, sentence)
    return sentence
