"""Doors: what a service lets others ask of it, each declared once.

    @command("POST", "/unit-changes", may="unit_change.request", request=..., answer=..., zh="提出换房", en="Request …")
    def request_unit_change(self, work, body): ...

From the declaration come the RPC entrypoint, the gateway's route, validation, the permission check, the audit line and
the OpenAPI entry. A command runs in a write transaction, a query in a read-only one. Path parameters (`<id>`) are given
by name. `request` describes the JSON body of a command or the query string of a query; it is given loaded as `body`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from marshmallow import Schema

from kit.caller import Caller, Cause

ANYONE_LOGGED_IN = "*"
EVERYBODY = "public"
Method = TypeVar("Method", bound=Callable[..., Any])


@dataclass(frozen=True)
class Door:
    """One declared command or query of one service.

    `may` is the permission asked for (or ANYONE_LOGGED_IN, or EVERYBODY). `files` names the file parts of a multipart
    request; each arrives in `body` as an `Upload`. `download` is the content type of a door that answers with a file. A
    door whose answer has a `version` answers with an ETag, and its commands take `If-Match`.
    """

    name: str
    kind: str
    http_method: str
    path: str
    may: str
    zh: str
    en: str
    request: type[Schema] | None = None
    answer: type[Schema] | None = None
    many: bool = False
    status: int = 200
    files: tuple[str, ...] = ()
    download: str | None = None
    tags: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    deadline: float = 5.0

    @property
    def writes(self) -> bool:
        return self.kind == "command"

    @property
    def path_parameters(self) -> tuple[str, ...]:
        return tuple(re.findall(r"<(?:\w+:)?(\w+)>", self.path))


@dataclass(frozen=True)
class Upload:
    """A file as it came in."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Download:
    """A file that a door answers with."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True)
class Call:
    """One request to one door, as the gateway hands it to the service."""

    door: str
    caller: Caller
    cause: Cause = field(default_factory=Cause)
    params: dict[str, str] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    idempotency_key: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True)
class Reply:
    """What came of a call: `body` is JSON-ready (a problem document where `status` is 400 or more), or a file."""

    status: int
    body: Any = None
    version: int | None = None
    file: Download | None = None


def _declare(kind: str, http_method: str, path: str, **options: Any) -> Callable[[Method], Method]:
    def mark(method: Method) -> Method:
        method.door = Door(name=method.__name__, kind=kind, http_method=http_method, path=path, **options)  # type: ignore[attr-defined]
        return method

    return mark


def command(http_method: str, path: str, **options: Any) -> Callable[[Method], Method]:
    """Declares the decorated method as a door that changes something. Options: see `Door`."""
    return _declare("command", http_method, path, **options)


def query(path: str, **options: Any) -> Callable[[Method], Method]:
    """Declares the decorated method as a door that only shows something (HTTP GET). Options: see `Door`."""
    return _declare("query", "GET", path, **options)
