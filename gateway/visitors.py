"""Who stands at the door: finds out from a request's cookie or token which person asks, or that it is nobody known."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from functools import partial

from werkzeug.wrappers import Request

from gateway import queries
from gateway.actions.sessions import NOTED_EVERY, life_of, note_token_use, note_use
from gateway.models import Person
from gateway.passwords import TOKEN_PREFIX, csrf_of, fingerprint
from gateway.rules import Numbers
from kit.caller import Caller
from kit.runtime import Runtime
from kit.work import Work

NOBODY = "nobody"
TOKEN_NOTED_EVERY = timedelta(hours=1)


class Proof(StrEnum):
    """By what somebody is known."""

    NONE = "none"
    COOKIE = "cookie"
    BEARER = "bearer"
    TOKEN = "token"  # noqa: S105 - a kind of proof, not a secret


@dataclass(frozen=True)
class Visitor:
    """Who asks, and how far they can be trusted with it."""

    caller: Caller
    proof: Proof = Proof.NONE
    session_id: str | None = None
    token_id: str | None = None
    person_version: int | None = None
    csrf: str | None = None
    confirmed: bool = False
    must_change_password: bool = False

    @property
    def is_known(self) -> bool:
        return self.proof is not Proof.NONE

    def as_person(self, person: Person) -> "Visitor":
        """The same visitor, who has just proved by password to be this person."""
        return replace(self, caller=caller_for(person, self.caller.language, self.caller.address))


def nobody(language: str, address: str | None) -> Visitor:
    return Visitor(Caller(id=NOBODY, username=NOBODY, name=NOBODY, language=language, address=address))


def caller_for(person: Person, language: str, address: str | None) -> Caller:
    """The identity that travels with this person's requests to the services."""
    return Caller(
        id=person.id,
        username=person.username,
        name=person.name,
        department=person.department,
        rank=person.rank,
        roles=person.role_names,
        permissions=person.permissions,
        estates=frozenset(person.estates),
        language=language,
        address=address,
    )


@dataclass(frozen=True)
class _Seen:
    """Somebody recognised; `note` is what has to be written down of it."""

    visitor: Visitor
    note: Callable[[Work], None] | None = None


def identify(runtime: Runtime, request: Request, cookie: str) -> Visitor:
    """The visitor behind a request. A secret that opens nothing (any more) makes nobody of them."""
    wanted = request.accept_languages.best_match(["zh", "en"])
    secret, proof = _secret_of(request, cookie)
    unknown = nobody(wanted or "zh", request.remote_addr)
    if secret is None:
        return unknown
    with runtime.glance() as work:
        if proof is Proof.TOKEN:
            seen = _by_token(work, secret, wanted, request.remote_addr)
        else:
            seen = _by_session(work, secret, proof, wanted, request.remote_addr)
    if seen is None:
        return unknown
    if seen.note:
        with runtime.work() as work:
            seen.note(work)
    return seen.visitor


def _secret_of(request: Request, cookie: str) -> tuple[str | None, Proof]:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and secret:
        return secret, Proof.TOKEN if secret.startswith(TOKEN_PREFIX) else Proof.BEARER
    return request.cookies.get(cookie), Proof.COOKIE


def _by_session(work: Work, secret: str, proof: Proof, language: str | None, address: str | None) -> _Seen | None:
    found = queries.session_behind(work, fingerprint(secret))
    if found is None:
        return None
    session, person = found
    life = life_of(session, Numbers.from_settings(work.settings))
    if not life.is_alive(work.now) or not person.active:
        return None
    visitor = Visitor(
        caller_for(person, language or person.language or "zh", address),
        proof,
        session_id=session.id,
        person_version=person.version,
        csrf=csrf_of(session.fingerprint),
        confirmed=life.is_confirmed(work.now),
        must_change_password=person.password_is_one_time,
    )
    note = partial(note_use, session_id=session.id) if work.now - session.seen_at >= NOTED_EVERY else None
    return _Seen(visitor, note)


def _by_token(work: Work, secret: str, language: str | None, address: str | None) -> _Seen | None:
    found = queries.token_behind(work, fingerprint(secret))
    if found is None:
        return None
    token, person = found
    if not token.is_alive(work.now) or not person.active:
        return None
    caller = caller_for(person, language or person.language or "zh", address)
    caller = replace(caller, permissions=person.permissions & frozenset(token.scopes))
    due = token.used_at is None or work.now - token.used_at >= TOKEN_NOTED_EVERY
    note = partial(note_token_use, token_id=token.id) if due else None
    return _Seen(Visitor(caller, Proof.TOKEN, token_id=token.id, person_version=person.version), note)
