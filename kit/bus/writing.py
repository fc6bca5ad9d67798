"""The outbox as a unit of work fills it: its events, numbered within their subjects, in its own transaction."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Text, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from kit.events import SEQUENCE_DIGITS, Envelope
from kit.tables import outbox, subjects

_GIVEN = ("event_id", "type", "routing_key", "subject", "correlation_id", "causation_id", "at")


def _counting(dialect: Any) -> Any:
    """Takes the next `by` numbers of the subject `of`; whoever comes second waits for the first one's commit."""
    taking = dialect.insert(subjects).values(subject=bindparam("of"), sequence=bindparam("by"))
    further = {"sequence": subjects.c.sequence + bindparam("by")}
    return taking.on_conflict_do_update(index_elements=["subject"], set_=further).returning(subjects.c.sequence)


def _counting_and_saying() -> Any:
    """Takes the next number and writes the one event of it: a trip to the server less in most transactions."""
    counted = _counting(postgresql).cte("counted")
    digits = func.lpad(counted.c.sequence.cast(Text), SEQUENCE_DIGITS, "0", type_=Text)
    body = bindparam("head", type_=Text) + digits + bindparam("tail", type_=Text)
    given = [bindparam(name, type_=outbox.c[name].type) for name in _GIVEN]
    return insert(outbox).from_select([*_GIVEN, "sequence", "body"], select(*given, counted.c.sequence, body))


# Put together once: that takes longer than the database does for the answer.
_COUNT = {"postgresql": _counting(postgresql), "sqlite": _counting(sqlite)}
_COUNT_AND_SAY = _counting_and_saying()
_SAY = insert(outbox)


def write_down(connection: Connection, events: Iterable[tuple[str, Envelope]]) -> None:
    """Writes events with their routing keys into the outbox, each with the next number of its subject.

    The counters of the subjects are taken in sorted order: two transactions about the same things never wait for each
    other in a circle.
    """
    by_subject: dict[str, list[tuple[str, Envelope]]] = defaultdict(list)
    for routing_key, envelope in events:
        by_subject[envelope.subject].append((routing_key, envelope))
    for subject in sorted(by_subject):
        said = by_subject[subject]
        if len(said) == 1 and connection.dialect.name == "postgresql":
            head, tail = said[0][1].around_sequence()
            given = {**_row(*said[0]), "head": head, "tail": tail}
            connection.execute(_COUNT_AND_SAY, {"of": subject, "by": 1, **given})
        else:
            counted = {"of": subject, "by": len(said)}
            last = int(connection.execute(_COUNT[connection.dialect.name], counted).scalar_one())
            numbered = enumerate(said, last - len(said) + 1)
            connection.execute(_SAY, [_whole_row(key, one.numbered(number)) for number, (key, one) in numbered])


def _row(routing_key: str, envelope: Envelope) -> dict[str, Any]:
    return {
        "event_id": envelope.id,
        "type": envelope.type,
        "routing_key": routing_key,
        "subject": envelope.subject,
        "correlation_id": envelope.correlation_id,
        "causation_id": envelope.causation_id,
        "at": envelope.time,
    }


def _whole_row(routing_key: str, envelope: Envelope) -> dict[str, Any]:
    return {**_row(routing_key, envelope), "sequence": envelope.sequence, "body": envelope.to_json()}
