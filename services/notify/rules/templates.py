"""What a notice says: texts in Chinese and English with the event's own fields in them, checked before use (NOTE-5)."""

import dataclasses
import string
import typing
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from kit.reasons import Reason
from services.words import Department, Rank, Trade

LANGUAGES = ("zh", "en")
NOTHING = "—"
# Known of every event beside its own fields: the name of the estate where it happened.
ESTATE = "estate"
_PLAIN = (str, int, bool, float, Decimal, date, datetime, type(None))
_WORDS: Mapping[str, Any] = {"trade": Trade, "department": Department, "rank": Rank}


@dataclass(frozen=True)
class Template:
    """The texts of a notice. A field of the event stands in braces: `{number}`."""

    title_zh: str
    title_en: str
    body_zh: str = ""
    body_en: str = ""
    link: str = ""


@dataclass(frozen=True)
class Letter:
    """A notice as it is sent, in both languages."""

    title_zh: str
    title_en: str
    body_zh: str
    body_en: str
    link: str


def fields_of(event: type) -> tuple[str, ...]:
    """The fields of an event that a template may name: those that are plain values, and the estate's name."""
    hints = typing.get_type_hints(event)
    return (*(field.name for field in dataclasses.fields(event) if _is_plain(hints[field.name])), ESTATE)


def _is_plain(kind: Any) -> bool:
    kinds = typing.get_args(kind) or (kind,)
    return all(isinstance(one, type) and issubclass(one, (*_PLAIN, Enum)) for one in kinds)


def reasons_not_to_accept(template: Template, fields: Collection[str]) -> Iterator[Reason]:
    """A template has a title in both languages and names only the event's plain fields, each by its bare name."""
    for language in LANGUAGES:
        if not getattr(template, f"title_{language}").strip():
            zh, en = "中英文标题均须填写。", "A title is needed in Chinese and in English."
            yield Reason("no_title", zh, en, field=f"title_{language}", rule="NOTE-5")
    for name, text in dataclasses.asdict(template).items():
        wrong = sorted(one for one in named_in(text) if one not in fields)
        if wrong:
            known, given = ", ".join(sorted(fields)), ", ".join(wrong)
            zh, en = f"模板中的 {given} 不可用,可用:{known}。", f"The template names {given}; there are {known}."
            yield Reason("unknown_field", zh, en, field=name, rule="NOTE-5")


def named_in(text: str) -> set[str]:
    """What stands in the braces of `text`; a text with stray braces names itself, which is no field."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return {text}
    return {
        f"{name}{'!' if conversion else ''}{conversion or ''}{':' if form else ''}{form or ''}"
        for _, name, form, conversion in parts
        if name is not None
    }


def render(template: Template, event: Any, estate: str, zone: str) -> Letter:
    """The letter about `event`; days and times are those of `zone`."""
    texts = {}
    for name, text in dataclasses.asdict(template).items():
        language = "en" if name.endswith("_en") else "zh"
        values = {
            field: _written(field, getattr(event, field), language, zone) for field in fields_of(type(event))[:-1]
        }
        texts[name] = text.format(**values | {ESTATE: estate})
    return Letter(**texts)


def _written(field: str, value: Any, language: str, zone: str) -> str:
    """A value as people write it; an empty text is none, as where an event of an earlier version does not have it."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if field in _WORDS and value in list(_WORDS[field]):
        return str(getattr(_WORDS[field](value), language))
    return str(value.value if isinstance(value, Enum) else value)
