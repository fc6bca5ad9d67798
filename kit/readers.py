"""How the text of a setting becomes its value. Each raises ValueError with what the text must be, never the text."""

from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url

from kit.clock import RealClock, parse_moment
from kit.secrets import SERVICE

SHORTEST_SECRET = 32


def whole(low: int, high: int) -> Any:
    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise ValueError("it must be a whole number") from None
        if not low <= number <= high:
            raise ValueError(f"it must be between {low} and {high}")
        return number

    return read


def one_of(*choices: str) -> Any:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"it must be one of {', '.join(choices)}")
        return text

    return read


def amqp(text: str) -> str:
    if not text.startswith(("amqp://", "amqps://")):
        raise ValueError("it must begin with amqp:// or amqps://")
    return text


def database(text: str) -> str:
    text = text.replace("postgres://", "postgresql://", 1) if text.startswith("postgres://") else text
    backend = make_url(text.replace("{service}", "service")).get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise ValueError("it must be of SQLite or PostgreSQL")
    return text.replace("postgresql://", "postgresql+psycopg://", 1)


def moment(text: str) -> datetime:
    """A moment. `M since R` is what a clock shows by now that showed M at the real moment R, in whichever process."""
    shown, _, since = text.partition(" since ")
    moment = parse_moment(shown)
    if not 1970 <= moment.year <= 2200:
        raise ValueError("it must be in the years 1970 to 2200")
    return moment + (RealClock().now() - parse_moment(since)) if since else moment


def file_for_each(text: str) -> str | None:
    return text if SERVICE in text else None


def folder(text: str) -> Path:
    path = Path(text)
    if path.exists() and not path.is_dir():
        raise ValueError("it must be a folder")
    return path


def page(text: str) -> str:
    address = urlsplit(text)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError("it must be an address such as https://atrium.example")
    return text


def direct(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a service's name, empty for all of them, and an address, which may have {service} in it."""
    entries = [entry.strip().rpartition("=") for entry in text.split(",")]
    return tuple((name, page(address)) for name, _, address in entries)


def secret(text: str) -> str:
    if len(text) < SHORTEST_SECRET:
        raise ValueError(f"it must have at least {SHORTEST_SECRET} characters")
    return text


def truth(text: str) -> bool:
    return str(one_of("true", "false")(text)) == "true"
