"""The kinds of cell a list may have: what each makes of a cell, what it says against one, how it explains itself.

Every kind cleans a cell that is not blank into a value, or raises Unfit; and shows a value as a cell again.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kit import phones
from kit.schemas import is_storable
from kit.sheets.cells import Unfit, half_width, identifier, number_of, text_of

LARGEST_WHOLE = 2**31 - 1
LARGEST_NUMBER = Decimal(10) ** 14
_WITHOUT_A_VALUE = {"-", "--", "/", "\\", "无", "暂无", "none", "n/a"}


class Kind:
    """The base of all kinds.

    `also_blank` are words that stand for an empty cell. A template formats the columns of `is_text` kinds as text, so
    that Excel leaves alone what is typed there.
    """

    also_blank: frozenset[str] = frozenset(_WITHOUT_A_VALUE)
    is_text: bool = True

    def clean(self, value: Any) -> Any:
        """The value that a cell means. Raises Unfit."""
        raise NotImplementedError

    def show(self, value: Any, language: str = "zh") -> Any:
        """The value as a cell of an export."""
        return value

    def explain(self) -> tuple[str, str]:
        """What may stand in the column, in Chinese and English, for the template."""
        raise NotImplementedError

    @property
    def example(self) -> str:
        return ""

    @property
    def words(self) -> tuple[str, ...]:
        """The words to choose from, for the template's drop-down."""
        return ()


@dataclass(frozen=True)
class Text(Kind):
    """Free text of at most `max` characters; spaces tidied, full-width letters and digits made plain."""

    max: int = 255
    also_blank = frozenset()

    def clean(self, value: Any) -> str:
        return checked_text(half_width(text_of(value)), self.max)

    def explain(self) -> tuple[str, str]:
        return f"文字,至多 {self.max} 字", f"Text, at most {self.max} characters"


@dataclass(frozen=True)
class Code(Kind):
    """What identifies something (a unit, a contract, a meter): half-width, no spaces, at most `max` characters."""

    max: int = 64
    also_blank = frozenset({"-", "--", "/", "无", "暂无"})

    def clean(self, value: Any) -> str:
        return checked_text(identifier(text_of(value)), self.max)

    def explain(self) -> tuple[str, str]:
        return f"编号,不含空格,至多 {self.max} 位", f"A number or code without spaces, at most {self.max} characters"


def checked_text(text: str, most: int) -> str:
    """Text that can be stored. Raises Unfit for too long a text and for broken characters."""
    if not is_storable(text):
        raise Unfit("unstorable", "含有无法保存的字符。", "Contains characters that cannot be stored.")
    if len(text) > most:
        raise Unfit(
            "too_long", f"至多 {most} 个字,现为 {len(text)} 个。", f"At most {most} characters; it has {len(text)}."
        )
    return text


@dataclass(frozen=True)
class Number(Kind):
    """An exact decimal of at most `places` decimals, within `least` and `most`; `units` may stand around it: 元, ㎡."""

    places: int = 2
    least: Decimal | int | None = None
    most: Decimal | int | None = None
    units: tuple[str, ...] = ()
    is_text = False

    def clean(self, value: Any) -> Decimal | int:
        number = number_of(value, self.units)
        in_range(number, self.least, self.most, LARGEST_NUMBER)
        if number != round(number, self.places):
            raise Unfit(
                "too_many_places", f"至多 {self.places} 位小数。", f"Has to have at most {self.places} decimal places."
            )
        return number.quantize(Decimal(1).scaleb(-self.places))

    def explain(self) -> tuple[str, str]:
        zh, en = _range_told(self.least, self.most)
        return f"数字,至多 {self.places} 位小数{zh}", f"A number with at most {self.places} decimals{en}"

    @property
    def example(self) -> str:
        return format(Decimal(self.least or 100).quantize(Decimal(1).scaleb(-self.places)), "f")


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number within `least` and `most`; `units` may stand around it: 层, 个."""

    least: int | None = None
    most: int | None = None
    units: tuple[str, ...] = ()
    is_text = False

    def clean(self, value: Any) -> int:
        number = number_of(value, self.units)
        in_range(number, self.least, self.most, Decimal(LARGEST_WHOLE))
        if number != int(number):
            raise Unfit("not_whole", "须为整数。", "Has to be a whole number.")
        return int(number)

    def explain(self) -> tuple[str, str]:
        zh, en = _range_told(self.least, self.most)
        return f"整数{zh}", f"A whole number{en}"

    @property
    def example(self) -> str:
        return str(self.least if self.least is not None else 5)


def in_range(number: Decimal, least: Any, most: Any, largest: Decimal) -> None:
    """Raises Unfit for a number below `least`, above `most`, or larger than can be stored."""
    if least is not None and number < least:
        raise Unfit("too_small", f"不得小于 {least}。", f"Must not be less than {least}.")
    if most is not None and number > most:
        raise Unfit("too_great", f"不得大于 {most}。", f"Must not be more than {most}.")
    if abs(number) > largest:
        raise Unfit("too_great", "数字过大。", "The number is too large.")


def _range_told(least: Any, most: Any) -> tuple[str, str]:
    zh = [f"不小于 {least}"] * (least is not None) + [f"不大于 {most}"] * (most is not None)
    en = [f"at least {least}"] * (least is not None) + [f"at most {most}"] * (most is not None)
    return "".join(f",{part}" for part in zh), "".join(f", {part}" for part in en)


@dataclass(frozen=True)
class Phone(Kind):
    """A telephone number: a mobile as its 11 digits, a landline as 010-12345678, one from abroad as +85212345678."""

    def clean(self, value: Any) -> str:
        try:
            return phones.normal(text_of(value))
        except ValueError:
            raise Unfit("not_a_phone", "不是电话号码。", "Is not a telephone number.") from None

    def explain(self) -> tuple[str, str]:
        return "手机或座机号码(带区号)", "A mobile number, or a landline with its area code"

    @property
    def example(self) -> str:
        return "13800000000"


@dataclass(frozen=True)
class List(Kind):
    """Several values of one kind in a cell, as a tuple; any of `separators` stands between them, each counts once."""

    of: Kind = field(default_factory=Text)
    separators: str = ";；、,，|\n"
    most: int = 50

    def clean(self, value: Any) -> tuple[Any, ...]:
        separated = re.split(f"[{re.escape(self.separators)}]", value) if isinstance(value, str) else [value]
        values = tuple(
            dict.fromkeys(self.of.clean(part) for part in separated if not isinstance(part, str) or part.strip())
        )
        if len(values) > self.most:
            raise Unfit("too_many", f"至多 {self.most} 项。", f"At most {self.most} of them.")
        return values

    def show(self, value: Any, language: str = "zh") -> str:
        return (";" if language == "en" else "；").join(str(self.of.show(part, language)) for part in value)

    def explain(self) -> tuple[str, str]:
        zh, en = self.of.explain()
        return f"可填多项,以“；”或“、”隔开;每项:{zh}", f"Several, separated by “;”; each: {en}"

    @property
    def example(self) -> str:
        return self.of.example
