"""Puts the house together: which services there are, their databases, and the host they run under."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import gateway.options  # noqa: F401 - declares the gateway's numbers.
from gateway.service import Gateway
from kit import migrate
from kit.bus.direct import DirectWay
from kit.clock import RealClock
from kit.database import Database
from kit.doors import Call, Reply
from kit.host.local import LocalHost
from kit.numbers import faults
from kit.runtime import Runtime
from kit.service import Service, find_services
from kit.settings import Settings, WrongSettings


class Host(Protocol):
    """What runs services and carries calls to them; both hosts are one."""

    runtimes: dict[str, Runtime]

    def start(self) -> None: ...

    def call(self, service: str, call: Call) -> Reply: ...

    def stop(self) -> None: ...

    def is_ready(self) -> bool: ...

    def broker_is_up(self) -> bool | None: ...


def all_services() -> list[type[Service]]:
    """Every service of the house, the gateway's own among them."""
    return [*find_services("services"), Gateway]


def chosen(names: Sequence[str] = ()) -> list[type[Service]]:
    """The services of these names, or all. Raises LookupError for a name that is nobody's."""
    known = {service.name: service for service in all_services()}
    for name in names:
        if name not in known:
            raise LookupError(f"There is no service {name!r}; there are {', '.join(sorted(known))}.")
    return [known[name] for name in names] if names else list(known.values())


@dataclass
class House:
    """The services that this process works with, put to work by `host` once it is started."""

    settings: Settings
    runtimes: dict[str, Runtime]
    host: Host

    def close(self) -> None:
        for runtime in self.runtimes.values():
            runtime.database.close()


def open_runtimes(settings: Settings, names: Sequence[str] = ()) -> dict[str, Runtime]:
    """The services' runtimes on their databases, all by one clock; nothing is started or migrated."""
    clock = RealClock(settings.now)
    services = chosen(names)
    numbers = settings.rule_numbers()
    if wrong := list(faults(numbers)):
        raise WrongSettings("\n".join(f"ATRIUM_RULES: {fault}" for fault in wrong))
    return {
        service.name: Runtime(service, Database(settings.database_of(service.name)), clock, numbers)
        for service in services
    }


def open_house(settings: Settings, names: Sequence[str] = ()) -> House:
    """The house under the host that the settings choose: embedded, or on RabbitMQ.

    Embedded it is whole: what is said to a service that is not in this process would be heard by nobody.
    """
    if settings.embedded and names:
        raise WrongSettings("Without ATRIUM_AMQP_URL all services run in one process: name none of them.")
    runtimes = open_runtimes(settings, names)
    return House(settings, runtimes, _host(settings, runtimes))


def _host(settings: Settings, runtimes: dict[str, Runtime]) -> Host:
    if settings.amqp_url is None:
        return LocalHost(runtimes.values())
    from kit.host.nameko import NamekoHost  # Only where it is needed: importing nameko makes the process green.

    return NamekoHost(
        runtimes.values(),
        settings.amqp_url,
        known=all_services(),
        workers=settings.workers,
        directly=("gateway",),
        direct=_direct_way(settings, runtimes),
    )


def _direct_way(settings: Settings, runtimes: dict[str, Runtime]) -> DirectWay | None:
    """The way past the bus, in a house whose processes share a secret for it."""
    if settings.direct_secret is None:
        return None
    names = [service.name for service in all_services() if service is not Gateway]
    addresses = {name: where for name in names if (where := settings.direct_to(name))}
    return DirectWay(runtimes, addresses, settings.direct_secret)


def prepare(settings: Settings, runtimes: dict[str, Runtime]) -> None:
    """Creates what is missing: databases, tables, and on RabbitMQ every service's exchange, queue and bindings."""
    for runtime in runtimes.values():
        migrate.create_database(runtime.database, settings.admin_database_url)
        migrate.upgrade(type(runtime.service), runtime.database)
    if settings.amqp_url is not None:
        from kit.bus.topology import declare

        declare(settings.amqp_url, all_services())
