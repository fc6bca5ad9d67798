"""Where a technician works: the areas of the client's list, read into estate, building and floors (ENG-1)."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from kit.reasons import Reason

_SEPARATORS = re.compile(r"[;、]+")
_FLOORS = re.compile(r"^(?P<building>.*?)(?P<lowest>-?\d+)(?:[-~–—至到](?P<highest>-?\d+))?层$")


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
    """The entries of a cell that holds several, parted by semicolons or enumeration commas."""
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
    lowest = int(floors["lowest"])
    highest = int(floors["highest"] or lowest)
    return Area(text, estate_id, floors["building"] or None, min(lowest, highest), max(lowest, highest))


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
