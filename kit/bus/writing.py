"""The outbox as a unit of work fills it: its events, numbered within their subjects, in its own transaction."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Text, bindparam, func, insert, select
from sqlalchemy.dialects import postgresql

from kit.events import SEQUENCE_DIGITS, Envelope
from kit.inserts import on_each_engine, up_to
from kit.tables import outbox, subjects

_GIVEN = ("event_id", "type", "routing_key", "subject", "correlation_id", "causation_id", "at")


def _counting(dialect: Any) -> Any:
    """Takes the next numbers of subjects, as many of each as the row says; who comes second waits for a commit."""
    taking = dialect.insert(subjects)
    further = {"sequence": subjects.c.sequence + taking.excluded.sequence}
    return taking.on_conflict_do_update(index_elements=["subject"], set_=further).returning(*subjects.c)


def _counting_and_saying() -> Any:
    """Takes the next number and writes the one event of it: a trip to the server less in most transactions."""
    counted = _counting(postgresql).values(subject=bindparam("of"), sequence=1).cte("counted")
    digits = func.lpad(counted.c.sequence.cast(Text), SEQUENCE_DIGITS, "0", type_=Text)
    body = bindparam("head", type_=Text) + digits + bindparam("tail", type_=Text)
    given = [bindparam(name, type_=outbox.c[name].type) for name in _GIVEN]
    return insert(outbox).from_select([*_GIVEN, "sequence", "body"], select(*given, counted.c.sequence, body))


_COUNT = on_each_engine(_counting)
_COUNT_AND_SAY = _counting_and_saying()
_SAY = insert(outbox)


def write_down(connection: Connection, events: Sequence[tuple[str, Envelope]]) -> None:
    """Writes events with their routing keys into the outbox, each with the next number of its subject.

    The counters of the subjects are taken in sorted order: two transactions about the same things never wait for each
    other in a circle.
    """
    if len(events) == 1 and connection.dialect.name == "postgresql":
        ((key, envelope),) = events
        head, tail = envelope.around_sequence()
        connection.execute(_COUNT_AND_SAY, {"of": envelope.subject, **_row(key, envelope), "head": head, "tail": tail})
    elif events:
        next_numbers = _take_numbers(connection, Counter(envelope.subject for _, envelope in events))
        rows = [_whole_row(key, one.numbered(next(next_numbers[one.subject]))) for key, one in events]
        connection.execute(_SAY, rows)


def _take_numbers(connection: Connection, wanted: Counter[str]) -> dict[str, Iterator[int]]:
    """As many next numbers of each subject as are wanted."""
    given = [{"subject": subject, "sequence": wanted[subject]} for subject in sorted(wanted)]
    return up_to(connection.execute(_COUNT[connection.dialect.name], given), wanted)


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
