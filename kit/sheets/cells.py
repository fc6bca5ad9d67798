"""What stands in a cell of a real list, made plain: spaces, full-width letters, numbers as text and text as numbers."""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

EXACT_DIGITS = 15  # Excel keeps no more; a longer number has lost its last ones.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣", "-"))
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")


class Unfit(ValueError):
    """A cell that does not fit its column, with the reason in Chinese and English."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        self.code, self.zh, self.en = code, zh, en
        super().__init__(en)


def tidy(text: str) -> str:
    """Without invisible characters and outer spaces; every run of white space, full-width too, is one space."""
    if text.isprintable():
        return " ".join(text.split())
    shown = (" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    return " ".join("".join(letter for letter in shown if unicodedata.category(letter) != "Cf").split())


def half_width(text: str) -> str:
    """Full-width letters and digits as plain ones; punctuation stays as it was written."""
    return text.translate(_FULL_WIDTH)


@lru_cache(4096)
def compact(text: str) -> str:
    """For comparing: all widths, spaces, dashes and letter cases alike."""
    return re.sub(r"\s", "", tidy(unicodedata.normalize("NFKC", text))).translate(_DASHES).casefold()


def identifier(text: str) -> str:
    """For storing what identifies something: half-width, plain dashes, no spaces; letters keep their case."""
    return re.sub(r"\s", "", tidy(unicodedata.normalize("NFKC", text))).translate(_DASHES)


def is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not tidy(value))


def text_of(value: Any) -> str:
    """The text that was meant by a cell, whatever Excel made of it; a number comes without point and exponent."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool | datetime | date | time | timedelta):
        raise Unfit(
            "not_text",
            "Excel 已把此格变成日期、时间或逻辑值;请将单元格设为“文本”后重新填写。",
            "Excel has turned this cell into a date, time or logical value; format it as text and enter it again.",
        )
    number = exact(value)
    if number.adjusted() >= EXACT_DIGITS:
        raise Unfit(
            "digits_lost",
            "数字超过 15 位,Excel 已丢失尾数;请将单元格设为“文本”后重新填写。",
            "Excel has lost the last digits of a number this long; format the cell as text and enter it again.",
        )
    return format(number, "f")


def exact(value: float) -> Decimal:
    """The decimal that was typed, which Excel keeps to 15 digits: 0.30000000000000004 was 0.3."""
    if not math.isfinite(value):
        raise Unfit("not_a_number", "须为数字。", "Has to be a number.")
    number = Decimal(f"{value:.{EXACT_DIGITS}g}") if isinstance(value, float) else Decimal(value)
    return number.normalize() if number else Decimal(0)


def number_of(value: Any, units: tuple[str, ...] = ()) -> Decimal:
    """The exact number in a cell: a real one, or text with separators, full-width digits and one of `units`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return exact(value)
    if isinstance(value, str):
        text = _without_unit(compact(value), units)
        if _NUMBER.fullmatch(text) and any(letter.isdigit() for letter in text) and len(text) <= 40:
            return Decimal(text.replace(",", ""))
    raise Unfit("not_a_number", "须为数字。", "Has to be a number.")


def _without_unit(text: str, units: tuple[str, ...]) -> str:
    for unit in sorted((compact(unit) for unit in units), key=len, reverse=True):
        if text.endswith(unit):
            return text.removesuffix(unit)
        if text.startswith(unit):
            return text.removeprefix(unit)
    return text
