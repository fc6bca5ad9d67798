"""Numbers that people read aloud: one series each, counted without a gap by a table of the service's own."""

from typing import Any

from kit.inserts import insert_into
from kit.work import Work


def next_number(work: Work, table: Any, series: str) -> str:
    """The next number of a series, `HF-2026-0001`; whoever asks at the same time waits for this work to end.

    `table` is a model with the columns `series`, its key, and `last`.
    """
    taking = insert_into(work.session, table).values(series=series, last=1)
    taking = taking.on_conflict_do_update(index_elements=["series"], set_={"last": table.last + 1})
    last = work.session.execute(taking.returning(table.last)).scalar_one()
    return f"{series}-{last:04d}"
