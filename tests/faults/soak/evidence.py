"""What the databases of the real house tell after a soak, for the one checker to judge."""

from base64 import b64decode
from collections.abc import Callable, Iterable, Sequence

import psycopg

from kit.bus.inbox import BASE64
from tests.faults.findings import judge
from tests.faults.soak.business import Business
from tests.faults.soak.outsider import POISON
from tests.journeys.spread import SERVICES

EVERYBODY = (*SERVICES, "gateway")
# A done row was last written by the transaction of its effect; PostgreSQL knows when that was committed.
_ORDER = """SELECT split_part(type, '.', 1) || ' ' || subject, (body::json->>'sequence')::int FROM inbox
    WHERE state = 'done' ORDER BY pg_xact_commit_timestamp(xmin), position"""
_LYING = """SELECT 'unsent ' || type FROM outbox WHERE sent_at IS NULL UNION ALL
    SELECT 'unheard ' || type || coalesce(': ' || left(error, 200), '') FROM inbox WHERE state = 'pending'"""
_PARKED = "SELECT body, coalesce(error, '') FROM inbox WHERE state = 'parked'"
_LEDGER = "SELECT entry_id::text, sum(amount)::text FROM postings GROUP BY entry_id HAVING sum(amount) <> 0"


class Evidence:
    """Reads the databases directly, past all proxies. `dsn_of` gives the address of a service's database."""

    def __init__(self, dsn_of: Callable[[str], str], business: Business) -> None:
        self.dsn_of, self.business = dsn_of, business

    def rows(self, service: str, query: str) -> list[tuple]:
        with psycopg.connect(self.dsn_of(service)) as connection:
            return connection.execute(query).fetchall()

    def lying(self) -> list[str]:
        """What was said and not sent, or came and was not handled."""
        return [f"{service}: {told}" for service in EVERYBODY for (told,) in self.rows(service, _LYING)]

    def parked(self) -> list[tuple[str, str, str]]:
        """Service, body and error of everything that is set aside."""
        return [(service, *row) for service in EVERYBODY for row in self.rows(service, _PARKED)]

    def under_way(self, poison: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """The poison that the broker has for certain and nobody has set aside yet."""
        marks = marks_in(self.parked())
        return [one for one in poison if one not in marks]

    def orders(self) -> list[list[tuple]]:
        """What each heard in the order of its effects, where PostgreSQL was told to remember the times of commits."""
        if self.rows("property", "SHOW track_commit_timestamp") != [("on",)]:
            return []
        return [[tuple(row) for row in self.rows(service, _ORDER)] for service in EVERYBODY]

    def findings(
        self, said: Sequence[tuple[str, str]], poison: Iterable[tuple[str, str]], perhaps: Iterable[tuple[str, str]]
    ) -> dict[str, list]:
        """Everything that is wrong; `poison` lies parked for certain, `perhaps` may have been lost with the broker."""
        effects = [tuple(row) for service, query in self.business.effects.items() for row in self.rows(service, query)]
        parked = self.parked()
        marks = marks_in(parked)
        sure = list(poison)
        held = judge([*sure, *(one for one in perhaps if one in marks)], marks)
        wrong = {what: self.rows(*asked) for what, asked in self.business.wrong.items()}
        return (
            judge(said, effects, orders=self.orders())
            | wrong
            | {
                "lying": self.lying(),
                "parked beside the poison": [row for row in parked if not mark_in(row[1])],
                "poison": [f"{what}: {one}" for what, ones in held.items() for one in ones],
                "unbalanced": self.rows("finance", _LEDGER),
            }
        )


def marks_in(parked: Iterable[tuple[str, str, str]]) -> list[tuple[str, str]]:
    return [(service, mark) for service, body, _ in parked if (mark := mark_in(body))]


def mark_in(body: str) -> str | None:
    """The mark of the poison that a parked message is."""
    text = b64decode(body.removeprefix(BASE64)).decode("latin-1") if body.startswith(BASE64) else body
    at = text.find(f"{POISON}-")
    return text[at : at + len(POISON) + 37] if at >= 0 else None
