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

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from kit import readers
from kit.calendar import Calendar, load
from kit.secrets import SERVICE, SUFFIX, UnusableSecret, given, read

PREFIX = "ATRIUM_"
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

    A secret may lie in a file instead, named by `ATRIUM_<FIELD>_FILE`. `{service}` in the name of the file with the
    `database_url` means a file for each service, with its own role and password. `admin_database_url` is for
    `atrium migrate` alone: with it, it makes those roles and their databases.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    var: Path = Path("var")
    amqp_url: str | None = None
    database_url: str | None = None
    database_url_file: str | None = None
    admin_database_url: str | None = None
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
        """The database URL of one service. Raises WrongSettings where it lies in a file of its own that is no good."""
        if self.database_url_file is not None:
            return _of_file(self.database_url_file.replace(SERVICE, service))
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
    for name, reader in _READERS.items():
        try:
            if text := _given(told, name):
                values[name] = reader(text)
        except UnusableSecret as fault:
            faults.append(str(fault))
        except (ValueError, ArgumentError) as error:
            shown = "" if name in _SECRET else f"={told[PREFIX + name.upper()]!r}"
            faults.append(f"{PREFIX}{name.upper()}{shown} is wrong: {_told(error)}")
    settings = Settings(**values)
    faults += _contradictions(settings)
    if faults:
        raise WrongSettings("\n".join(faults))
    return settings


def _given(told: Mapping[str, str], name: str) -> str:
    """The text of one setting; of a secret, also from a file. The files of single services are read when needed."""
    variable = PREFIX + name.upper()
    if name not in _SECRET or (name == "database_url" and SERVICE in told.get(variable + SUFFIX, "")):
        return told.get(variable, "")
    return given(told, variable)


def _unknown(told: Mapping[str, str]) -> list[str]:
    known = {PREFIX + field.name.upper() for field in fields(Settings)}
    known |= {PREFIX + name.upper() + SUFFIX for name in _SECRET}
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
    if settings.database_url and settings.database_url_file:
        faults.append("ATRIUM_DATABASE_URL and ATRIUM_DATABASE_URL_FILE are both given: leave one of them out")
    url = settings.database_url or settings.database_url_file or "sqlite"
    if settings.amqp_url and url.startswith("sqlite"):
        faults.append("ATRIUM_AMQP_URL needs ATRIUM_DATABASE_URL of a PostgreSQL server")
    return faults


def _told(error: Exception) -> str:
    """What is wrong, without what was given: SQLAlchemy repeats an address with its password."""
    return "it must be an address of a database" if isinstance(error, ArgumentError) else str(error)


def _of_file(file: str) -> str:
    """The database URL in a service's own file."""
    try:
        return readers.database(read("ATRIUM_DATABASE_URL", file))
    except UnusableSecret as error:
        raise WrongSettings(str(error)) from error
    except (ValueError, ArgumentError) as error:
        raise WrongSettings(f"ATRIUM_DATABASE_URL_FILE: {file} is wrong: {_told(error)}") from error


_READERS: dict[str, Any] = {
    "host": str,
    "port": readers.whole(1, 65535),
    "var": readers.folder,
    "amqp_url": readers.amqp,
    "database_url": readers.database,
    "database_url_file": readers.file_for_each,
    "admin_database_url": readers.database,
    "now": readers.moment,
    "demo_password": str,
    "production": readers.truth,
    "calendar": lambda text: load(Path(text)),
    "rules": Path,
    "workers": readers.whole(1, 64),
    "log_level": readers.one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    "log_format": readers.one_of("json", "text"),
    "public_url": readers.page,
    "direct": readers.direct,
    "direct_secret": readers.secret,
}
# What is never repeated in a complaint.
_SECRET = frozenset({"amqp_url", "database_url", "admin_database_url", "demo_password", "direct_secret"})
