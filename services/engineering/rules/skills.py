"""What a technician can do: trades with a level from 1 to 5, read from the client's list (ENG-1)."""

import re
from collections.abc import Iterator, Mapping
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
        against = tuple(reasons_not_to_accept_skill(entry, levels))
        reasons.extend(against)
        if not against:
            levels.update([_parse(entry)])
    return Skills(levels, tuple(reasons))


def reasons_not_to_accept_skill(entry: str, levels: dict[Trade, int]) -> Iterator[Reason]:
    """A skill is a known trade with a level from 1 to 5; the same trade is not named with two levels."""
    found = _SKILL.match(entry)
    trade = Trade.called(found["trade"]) if found else None
    if found is None:
        yield _reason("skill_form", f"技能“{entry}”应写成“强电5”。", f"The skill {entry} should look like 强电5.")
    elif trade is None or trade is Trade.OTHER:
        known = [trade for trade in Trade if trade is not Trade.OTHER]
        yield _reason(
            "unknown_trade",
            f"没有“{found['trade']}”这一工种,只有:{'、'.join(trade.zh for trade in known)}。",
            f"There is no trade {found['trade']}; there are {', '.join(trade.zh for trade in known)}.",
        )
    elif not LOWEST_LEVEL <= int(found["level"]) <= HIGHEST_LEVEL:
        yield _reason(
            "skill_level",
            f"技能“{entry}”的等级须在 {LOWEST_LEVEL} 到 {HIGHEST_LEVEL} 之间。",
            f"The level of the skill {entry} must be between {LOWEST_LEVEL} and {HIGHEST_LEVEL}.",
        )
    elif levels.get(trade, int(found["level"])) != int(found["level"]):
        yield _reason("skill_twice", f"“{trade.zh}”写了两个等级。", f"{trade.en} is given with two levels.")


def written(levels: Mapping[Trade, int]) -> str:
    """The skills as a list writes them, the highest level first: `强电5;弱电2`."""
    ordered = sorted(levels.items(), key=lambda skill: (-skill[1], skill[0]))
    return ";".join(f"{trade.zh}{level}" for trade, level in ordered)


def _parse(entry: str) -> tuple[Trade, int]:
    """The trade and level of an entry that was accepted."""
    found = _SKILL.match(entry)
    trade = Trade.called(found["trade"]) if found else None
    if found is None or trade is None:
        raise ValueError(f"{entry!r} is no skill")
    return trade, int(found["level"])


def _reason(code: str, zh: str, en: str) -> Reason:
    return Reason(code, zh, en, field="skills", rule="ENG-1")
