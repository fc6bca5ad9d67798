"""A service at work: opens units of work on its database, answers calls at its doors, hears events.

Both hosts, the embedded one and nameko's, put one of these behind every service they run.
"""

import random
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from marshmallow import Schema, ValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from kit import audit, idempotency, logs, metrics
from kit.caller import Caller, Cause
from kit.clock import Clock
from kit.crash import crash_here
from kit.database import Database, may_pass
from kit.doors import ANYONE_LOGGED_IN, EVERYBODY, Call, Door, Download, Reply
from kit.errors import Conflict, Forbidden, Invalid, NotFound, Problem, Refused, Unavailable
from kit.reasons import Reason
from kit.schemas import reasons_from
from kit.service import Service
from kit.shaping import dumper, instance_of
from kit.signal import CHANNEL, Signal, notify
from kit.work import Work

log = logs.get(__name__)
RETRIES_OF_A_LOST_RACE = 3
_SERIALIZATION_FAILURES = {"40001", "40P01"}


class Runtime:
    """One service, its database, clock and settings. `said` is raised after each commit that announced something.

    `is_relaying` is true while this process's relay is the active one: then nobody else needs to be told of what is
    said here. Should it lose its lock just then, the next relay finds it at its first look or its next sweep.
    """

    def __init__(self, service: type[Service], database: Database, clock: Clock, settings: Any = None) -> None:
        self.service = service()
        self.name = service.name
        self.database = database
        self.clock = clock
        self.settings = settings
        self.said = Signal()
        self.heard = Signal()
        self.is_relaying = False

    @contextmanager
    def work(
        self, caller: Caller | None = None, cause: Cause | None = None, expected_version: int | None = None
    ) -> Iterator[Work]:
        """A unit of work, committed when the block ends and rolled back when it raises."""
        with metrics.transactions.labels(self.name).time(), self.database.writing() as session:
            work = self._begin(session, caller, cause, expected_version)
            yield work
            session.flush()
            work.write_down()
            crash_here("work.before_commit")
            if work.said_something and not self.is_relaying:
                notify(session, CHANNEL)
            session.commit()
        crash_here("work.after_commit")
        if work.said_something:
            self.said.set()
            metrics.note_announced(self.name, work.said)
        for act in work.after_commit:
            _attempt(act)

    @contextmanager
    def look(self, caller: Caller | None = None, cause: Cause | None = None) -> Iterator[Work]:
        """A unit of work that only reads."""
        with self.database.reading() as session:
            yield self._begin(session, caller, cause, None)

    @contextmanager
    def glance(self) -> Iterator[Work]:
        """A unit of work that makes one query."""
        with self.database.glancing() as session:
            yield self._begin(session, None, None, None)

    def _begin(self, session: Session, caller: Caller | None, cause: Cause | None, expected: int | None) -> Work:
        return Work(
            session=session,
            service=self.name,
            caller=caller or Caller.service(self.name),
            cause=cause or Cause(),
            now=self.clock.now(),
            settings=self.settings,
            expected_version=expected,
            clock=self.clock,
        )

    def call(self, call: Call) -> Reply:
        """Answers one call; whatever goes wrong becomes a problem document in the caller's language."""
        door = self.service.doors.get(call.door)
        with logs.bound(
            service=self.name, door=call.door, correlation_id=call.cause.correlation_id, caller=call.caller.username
        ):
            if door is None:
                return self._refuse(call, NotFound())
            began = time.perf_counter()
            reply = self._answer_somehow(door, call)
            metrics.note_answer(self.name, call.door, reply.status, time.perf_counter() - began)
            log.info("a call was answered", status=reply.status)
            return reply

    def _answer_somehow(self, door: Door, call: Call) -> Reply:
        try:
            return self._answer(door, call)
        except Problem as problem:
            return self._refuse(call, problem)
        except Exception:
            log.exception("a call failed")
            return self._refuse(call, Problem())

    def _answer(self, door: Door, call: Call) -> Reply:
        if door.may not in (ANYONE_LOGGED_IN, EVERYBODY) and not call.caller.may(door.may):
            raise Forbidden()
        call = replace(call, params=with_identifiers(call.params))
        body = load(door.request, call.body)
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._command(door, call, body) if door.writes else self._query(door, call, body)
            except (StaleDataError, DBAPIError, TimeoutError) as error:
                if attempt == RETRIES_OF_A_LOST_RACE or not lost_a_race(error):
                    raise as_problem(error) from error

    def _query(self, door: Door, call: Call, body: Any) -> Reply:
        with self.look(call.caller, call.cause) as work:
            return shape(door, self._method(door)(work, **arguments(door, call, body)))

    def _command(self, door: Door, call: Call, body: Any) -> Reply:
        is_kept = idempotency.keeps(door, call)
        with self.work(call.caller, call.cause, call.expected_version) as work:
            if is_kept and (earlier := idempotency.claim(work, call)):
                return earlier
            trail = audit.follow(work.session)
            result = self._method(door)(work, **arguments(door, call, body))
            work.session.flush()  # Only then does a changed row have its new version.
            reply = shape(door, result)
            audit.write(work, call, reply.status, trail)
            if is_kept:
                idempotency.keep(work, call, reply)
            return reply

    def _method(self, door: Door) -> Callable[..., Any]:
        method: Callable[..., Any] = getattr(self.service, door.name)
        return method

    def _refuse(self, call: Call, problem: Problem) -> Reply:
        """The answer to a call that is not done; a refused command leaves its line in the audit trail all the same."""
        door = self.service.doors.get(call.door)
        if door is not None and door.writes:
            self._record_refusal(call, problem)
        return Reply(problem.status, problem.as_json(call.caller.language))

    def _record_refusal(self, call: Call, problem: Problem) -> None:
        try:
            with self.work(call.caller, call.cause) as work:
                audit.write(work, call, problem.status, audit.Trail(), problem)
        except (DBAPIError, TimeoutError):
            log.exception("a refusal could not be written to the audit trail")


