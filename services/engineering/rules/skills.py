"""What a technician can do: trades with a level from 1 to 5, read from the client's list (ENG-1)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kit.reasons import Reason
from services.engineering.rules.areas import split_list
from services.words import Trade

LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5  # ENG-1
_SKILL = re.compile(r"^(?P<trade>\D+?)\(?(?P<level>\d+)级?\)?$")


@dataclass(frozen=True)
class Skills:
    """The skills that a cell names, and what is wrong with the rest of it."""

    levels: dict[Trade, int]
    reasons: tuple[Reason, ...]


def read_skills(text: str) -> Skills:
    """Reads entries such as `强电5` into levels by trade."""
    levels: dict[Trade, int] = {}
    reasons: list[Reason] = []
    for entry in split_list(text):
        read = _read(entry, levels)
        if isinstance(read, Reason):
            reasons.append(read)
        else:
            levels.update([read])
    return Skills(levels, tuple(reasons))


def _read(entry: str, levels: Mapping[Trade, int]) -> tuple[Trade, int] | Reason:
    """A known trade with a level from 1 to 5, or the reason why it is none; no trade is named with two levels."""
    found = _SKILL.match(entry)
    if found is None:
        return _reason("skill_form", f"技能“{entry}”应写成“强电5”。", f"The skill {entry} should look like 强电5.")
    trade, level = Trade.called(found["trade"]), int(found["level"])
    if trade is None or trade is Trade.OTHER:
        return _unknown(found["trade"])
    if not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
        zh = f"技能“{entry}”的等级须在 {LOWEST_LEVEL} 到 {HIGHEST_LEVEL} 之间。"
        en = f"The level of the skill {entry} must be between {LOWEST_LEVEL} and {HIGHEST_LEVEL}."
        return _reason("skill_level", zh, en)
    if levels.get(trade, level) != level:
        return _reason("skill_twice", f"“{trade.zh}”写了两个等级。", f"{trade.en} is given with two levels.")
    return trade, level


def _unknown(name: str) -> Reason:
    known = "、".join(trade.zh for trade in Trade if trade is not Trade.OTHER)
    zh, en = f"没有“{name}”这一工种,只有:{known}。", f"There is no trade {name}; there are {known}."
    return _reason("unknown_trade", zh, en)


def written(levels: Mapping[Trade, int]) -> str:
    """The skills as a list writes them, the highest level first: `强电5;弱电2`."""
    ordered = sorted(levels.items(), key=lambda skill: (-skill[1], skill[0]))
    return ";".join(f"{trade.zh}{level}" for trade, level in ordered)


def _reason(code: str, zh: str, en: str) -> Reason:
    return Reason(code, zh, en, field="skills", rule="ENG-1")
