"""Who is calling: the identity that travels with every request, and what caused a piece of work."""

from dataclasses import dataclass, field, fields
from typing import Any, Self

from kit.ids import new_id

EVERY_ESTATE = "*"


@dataclass(frozen=True)
class Caller:
    """A logged-in person, a program with a token, or a service acting by itself.

    `estates` holds estate ids, or `"*"` for all of them; `rank` is clerk, supervisor, manager or director
    for the six departments and empty otherwise; `roles` are the names the permission table knows.
    """

    id: str
    username: str
    name: str
    department: str | None = None
    rank: str | None = None
    roles: tuple[str, ...] = ()
    permissions: frozenset[str] = frozenset()
    estates: frozenset[str] = frozenset()
    language: str = "zh"
    address: str | None = None
    system: bool = False

    @classmethod
    def service(cls, name: str) -> Self:
        """The service itself, when it acts on an event or on the clock."""
        return cls(id=f"service:{name}", username=name, name=name, estates=frozenset({EVERY_ESTATE}), system=True)

    def may_see(self, estate: str | None) -> bool:
        return estate is None or EVERY_ESTATE in self.estates or estate in self.estates

    def may(self, permission: str) -> bool:
        return self.system or permission in self.permissions

    def as_json(self) -> dict[str, Any]:
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        for name in ("roles", "permissions", "estates"):
            told[name] = sorted(told[name])
        return told

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Self:
        return cls(
            **told
            | {
                "roles": tuple(told.get("roles", ())),
                "permissions": frozenset(told.get("permissions", ())),
                "estates": frozenset(told.get("estates", ())),
            }
        )


@dataclass(frozen=True)
class Cause:
    """What began a piece of work: the correlation id of the first request, and the event just heard."""

    correlation_id: str = field(default_factory=new_id)
    causation_id: str | None = None
