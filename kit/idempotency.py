"""A repeated Idempotency-Key gets the first answer again, and nothing is done twice (GATE-4).

The key is taken in the transaction of the act itself: a second request with the same key waits until the first is over,
and a refused one leaves its key free.
"""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, select, tuple_, update
from sqlalchemy.orm import Session

from kit.doors import Call, Door, Reply
from kit.errors import Invalid
from kit.inserts import on_each_engine
from kit.reasons import Reason
from kit.tables import answers
from kit.work import Work

REUSED = Reason(
    "idempotency_key",
    "此 Idempotency-Key 已用于另一请求。",
    "This Idempotency-Key was used for another request.",
    field="Idempotency-Key",
    rule="GATE-4",
)


def _taking(dialect: Any) -> Any:
    return dialect.insert(answers).on_conflict_do_nothing().returning(answers.c.key)


_TAKE = on_each_engine(_taking)
_WHOSE = (answers.c.caller_id == bindparam("whose")) & (answers.c.key == bindparam("which"))
_FIND = select(answers).where(_WHOSE)
_KEEP = update(answers).where(_WHOSE).values(reply=bindparam("first"))


def keeps(door: Door, call: Call) -> bool:
    """Whether the answer to this call is kept under its key; files are not kept to be given again."""
    return call.idempotency_key is not None and door.download is None


def claim(work: Work, call: Call) -> Reply | None:
    """Takes the call's key, or gives the answer that the key got before. Raises Invalid for another request's key."""
    asked = hash_of(call)
    connection = work.session.connection()
    row = {"caller_id": call.caller.id, "key": call.idempotency_key, "door": call.door}
    if connection.execute(_TAKE[connection.dialect.name], {**row, "request_hash": asked, "at": work.now}).first():
        return None
    earlier = connection.execute(_FIND, _of(call)).one()
    if earlier.request_hash != asked:
        raise Invalid(REUSED)
    return Reply(**earlier.reply)


def keep(work: Work, call: Call, reply: Reply) -> None:
    """Keeps the first answer for whoever brings the key again."""
    kept = {"status": reply.status, "body": reply.body, "version": reply.version}
    work.session.connection().execute(_KEEP, {**_of(call), "first": kept})


def forget(session: Session, before: datetime, limit: int = 1000) -> int:
    """Deletes a batch of answers that were given before `before`; says how many."""
    old = select(answers.c.caller_id, answers.c.key).where(answers.c.at < before).limit(limit)
    gone = delete(answers).where(tuple_(answers.c.caller_id, answers.c.key).in_(old)).returning(answers.c.key)
    return len(session.execute(gone).all())


def _of(call: Call) -> dict[str, str | None]:
    return {"whose": call.caller.id, "which": call.idempotency_key}


def hash_of(call: Call) -> str:
    """What was asked, as a hash, so that a repeated key can be told from a reused one."""
    asked = json.dumps([call.door, call.params, call.body], sort_keys=True, default=_in_short)
    return hashlib.sha256(asked.encode()).hexdigest()


def _in_short(value: Any) -> Any:
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else asdict(value)
