"""The reception rota: whose turn it is, and who receives without one (LEAD-11)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kit.reasons import Reason


@dataclass(frozen=True)
class Place:
    """A consultant's place in an estate's rota; `last_turn` counts the estate's turns, 0 where there was none yet."""

    consultant_id: str
    name: str
    place: int
    last_turn: int
    on_duty: bool


def in_order(places: Iterable[Place]) -> list[Place]:
    """Those on duty, the next first: whose turn is longest ago, and at the beginning the order of their places."""
    return sorted((one for one in places if one.on_duty), key=lambda one: (one.last_turn, one.place))


def next_on_duty(places: Iterable[Place]) -> Place | None:
    """Who receives the next unannounced visitor; nobody where nobody is on duty."""
    return next(iter(in_order(places)), None)


def reasons_not_to_take_turns(places: Iterable[Place]) -> Iterator[Reason]:
    """An unannounced visitor can be given to nobody where nobody is on duty."""
    if next_on_duty(places) is None:
        yield Reason(
            "nobody_on_duty",
            "没有在岗的顾问,请先登记在岗,或指定接待人。",
            "Nobody is on duty: put a consultant on duty, or name who receives.",
            rule="LEAD-11",
        )


def reasons_not_to_change_duty(is_own: bool, is_superior: bool) -> Iterator[Reason]:
    """Everybody says of themselves whether they are on duty; a superior of anybody."""
    if not (is_own or is_superior):
        yield Reason(
            "not_yours",
            "只能登记本人的在岗状态,他人的由主管登记。",
            "You say of yourself whether you are on duty; a superior says it of others.",
            rule="LEAD-11",
        )
