"""The gateway's addresses, made from the doors that the services declare: nobody writes a route twice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from werkzeug.routing import Map, Rule

from kit.doors import Door
from kit.service import Service

API = "/api/v1"


@dataclass(frozen=True)
class Route:
    """One door of one service."""

    service: str
    door: Door

    @property
    def name(self) -> str:
        return f"{self.service}.{self.door.name}"


def routes_of(services: Iterable[type[Service]]) -> Iterator[Route]:
    """A route for every door of every service."""
    for service in services:
        for door in service.doors.values():
            yield Route(service.name, door)


def address_map(routes: Iterable[Route]) -> Map:
    """Finds the route for a method and path. Raises ValueError when two doors have the same address."""
    taken: dict[tuple[str, str], Route] = {}
    for route in routes:
        address = (route.door.http_method, route.door.path)
        if address in taken:
            raise ValueError(f"{route.name} and {taken[address].name} are both at {' '.join(address)}")
        taken[address] = route
    rules = [Rule(API + path, methods=[method], endpoint=route) for (method, path), route in taken.items()]
    for rule in rules:
        if rule.endpoint.door.download == "text/event-stream" and rule.methods:
            rule.methods.discard("HEAD")  # A stream without its body would never be closed.
    return Map(rules, strict_slashes=False, merge_slashes=False)
