"""The one checker: what two databases of the little house tell of what happened, song by song."""

from collections import Counter, defaultdict

from sqlalchemy import select

from kit.database import Database
from tests.faults.house import Echo, Review, Song

NOTHING_WRONG = {"lost": [], "unexpected": [], "twice": [], "out of order": []}


class Findings:
    """All lists are empty when nothing is wrong."""

    def __init__(self, agency: str, critic: str) -> None:
        songs, reviews, echoes = _rows(agency, Song), _rows(critic, Review), _rows(agency, Echo)
        self.lost = [song for song in songs if song not in reviews or song not in echoes]
        self.unexpected = [song for song in {*reviews, *echoes} if song not in songs]
        self.twice = [song for heard in (reviews, echoes) for song, times in Counter(heard).items() if times > 1]
        self.out_of_order = [heard for heard in (reviews, echoes) if not _in_order(heard)]
        self.sung = len(songs)

    def told(self) -> dict[str, list]:
        return {
            "lost": self.lost,
            "unexpected": self.unexpected,
            "twice": self.twice,
            "out of order": self.out_of_order,
        }


def _rows(url, model) -> list[tuple[str, int]]:
    database = Database(url)
    column = getattr(model, "position", model.number)
    with database.reading() as session:
        found = [(row.singer, row.number) for row in session.scalars(select(model).order_by(column))]
    database.close()
    return found


def _in_order(heard) -> bool:
    numbers = defaultdict(list)
    for singer, number in heard:
        numbers[singer].append(number)
    return all(one == sorted(one) for one in numbers.values())
