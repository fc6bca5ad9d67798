"""What stands on the broker: an exchange and an inbox per service, and the bindings between them, from the registry.

It is declared at migration, before anyone speaks, so that a service that has never started yet misses nothing.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from amqp.exceptions import NotFound, PreconditionFailed

from kit import logs
from kit.bus.link import BROKEN, drop, open_link
from kit.events import ANY, Event, declared_events
from kit.service import Service

log = logs.get(__name__)
UNHEARD = "unheard"
KEPT_UNHEARD = 1000
Binding = tuple[str, str]


def exchange_of(service: str) -> str:
    """Where a service speaks: nameko's name for it, so that its event handlers can listen."""
    return f"{service}.events"


def inbox_of(service: str) -> str:
    """The queue that carries to a service what it listens to."""
    return f"{service}.inbox"


def speakers(services: Iterable[type[Service]]) -> list[str]:
    """Every service that may say something: those given and those an event is declared by."""
    named = {service.name for service in services} | {kind.service for kind in declared_events()}
    return sorted(named - {ANY})


def sources(kind: type[Event], speaking: Iterable[str]) -> Iterator[Binding]:
    """Where an event can come from: exchange and routing key."""
    for service in [kind.service] if kind.service != ANY else speaking:
        yield exchange_of(service), kind.routing_key


def bindings(service: type[Service], speaking: Iterable[str]) -> set[Binding]:
    """All that a service listens to."""
    return {binding for kind in service.listeners for binding in sources(kind, speaking)}


def declare(url: str, services: Sequence[type[Service]], patience: float = 60.0) -> None:
    """Declares everything for `services`, the whole registry, and undoes bindings of events they no longer listen to.

    May be done again at any time. A broker that does not answer is waited for until `patience` seconds have passed;
    then what went wrong is raised.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            _declare_once(url, services)
            return
        except BROKEN as error:
            if time.monotonic() > deadline:
                raise
            log.warning("the broker does not answer yet", error=str(error))
            time.sleep(0.5)


def _declare_once(url: str, services: Sequence[type[Service]]) -> None:
    link = open_link(url, "atrium migration")
    try:
        channel = link.channel()
        _declare_queue(link, UNHEARD, {"x-max-length": KEPT_UNHEARD, "x-overflow": "drop-head"})
        speaking = speakers(services)
        for service in services:
            declare_service(link, service, speaking)
            for exchange, routing_key in sorted(_stale(service, speaking)):
                channel.queue_unbind(inbox_of(service.name), exchange, routing_key)
    finally:
        drop(link)


def _stale(service: type[Service], speaking: Sequence[str]) -> set[Binding]:
    """Bindings that an earlier version may have left: the broker tells nobody which there are, so all it could be."""
    possible = {binding for kind in declared_events() for binding in sources(kind, speaking)}
    return possible - bindings(service, speaking)


def declare_service(link: Any, service: type[Service], speaking: Iterable[str] = ()) -> None:
    """Declares one service's exchange, inbox and bindings on an open connection, and the exchanges it listens to."""
    wanted = bindings(service, [service.name, *speaking])
    channel = link.channel()
    for exchange in {exchange_of(service.name), *(exchange_of(name) for name in speaking)} | {x for x, _ in wanted}:
        channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
    never_dropping = without_limit(str(link.server_properties["version"]))
    _declare_queue(link, inbox_of(service.name), {"x-single-active-consumer": True} | never_dropping)
    for exchange, routing_key in sorted(wanted):
        channel.queue_bind(inbox_of(service.name), exchange, routing_key)


def _declare_queue(link: Any, name: str, arguments: dict[str, Any]) -> None:
    """A quorum queue: in a cluster it is there for as long as most brokers are, whichever of them is away."""
    try:
        link.channel().queue_declare(
            name, durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"} | arguments
        )
    except PreconditionFailed as error:
        log.warning("the queue was declared otherwise before and stays so", queue=name, error=str(error))


def without_limit(version: str) -> dict[str, Any]:
    """The argument with which a quorum queue of this RabbitMQ gives a message out again however often it came back.

    RabbitMQ 4 drops at the 21st return unless the limit is -1. RabbitMQ 3 has no limit unless one is set, and takes -1
    for one that is exceeded at the first return.
    """
    return {"x-delivery-limit": -1} if int(version.partition(".")[0]) >= 4 else {}


def depths(url: str, services: Iterable[type[Service]]) -> dict[str, tuple[int, int] | None]:
    """For each inbox, and the queue of what nobody heard: messages and consumers; None where there is no such queue."""
    link = open_link(url, "atrium doctor")
    try:
        return {name: _depth(link, name) for name in [*(inbox_of(service.name) for service in services), UNHEARD]}
    finally:
        drop(link)


def _depth(link: Any, queue: str) -> tuple[int, int] | None:
    try:
        answer = link.channel().queue_declare(queue, passive=True)
    except NotFound:
        return None
    return int(answer.message_count), int(answer.consumer_count)
