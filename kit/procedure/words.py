"""Names that people read, in both languages, around the codes that programs use."""

from typing import Any, NamedTuple, Self


class Words(NamedTuple):
    """One text, side by side in Chinese and English."""

    zh: str
    en: str


class Name(str):
    """A code with its names: `Name("change_date", zh="换房日期", en="the change date")`.

    It is the code wherever a string is expected. A StrEnum whose members have `zh` and `en` serves as well.
    """

    zh: str
    en: str

    def __new__(cls, code: str, *, zh: str, en: str) -> Self:
        name = super().__new__(cls, code)
        name.zh, name.en = zh, en
        return name


def is_named(thing: Any) -> bool:
    """Whether `thing` can be shown to a reader of either language."""
    return all(
        isinstance(getattr(thing, language, None), str) and getattr(thing, language) for language in ("zh", "en")
    )


def words_of(named: Any) -> Words:
    """The names of a step, a signer, a department: of anything that has both."""
    return Words(named.zh, named.en)


def listed(names: list[Words]) -> Words:
    """Several names as one text."""
    return Words("、".join(name.zh for name in names), ", ".join(name.en for name in names))
