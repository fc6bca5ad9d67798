"""Who is the same person, and who may be a relative: by name and phone, never by one of them alone (LEAD-2, LEAD-5)."""

import re
import unicodedata

_TITLES = ("先生", "女士", "小姐", "太太", "老师", "经理", "总监", "总", "工")
_COMPOUND = (
    *("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "南宫", "长孙"),
    *("端木", "百里", "呼延", "独孤", "宇文", "轩辕", "申屠", "钟离", "闻人", "澹台"),
)


def spelled(name: str) -> str:
    """A name for comparing: widths, blanks and letter cases alike."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()


def surname_only(name: str) -> str | None:
    """The surname where a name is no more than that (`王`, `王先生`, `欧阳女士`); None for a name in full."""
    told = spelled(name)
    for title in _TITLES:
        if told.endswith(title) and _is_surname(told.removesuffix(title)):
            return told.removesuffix(title)
    return told if _is_surname(told) else None


def _is_surname(told: str) -> bool:
    return told in _COMPOUND or (len(told) == 1 and told.isalpha())


def may_be_the_same(one: str, other: str) -> bool:
    """Whether two names may be one person's: the same in full, or a surname and a name that begins with it."""
    first, second = surname_only(one), surname_only(other)
    if first is None and second is None:
        return spelled(one) == spelled(other)
    if first is not None and second is not None:
        return first == second
    surname, name = (first, other) if first is not None else (second, one)
    return spelled(name).startswith(str(surname))
