"""The one typed place that reads the environment; what is unknown or wrong is refused by name at the start.

Numbers of the rules (PROC-9) are not here: each service names its own with their defaults, and a TOML file given as
`ATRIUM_RULES` may set others: a table per service, `[property]` with `missing_card_price = 80`.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from kit.calendar import Calendar, load
from kit.clock import parse_moment

PREFIX = "ATRIUM_"
SHORTEST_SECRET = 32
# Read elsewhere: by the tests' servers, and by kit.crash before anything else runs.
_OTHERS = ("ATRIUM_TEST_", "ATRIUM_CRASH")


class WrongSettings(Exception):
    """The environment cannot be used; the message names each variable and what is wrong with it."""


@dataclass(frozen=True)
class Settings:
    """How this process runs. Each field is read from the variable `ATRIUM_<FIELD>`.

    `amqp_url` chooses the host: none is the embedded one. `database_url` is a template with `{service}` in it (or gets
    the service's name appended); none is one SQLite file per service under `var`. `now` starts the clock at that moment
    and `demo_password` gives all demo users one password; neither is allowed when `production` is set. `direct` tells
    where each service's processes are asked past the bus, and `direct_secret` signs what is asked there.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    var: Path = Path("var")
    amqp_url: str | None = None
    database_url: str | None = None
    now: datetime | None = None
    demo_password: str | None = None
    production: bool = False
    calendar: Calendar | None = None
    rules: Path | None = None
    workers: int = 4
    log_level: str = "INFO"
    log_format: str = "json"
    public_url: str | None = None
    direct: tuple[tuple[str, str], ...] = ()
    direct_secret: str | None = None

    @property
    def embedded(self) -> bool:
        return self.amqp_url is None

    def database_of(self, service: str) -> str:
        """The database URL of one service."""
        if self.database_url is None:
            return f"sqlite:///{self.var.resolve() / service}.db"
        if "{service}" in self.database_url:
            return self.database_url.replace("{service}", service)
        url = make_url(self.database_url)
        return url.set(database=f"{url.database}_{service}").render_as_string(hide_password=False)

    def direct_to(self, service: str) -> list[str]:
        """Where the processes of a service may be asked past the bus."""
        return [address.replace("{service}", service) for name, address in self.direct if name in ("", service)]

    def rule_numbers(self) -> Mapping[str, Any]:
        """What the rules file sets, by `service.name`. Raises WrongSettings when it cannot be read."""
        if self.rules is None:
            return {}
        try:
            tables = tomllib.loads(self.rules.read_text("utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise WrongSettings(f"ATRIUM_RULES: {self.rules} cannot be read: {error}") from error
        return {f"{service}.{name}": value for service, table in tables.items() for name, value in table.items()}


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises WrongSettings, naming every variable at fault."""
    told = dict(os.environ if environment is None else environment)
    faults = list(_unknown(told))
    values: dict[str, Any] = {}
    for name, read in _READERS.items():
        text = told.get(PREFIX + name.upper(), "")
        if text:
            try:
                values[name] = read(text)
            except (ValueError, ArgumentError) as error:
                shown = "" if name in _SECRET else f"={text!r}"
                faults.append(f"{PREFIX}{name.upper()}{shown} is wrong: {_told(error)}")
    settings = Settings(**values)
    faults += _contradictions(settings)
    if faults:
        raise WrongSettings("\n".join(faults))
    return settings


def _unknown(told: Mapping[str, str]) -> list[str]:
    known = {PREFIX + field.name.upper() for field in fields(Settings)}
    ours = sorted(name for name in told if name.startswith(PREFIX) and not name.startswith(_OTHERS))
    return [f"{name} is not a setting; there are {', '.join(sorted(known))}" for name in ours if name not in known]


def _contradictions(settings: Settings) -> list[str]:
    faults = []
    if settings.production and settings.now:
        faults.append("ATRIUM_NOW moves the clock and is refused with ATRIUM_PRODUCTION")
    if settings.demo_password and (settings.production or not settings.embedded):
        faults.append("ATRIUM_DEMO_PASSWORD is for the embedded demo and is refused in the full system")
    if settings.direct and not settings.direct_secret:
        faults.append("ATRIUM_DIRECT needs ATRIUM_DIRECT_SECRET, which the services' processes know too")
    if settings.amqp_url and (settings.database_url is None or settings.database_url.startswith("sqlite")):
        faults.append("ATRIUM_AMQP_URL needs ATRIUM_DATABASE_URL of a PostgreSQL server")
    return faults


def _told(error: Exception) -> str:
    """What is wrong, without what was given: SQLAlchemy repeats an address with its password."""
    return "it must be an address of a database" if isinstance(error, ArgumentError) else str(error)


def _whole(low: int, high: int) -> Any:
    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise ValueError("it must be a whole number") from None
        if not low <= number <= high:
            raise ValueError(f"it must be between {low} and {high}")
        return number

    return read


def _one_of(*choices: str) -> Any:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"it must be one of {', '.join(choices)}")
        return text

    return read


def _amqp(text: str) -> str:
    if not text.startswith(("amqp://", "amqps://")):
        raise ValueError("it must begin with amqp:// or amqps://")
    return text


def _database(text: str) -> str:
    text = text.replace("postgres://", "postgresql://", 1) if text.startswith("postgres://") else text
    backend = make_url(text.replace("{service}", "service")).get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise ValueError("it must be of SQLite or PostgreSQL")
    return text.replace("postgresql://", "postgresql+psycopg://", 1)


def _moment(text: str) -> datetime:
    moment = parse_moment(text)
    if not 1970 <= moment.year <= 2200:
        raise ValueError("it must be in the years 1970 to 2200")
    return moment


def _folder(text: str) -> Path:
    path = Path(text)
    if path.exists() and not path.is_dir():
        raise ValueError("it must be a folder")
    return path


def _page(text: str) -> str:
    address = urlsplit(text)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ValueError("it must be an address such as https://atrium.example")
    return text


def _direct(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a service's name, empty for all of them, and an address, which may have {service} in it."""
    entries = [entry.strip().rpartition("=") for entry in text.split(",")]
    return tuple((name, _page(address)) for name, _, address in entries)


def _secret(text: str) -> str:
    if len(text) < SHORTEST_SECRET:
        raise ValueError(f"it must have at least {SHORTEST_SECRET} characters")
    return text


def _truth(text: str) -> bool:
    return str(_one_of("true", "false")(text)) == "true"


_READERS: dict[str, Any] = {
    "host": str,
    "port": _whole(1, 65535),
    "var": _folder,
    "amqp_url": _amqp,
    "database_url": _database,
    "now": _moment,
    "demo_password": str,
    "production": _truth,
    "calendar": lambda text: load(Path(text)),
    "rules": Path,
    "workers": _whole(1, 64),
    "log_level": _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    "log_format": _one_of("json", "text"),
    "public_url": _page,
    "direct": _direct,
    "direct_secret": _secret,
}
# What is never repeated in a complaint.
_SECRET = frozenset({"amqp_url", "database_url", "demo_password", "direct_secret"})
