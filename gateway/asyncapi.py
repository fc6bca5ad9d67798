"""The AsyncAPI document, made from the declared events and listeners: what is said on the bus, by whom (GATE-6)."""

from collections.abc import Iterator, Sequence
from typing import Any

from gateway.schemata import Schemata
from kit.events import ANY, CONTENT_TYPE, Event, declared_events
from kit.service import Service
from kit.wire import schema_of

TITLE = {"zh": "Atrium 事件", "en": "Atrium events"}
ABOUT = {
    "zh": "各部门在消息总线上发布的事件，采用 CloudEvents 1.0 JSON 格式。",
    "en": "What the departments tell each other on the bus, as CloudEvents 1.0 JSON.",
}


def asyncapi(services: Sequence[type[Service]], language: str) -> dict[str, Any]:
    """The document: a channel per event, an operation for who says it and for each service that hears it."""
    schemata = Schemata(TITLE[language], "1")
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    messages: dict[str, Any] = {}
    for kind in declared_events():
        key = key_of(kind)
        messages[key] = _message(schemata, kind)
        channels[key] = _channel(kind, key)
        operations |= dict(_operations(kind, key, services))
    schemas = schemata.spec.to_dict().get("components", {}).get("schemas", {})
    return {
        "asyncapi": "3.0.0",
        "info": {"title": TITLE[language], "version": "1", "description": ABOUT[language]},
        "defaultContentType": CONTENT_TYPE,
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas},
    }


def key_of(kind: type[Event]) -> str:
    """The name of an event's channel: the service that says it and the event's own."""
    return f"{'any' if kind.service == ANY else kind.service}.{kind.routing_key}"


def _channel(kind: type[Event], key: str) -> dict[str, Any]:
    exchange = "{service}.events" if kind.service == ANY else f"{kind.service}.events"
    channel: dict[str, Any] = {
        "address": kind.routing_key,
        "description": kind.__doc__,
        "messages": {kind.__name__: {"$ref": f"#/components/messages/{key}"}},
        "bindings": {
            "amqp": {"is": "routingKey", "exchange": {"name": exchange, "type": "topic", "durable": True}},
        },
    }
    if kind.service == ANY:
        channel["x-exchange"] = "One exchange per service; `{service}` is the name of the service that says it."
    return channel


def _message(schemata: Schemata, kind: type[Event]) -> dict[str, Any]:
    said_by = "{service}" if kind.service == ANY else kind.service
    schemata.speaking_of("any" if kind.service == ANY else kind.service)
    return {
        "name": kind.__name__,
        "summary": kind.__doc__,
        "contentType": CONTENT_TYPE,
        "payload": envelope(kind.type_from(said_by), schemata.reference(schema_of(kind))),
    }


def envelope(wire_type: str, data: dict[str, Any]) -> dict[str, Any]:
    """The CloudEvents document around an event's own data."""
    text = {"type": "string"}
    return {
        "type": "object",
        "required": [
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "sequence",
            "correlationid",
            "actor",
            "data",
        ],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "format": "uuid"},
            "source": text,
            "type": text if "{" in wire_type else {"const": wire_type},
            "subject": text,
            "time": {"type": "string", "format": "date-time"},
            "datacontenttype": {"const": "application/json"},
            "sequence": {"type": "string", "pattern": "^[0-9]{20}$"},
            "correlationid": text,
            "causationid": text,
            "actor": text,
            "estate": text,
            "data": data,
        },
    }


def _operations(kind: type[Event], key: str, services: Sequence[type[Service]]) -> Iterator[tuple[str, dict[str, Any]]]:
    channel = {"$ref": f"#/channels/{key}"}
    if kind.service != ANY:
        yield f"{kind.service}.says.{kind.routing_key}", {"action": "send", "channel": channel}
    for service in services:
        if kind in service.listeners:
            name = f"{service.name}.hears.{key}"
            yield name, {"action": "receive", "channel": channel, "summary": service.listeners[kind].replace("_", " ")}
