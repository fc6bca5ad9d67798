"""How a service declares what it tells the others, and the form in which it travels.

An event is a fact in the past tense, declared once by the service that says it:

    class UnitChanged(Event, service="property", about="unit_change", key="unit_change_id"):
        \"\"\"A customer has moved from one unit to another.\"\"\"
        unit_change_id: str
        ...

It becomes a frozen dataclass. Its wire type is `property.unit_changed.v1`, its routing key `unit_changed`, its subject
`unit_change/<unit_change_id>`. A class named `UnitChangedV2` is version 2 of the same fact, with its own routing key.
An event declared without a service (`service=ANY`) may be said by every service, each under its own name.
"""

import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Self, dataclass_transform

from marshmallow import ValidationError

from kit.wire import from_wire, to_wire

ANY = "*"
CONTENT_TYPE = "application/cloudevents+json"

_declared: dict[tuple[str, str], type["Event"]] = {}


@dataclass_transform(frozen_default=True)
class Event:
    """The base of every event."""

    service: ClassVar[str]
    routing_key: ClassVar[str]
    version: ClassVar[int]
    about: ClassVar[str]
    key: ClassVar[str]

    def __init_subclass__(cls, *, service: str, about: str, key: str) -> None:
        cls.service, cls.about, cls.key = service, about, key
        base, _, version = re.fullmatch(r"(.*?)(V(\d+))?", cls.__name__).groups()  # type: ignore[union-attr]
        cls.version = int(version or 1)
        name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", base).lower()
        cls.routing_key = name if cls.version == 1 else f"{name}_v{cls.version}"
        dataclass(frozen=True)(cls)
        _declared[(service, cls.routing_key)] = cls

    @property
    def subject(self) -> str:
        return f"{self.about}/{getattr(self, self.key)}"

    @classmethod
    def type_from(cls, service: str) -> str:
        base = cls.routing_key.removesuffix(f"_v{cls.version}")
        return f"{service}.{base}.v{cls.version}"


def declared_events() -> list[type[Event]]:
    """Every event class that has been imported, by service and name."""
    return [_declared[key] for key in sorted(_declared)]


def event_class(wire_type: str) -> type[Event] | None:
    """The class of a wire type such as `property.unit_changed.v1`, or None where nobody here knows it."""
    service, _, rest = wire_type.partition(".")
    base, _, version = rest.rpartition(".v")
    name = base if version == "1" else f"{base}_v{version}"
    return _declared.get((service, name)) or _declared.get((ANY, name))


class Malformed(ValueError):
    """A message that is not one of our events; it can never be handled."""


@dataclass(frozen=True)
class Envelope:
    """An event on its way: CloudEvents 1.0 attributes and our extensions around the event's own data."""

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    sequence: int
    correlation_id: str
    causation_id: str | None
    actor: str
    estate: str | None
    data: dict[str, Any]

    def event(self) -> Event:
        """The event inside. Raises Malformed when its class is unknown or its data does not fit it."""
        kind = event_class(self.type)
        if kind is None:
            raise Malformed(f"unknown event type {self.type}")
        try:
            told: Event = from_wire(kind, self.data)
        except ValidationError as error:
            raise Malformed(f"{self.type}: {error.messages}") from error
        return told

    def to_json(self) -> str:
        told = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.isoformat().replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "sequence": f"{self.sequence:020d}",
            "correlationid": self.correlation_id,
            "actor": self.actor,
            "data": self.data,
        }
        if self.causation_id:
            told["causationid"] = self.causation_id
        if self.estate:
            told["estate"] = self.estate
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, body: str | bytes) -> Self:
        """Reads a CloudEvents JSON document. Raises Malformed."""
        try:
            told = json.loads(body)
            return cls(
                id=told["id"],
                source=told["source"],
                type=told["type"],
                subject=told["subject"],
                time=datetime.fromisoformat(told["time"]),
                sequence=int(told["sequence"]),
                correlation_id=told["correlationid"],
                causation_id=told.get("causationid"),
                actor=told["actor"],
                estate=told.get("estate"),
                data=told["data"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise Malformed(f"not a CloudEvents document of ours: {error!r}") from error

    @classmethod
    def around(cls, event: Event, service: str, **attributes: Any) -> Self:
        """The envelope of `event` said by `service`; its sequence is given when it is written down."""
        return cls(
            source=f"/atrium/{service}",
            type=event.type_from(service),
            subject=event.subject,
            data=to_wire(event),
            **{"sequence": 0} | attributes,
        )

    def numbered(self, sequence: int) -> Self:
        return replace(self, sequence=sequence)
