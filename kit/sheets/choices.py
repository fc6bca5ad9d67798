"""The kinds of cell with a fixed set of answers: a choice of words, yes or no, a day."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any, Self

from kit.sheets.cells import Unfit, compact, text_of, tidy
from kit.sheets.kinds import Kind

_SERIAL_DAYS = range(18_264, 91_314)  # 1950-01-02 to 2149-12-31, as Excel counts days.
_PLAUSIBLE_YEARS = range(1900, 2200)
_EXCEL_DAY_NOUGHT = date(1899, 12, 30)
_WRITTEN_DAY = re.compile(r"(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")  # A day number in a cell that is formatted as text.
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words: `Choice({"招商部": "leasing", ...})`. Word and code are both taken; the code is the value.

    `also` are further words for the same codes; `en` the codes' English words, taken too and shown in English exports.
    """

    options: Mapping[str, Any]
    also: Mapping[str, Any] = field(default_factory=dict)
    en: Mapping[Any, str] = field(default_factory=dict)
    also_blank = frozenset()

    @classmethod
    def of(cls, kind: type[Enum], also: Mapping[str, Any] | None = None) -> Self:
        """The members of an enum that has `zh` and `en` names."""
        members: list[Any] = list(kind)
        return cls({member.zh: member for member in members}, also or {}, {member: member.en for member in members})

    def clean(self, value: Any) -> Any:
        asked = compact(text_of(value))
        for word, code in (
            *self.options.items(),
            *self.also.items(),
            *((word, code) for code, word in self.en.items()),
        ):
            if asked in (compact(word), compact(_told(code))):
                return code
        words = "、".join(self.options)
        raise Unfit("not_a_choice", f"只能是:{words}。", f"Has to be one of: {words}.")

    def show(self, value: Any, language: str = "zh") -> Any:
        if language == "en":
            return self.en.get(value, _told(value))
        return next((word for word, code in self.options.items() if code == value), _told(value))

    def explain(self) -> tuple[str, str]:
        told = (f"{word} ({self.en.get(code, _told(code))})" for word, code in self.options.items())
        return f"只能是:{'、'.join(self.options)}", f"One of: {', '.join(told)}"

    @property
    def example(self) -> str:
        return next(iter(self.options))

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.options)


def _told(code: Any) -> str:
    return str(code.value if isinstance(code, Enum) else code)


@dataclass(frozen=True)
class YesNo(Kind):
    """是 or 否, as a bool; `yes` and `no` are further words for them."""

    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    also_blank = frozenset()

    def clean(self, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        asked = compact(text_of(value))
        if asked in {"是", "有", "y", "yes", "true", "1", "√", "✓", "✔", *map(compact, self.yes)}:
            return True
        if asked in {"否", "无", "不", "n", "no", "false", "0", "×", "✗", "✕", *map(compact, self.no)}:
            return False
        raise Unfit("not_yes_or_no", "只能填“是”或“否”。", "Has to be 是 (yes) or 否 (no).")

    def show(self, value: Any, language: str = "zh") -> str:
        return ("yes" if value else "no") if language == "en" else ("是" if value else "否")

    def explain(self) -> tuple[str, str]:
        return "是或否", "是 (yes) or 否 (no)"

    @property
    def example(self) -> str:
        return "是"

    @property
    def words(self) -> tuple[str, ...]:
        return ("是", "否")


@dataclass(frozen=True)
class Date(Kind):
    """A day, from a real date, Excel's day number, or text: 2026-12-07, 2026/12/7, 2026年12月7日, 20261207."""

    is_text = False

    def clean(self, value: Any) -> date:
        day = _meant(value)
        if day.year not in _PLAUSIBLE_YEARS:
            raise Unfit("not_a_date", f"年份 {day.year} 不合理。", f"The year {day.year} cannot be right.")
        return day

    def explain(self) -> tuple[str, str]:
        return "日期,如 2026-12-07、2026/12/7、2026年12月7日", "A date, such as 2026-12-07"

    @property
    def example(self) -> str:
        return "2026-12-07"


def _meant(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value in _SERIAL_DAYS:
        return _EXCEL_DAY_NOUGHT + timedelta(days=value)
    return _written(text_of(value))


def _written(text: str) -> date:
    plain = re.sub(r"\s*([-/.年月日])\s*", r"\1", tidy(unicodedata.normalize("NFKC", text)))
    if (serial := _SERIAL.fullmatch(plain)) and int(serial[1]) in _SERIAL_DAYS:
        return _EXCEL_DAY_NOUGHT + timedelta(days=int(serial[1]))
    found = _COMPACT_DAY.fullmatch(plain)
    year, month, day = found.groups() if found else ("", "", "")
    if (found := _WRITTEN_DAY.fullmatch(plain)) and (found[2] == found[4] or (found[2], found[4]) == ("年", "月")):
        year, month, day = found[1], found[3], found[5]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Unfit("not_a_date", "不是日期;请写成 2026-12-07。", "Is not a date; write it as 2026-12-07.") from None
