"""How a service declares what it tells the others, and the form in which it travels.

An event is a fact in the past tense, declared once by the service that says it:

    class UnitChanged(Event, service="property", about="unit_change", key="unit_change_id"):
        \"\"\"A customer has moved from one unit to another.\"\"\"
        unit_change_id: str
        ...

It becomes a frozen dataclass. Its wire type is `property.unit_changed.v1`, its routing key `unit_changed`, its subject
`unit_change/<unit_change_id>`. A class named `UnitChangedV2` is version 2 of the same fact, with its own routing key.
An event declared without a service (`service=ANY`) may be said by every service, each under its own name.

    class UnitChangedV2(Event, service="property", about="unit_change", key="unit_change_id", succeeds=UnitChanged):
        def earlier(self) -> UnitChanged: ...

While both versions are alive, the later one names what it `succeeds` and says itself in that form too. It is one
message then, under the earlier type, with the later form beside it: who knows only the earlier one reads on as before,
and who listens to both is given the later.
"""

import json
import re
from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Self, dataclass_transform

from marshmallow import ValidationError

from kit.wire import from_wire, to_wire

ANY = "*"
CONTENT_TYPE = "application/cloudevents+json"
SEQUENCE_DIGITS = 20

_declared: dict[tuple[str, str], type["Event"]] = {}


@dataclass_transform(frozen_default=True)
class Event:
    """The base of every event."""

    service: ClassVar[str]
    routing_key: ClassVar[str]
    version: ClassVar[int]
    about: ClassVar[str]
    key: ClassVar[str]
    succeeds: ClassVar[type["Event"] | None]

    def __init_subclass__(cls, *, service: str, about: str, key: str, succeeds: type["Event"] | None = None) -> None:
        cls.service, cls.about, cls.key, cls.succeeds = service, about, key, succeeds
        if succeeds is not None and succeeds.succeeds is not None:
            raise TypeError(f"{cls.__name__} would be a third version: retire {succeeds.succeeds.__name__} first")
        base, _, version = re.fullmatch(r"(.*?)(V(\d+))?", cls.__name__).groups()  # type: ignore[union-attr]
        cls.version = int(version or 1)
        name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", base).lower()
        cls.routing_key = name if cls.version == 1 else f"{name}_v{cls.version}"
        dataclass(frozen=True)(cls)
        _declared[(service, cls.routing_key)] = cls

    @property
    def subject(self) -> str:
        return f"{self.about}/{getattr(self, self.key)}"

    def earlier(self) -> "Event":
        """This fact as those are told who know only the version that it succeeds."""
        raise NotImplementedError(f"{type(self).__name__} does not say how it was told before")

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


Kind = type[Event]


def _read(kind: Kind, data: dict[str, Any]) -> Event:
    try:
        told: Event = from_wire(kind, data)
    except ValidationError as error:
        raise Malformed(f"{kind.__name__}: {error.messages}") from error
    return told


@dataclass(frozen=True)
class Envelope:
    """An event on its way: CloudEvents 1.0 attributes and our extensions around the event's own data.

    `later_type` and `later_data` are the same fact in a later version, where there is one.
    """

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
    later_type: str | None = None
    later_data: dict[str, Any] | None = None

    def event(self, known: Container[Kind] = ()) -> Event:
        """The event inside, in its later form where that is among `known`.

        Raises Malformed when its class is unknown or its data does not fit it.
        """
        later = event_class(self.later_type) if self.later_type else None
        if later is not None and later in known:
            return _read(later, self.later_data or {})
        kind = event_class(self.type)
        if kind is None:
            raise Malformed(f"unknown event type {self.type}")
        return _read(kind, self.data)

    def to_json(self) -> str:
        told = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.isoformat().replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "sequence": f"{self.sequence:0{SEQUENCE_DIGITS}d}",
            "correlationid": self.correlation_id,
            "actor": self.actor,
            "data": self.data,
        }
        if self.causation_id:
            told["causationid"] = self.causation_id
        if self.estate:
            told["estate"] = self.estate
        if self.later_type:
            # An extension's value is no object in CloudEvents, so the later form is JSON in a text.
            told |= {"latertype": self.later_type, "laterdata": json.dumps(self.later_data, ensure_ascii=False)}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    def around_sequence(self) -> tuple[str, str]:
        """The document up to the digits of its sequence, and from behind them on, for a database to put them between.

        What looks like them inside of a text has its quotes escaped.
        """
        mark = f'"sequence":"{0:0{SEQUENCE_DIGITS}d}'
        head, _, tail = self.numbered(0).to_json().partition(mark)
        return head + mark[:-SEQUENCE_DIGITS], tail

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
                later_type=told.get("latertype"),
                later_data=json.loads(told["laterdata"]) if "latertype" in told else None,
            )
        except (ValueError, KeyError, TypeError) as error:
            raise Malformed(f"not a CloudEvents document of ours: {error!r}") from error

    @classmethod
    def around(cls, event: Event, service: str, **attributes: Any) -> Self:
        """The envelope of `event` said by `service`; its sequence is given when it is written down."""
        first = event.earlier() if event.succeeds else event
        if event.succeeds and (type(first) is not event.succeeds or first.subject != event.subject):
            raise ValueError(f"{type(event).__name__} is told as {first}, which is not what it succeeds")
        later = {"later_type": event.type_from(service), "later_data": to_wire(event)} if event.succeeds else {}
        return cls(
            source=f"/atrium/{service}",
            type=first.type_from(service),
            subject=event.subject,
            data=to_wire(first),
            **{"sequence": 0} | later | attributes,
        )

    def numbered(self, sequence: int) -> Self:
        return replace(self, sequence=sequence)
