"""The one checker: what was said against what databases tell of its effects, in the little house and the real one."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from kit.database import Database
from tests.faults.house import Echo, Review, Song

NOTHING_WRONG: dict[str, list] = {"lost": [], "unexpected": [], "twice": [], "out of order": []}


def judge(
    said: Sequence[Hashable], *effects: Sequence[Hashable], orders: Iterable[Sequence[tuple]] = ()
) -> dict[str, list]:
    """What is wrong; all lists are empty when nothing is.

    Each of `effects` should tell of everything that was said, once. Each of `orders` tells (thing, number) in the order
    of the effects, in which the numbers of each thing should grow.
    """
    known, seen = set(said), [Counter(effect) for effect in effects]
    return {
        "lost": [one for one in said if any(one not in counted for counted in seen)],
        "unexpected": [one for one in {one for counted in seen for one in counted} if one not in known],
        "twice": [one for counted in seen for one, times in counted.items() if times > 1],
        "out of order": [heard for heard in orders if not _in_order(heard)],
    }


class Findings:
    """The little house, song by song."""

    def __init__(self, agency: str, critic: str) -> None:
        songs, reviews, echoes = _rows(agency, Song), _rows(critic, Review), _rows(agency, Echo)
        self.sung = len(songs)
        self._wrong = judge(songs, reviews, echoes, orders=(reviews, echoes))

    def told(self) -> dict[str, list]:
        return self._wrong


def _rows(url, model) -> list[tuple[str, int]]:
    database = Database(url)
    column = getattr(model, "position", model.number)
    with database.reading() as session:
        found = [(row.singer, row.number) for row in session.scalars(select(model).order_by(column))]
    database.close()
    return found


def _in_order(heard: Sequence[tuple[Any, int]]) -> bool:
    numbers = defaultdict(list)
    for thing, number in heard:
        numbers[thing].append(number)
    return all(one == sorted(one) for one in numbers.values())
