"""The shapes in which the gateway shows sessions, people and roles."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from gateway import queries
from gateway.actions.sessions import Opened, life_of
from gateway.models import Person, Session
from gateway.passwords import csrf_of
from gateway.roles import ROWS
from gateway.rules import Numbers
from gateway.schemas import PersonView
from kit.work import Work


def me(work: Work, person: Person) -> dict[str, Any]:
    """Who is logged in, with everything the page needs to know what to show."""
    told = ("id", "username", "name", "department", "rank", "language")
    return {name: getattr(person, name) for name in told} | {
        "roles": list(person.role_names),
        "permissions": sorted(person.permissions),
        "estates": queries.estates_of(work, person),
        "every_estate": person.sees_every_estate,
    }


def session(work: Work, person: Person, shown: Session) -> dict[str, Any]:
    numbers = Numbers.from_settings(work.settings)
    return {
        "now": work.now,
        "session_id": shown.id,
        "csrf": csrf_of(shown.fingerprint),
        "expires_at": shown.opened_at + timedelta(hours=numbers.session_hours),
        "confirmed_until": shown.confirmed_at + timedelta(minutes=numbers.confirmed_minutes),
        "must_change_password": person.password_is_one_time,
        "person": me(work, person),
    }


def opened(work: Work, person: Person, just_opened: Opened) -> dict[str, Any]:
    return session(work, person, just_opened.session) | {"token": just_opened.secret}


def sessions(work: Work, shown: Iterable[Session], current: str | None = None) -> list[dict[str, Any]]:
    """Those still alive; the one that asks is marked."""
    numbers = Numbers.from_settings(work.settings)
    told = ("id", "opened_at", "seen_at", "address", "program")
    return [
        {name: getattr(one, name) for name in told} | {"current": one.id == current}
        for one in shown
        if life_of(one, numbers).is_alive(work.now)
    ]


def entered(person: Person, password: str) -> dict[str, Any]:
    shown: dict[str, Any] = PersonView().dump(person)
    return shown | {"one_time_password": password}


def roles() -> list[dict[str, Any]]:
    """The table of permissions, row by row."""
    return [
        {"permission": permission, "columns": {str(column): _told(cell) for column, cell in row.items()}}
        for permission, row in ROWS.items()
    ]


def _told(cell: Any) -> str | None:
    if cell is True:
        return "yes"
    return str(cell) if cell else None
