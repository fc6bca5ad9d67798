"""Where a technician works: the areas of the client's list, read into estate, building and floors (ENG-1)."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kit.reasons import Reason

_SEPARATORS = re.compile(r"[;,、]+")
_FLOOR = "[-负]?(?:[0-9]+|[零〇一二两三四五六七八九十百]+)"
_FLOORS = re.compile(
    rf"^(?P<building>.*?)(?P<lowest>{_FLOOR})(?:(?:层|F)?[-~–—〜至到](?P<highest>{_FLOOR}))?(?:层|F)$", re.IGNORECASE
)
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", 1)} | {"零": 0, "〇": 0, "两": 2}


@dataclass(frozen=True)
class Place:
    """Where something is to be repaired; what is unknown or shared by the whole building or estate is None."""

    estate_id: str
    building: str | None = None
    floor: int | None = None


@dataclass(frozen=True)
class Area:
    """A part of an estate. `estate_id` is None as long as no estate of the name in `text` has been opened."""

    text: str
    estate_id: str | None = None
    building: str | None = None
    lowest: int | None = None
    highest: int | None = None

    def covers(self, place: Place) -> bool:
        """An area covers what lies within it; a whole building is not covered by some of its floors."""
        if self.estate_id is None or self.estate_id != place.estate_id:
            return False
        if self.building is not None and self.building != place.building:
            return False
        if self.lowest is None or self.highest is None:
            return True
        return place.floor is not None and self.lowest <= place.floor <= self.highest

    @property
    def closeness(self) -> int:
        """How narrow the area is: 2 for floors, 1 for a building, 0 for a whole estate."""
        return 2 if self.lowest is not None else 1 if self.building is not None else 0


def normalised(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones, without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def split_list(text: str) -> list[str]:
    """The entries of a cell that holds several, parted by semicolons or commas of any kind."""
    entries = (normalised(entry) for entry in _SEPARATORS.split(unicodedata.normalize("NFKC", text)))
    return [entry for entry in entries if entry]


def read_area(text: str, estates: Mapping[str, str]) -> Area:
    """`text` with the estate that its beginning names, the longest name first; `estates` holds ids by name."""
    text = normalised(text)
    for name in sorted(estates, key=len, reverse=True):
        if text.startswith(normalised(name)):
            return _within(text, estates[name], text.removeprefix(normalised(name)))
    return Area(text)


def _within(text: str, estate_id: str, rest: str) -> Area:
    floors = _FLOORS.match(rest)
    if floors is None:
        return Area(text, estate_id, rest or None)
    lowest = _floor(floors["lowest"])
    highest = _floor(floors["highest"] or floors["lowest"])
    return Area(text, estate_id, floors["building"] or None, min(lowest, highest), max(lowest, highest))


def _floor(text: str) -> int:
    """15, -1, 负1, 三, 二十八: the number of a floor, below the ground with a sign or 负."""
    figures = text.removeprefix("-").removeprefix("负")
    number = int(figures) if figures.isdecimal() else _chinese(figures)
    return number if figures == text else -number


def _chinese(figures: str) -> int:
    total, digit = 0, 0
    for figure in figures:
        if figure in _DIGITS:
            digit = _DIGITS[figure]
        else:
            total, digit = total + (digit or 1) * (100 if figure == "百" else 10), 0
    return total + digit


def reasons_to_doubt_area(area: Area, estates: Collection[str]) -> Iterator[Reason]:
    """An area of no open estate gets no work until one of that name is opened, which may be a slip of the pen."""
    if area.estate_id is None:
        known = "、".join(sorted(estates))
        zh = f"没有楼盘与服务区域“{area.text}”相符,开盘之前不会派单;现有楼盘:{known}。"
        en = f"No estate matches the area {area.text}; it gets no work until one is opened. There are: {known}."
        yield Reason("unknown_estate", zh, en, field="areas", rule="ENG-1")


def reasons_not_to_accept_area(area: Area, buildings: Mapping[str, Collection[str]]) -> Iterator[Reason]:
    """An area's building must be one of its estate, as far as the estate's buildings are known (by estate id)."""
    known = buildings.get(area.estate_id or "", ())
    if area.building is not None and known and area.building not in known:
        yield Reason(
            "unknown_building",
            f"服务区域“{area.text}”中的楼栋“{area.building}”不存在,该楼盘有:{'、'.join(sorted(known))}。",
            f"The area {area.text} names a building {area.building}; the estate has {', '.join(sorted(known))}.",
            field="areas",
            rule="ENG-1",
        )