def _attempt(act: Callable[[], None]) -> None:
    """What follows a commit cannot undo it: where it fails, the work is done all the same."""
    try:
        act()
    except Exception:
        log.exception("what should follow a commit failed")


def load(schema: type[Schema] | None, told: dict[str, Any]) -> Any:
    """What came in, validated. Raises Invalid with a reason per field; a door without a request takes nothing."""
    try:
        if schema is None:
            if told:
                raise ValidationError({name: ["Unknown field."] for name in told})
            return {}
        return instance_of(schema).load(told)
    except ValidationError as error:
        raise Invalid(*reasons_from(error)) from error


def with_identifiers(params: dict[str, str]) -> dict[str, str]:
    """The parameters with every id in its one spelling; one called id or …_id that is no UUID belongs to nothing."""
    try:
        return {
            name: str(uuid.UUID(value)) if name == "id" or name.endswith("_id") else value
            for name, value in params.items()
        }
    except ValueError:
        raise NotFound() from None


def arguments(door: Door, call: Call, body: Any) -> dict[str, Any]:
    return {**call.params, **({"body": body} if door.request is not None else {})}


def shape(door: Door, result: Any) -> Reply:
    """The door's answer in its declared form; `version` is the result's own where it has one."""
    if isinstance(result, Download):
        return Reply(door.status, file=result)
    if door.answer is None:
        return Reply(204 if result is None else door.status, result)
    version = result.get("version") if isinstance(result, dict) else getattr(result, "version", None)
    return Reply(door.status, dumper(door.answer, door.many)(result), version)


def lost_a_race(error: Exception) -> bool:
    """Whether trying again can help: a deadlock or a serialization failure."""
    original = getattr(error, "orig", None)
    return getattr(original, "sqlstate", None) in _SERIALIZATION_FAILURES


def as_problem(error: Exception) -> Exception:
    """What a database error means to the caller."""
    if isinstance(error, StaleDataError):
        return Conflict()
    if isinstance(error, IntegrityError):
        return Refused(Reason("exists", "与已有记录重复或不符。", "It clashes with what is already recorded."))
    if may_pass(error):
        log.warning("the database is away", error=str(error).partition("\n")[0])
        return Unavailable()
    return error


def backoff(attempt: int, longest: timedelta = timedelta(minutes=5)) -> timedelta:
    """How long to wait before the next attempt: doubling from half a second, with jitter, up to `longest`."""
    seconds = min(0.5 * 2 ** (attempt - 1), longest.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.5, 1.0))
