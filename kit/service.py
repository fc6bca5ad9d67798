"""The base of every service, and the register of what a service declares: doors, listeners, regular work.

class Property(Service):
    name = "property"

    @on(WorkOrderFinished)
    def note_the_repair(self, work, event): ...

    @every(minutes=1)
    def mark_what_is_overdue(self, work): ...
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar, TypeVar

from sqlalchemy import MetaData

from kit.doors import Door
from kit.events import ANY, Event
from kit.operations import upkeep
from kit.operations.doors import OperatorDoors
from kit.work import Work

Method = TypeVar("Method", bound=Callable[..., Any])


@dataclass(frozen=True)
class Regular:
    """Work that a service does by the clock, once per interval however many copies run."""

    name: str
    interval: timedelta


def on(*kinds: type[Event]) -> Callable[[Method], Method]:
    """The decorated method hears these events: `method(self, work, event)`; one transaction each, never twice."""

    def mark(method: Method) -> Method:
        method.hears = kinds  # type: ignore[attr-defined]
        return method

    return mark


def every(**interval: float) -> Callable[[Method], Method]:
    """The decorated method runs by the clock: `method(self, work)`; takes what `timedelta` takes."""

    def mark(method: Method) -> Method:
        method.regular = Regular(method.__name__, timedelta(**interval))  # type: ignore[attr-defined]
        return method

    return mark


class Service(OperatorDoors):
    """One department's service. Subclasses name themselves and declare doors, listeners and regular work.

    Each has the operators' doors beside its own, and forgets by the clock what its bus has long done with.
    """

    name: ClassVar[str]
    zh: ClassVar[str]
    metadata: ClassVar[MetaData | None] = None
    migrations: ClassVar[str | None] = None
    doors: ClassVar[dict[str, Door]] = {}
    listeners: ClassVar[dict[type[Event], str]] = {}
    regulars: ClassVar[dict[str, Regular]] = {}

    def __init_subclass__(cls) -> None:
        cls.doors, cls.listeners, cls.regulars = {}, {}, {}
        for name, method in inspect.getmembers(cls, inspect.isfunction):
            if hasattr(method, "door"):
                door: Door = method.door
                cls.doors[name] = replace(door, path=door.path.replace("{service}", getattr(cls, "name", "")))
            if hasattr(method, "regular"):
                cls.regulars[name] = method.regular
            for kind in getattr(method, "hears", ()):
                if kind in cls.listeners:
                    raise TypeError(f"{cls.__name__} hears {kind.__name__} twice: in {cls.listeners[kind]} and {name}")
                cls.listeners[kind] = name
        for kind, name in cls.listeners.items():
            if kind.succeeds is not None and kind.succeeds not in cls.listeners:
                raise TypeError(f"{cls.__name__} hears {kind.__name__} in {name}, and not what it succeeds")

    @every(minutes=10)
    def forget_old_messages(self, work: Work) -> None:
        upkeep.forget(work)

    @classmethod
    def hears(cls, wire_type: str) -> bool:
        """Whether this service listens to events of that wire type."""
        service = wire_type.partition(".")[0]
        return any(kind.service in (service, ANY) and kind.type_from(service) == wire_type for kind in cls.listeners)


def find_services(package: str = "services", names: list[str] | None = None) -> list[type[Service]]:
    """The services found under `package` (each `<package>/<name>/service.py`), in the order of their names."""
    found = []
    root = importlib.import_module(package)
    for module in pkgutil.iter_modules(root.__path__):
        if module.ispkg and (names is None or module.name in names):
            found.append(_service_in(importlib.import_module(f"{package}.{module.name}.service")))
    return found


def _service_in(module: Any) -> type[Service]:
    for member in vars(module).values():
        if inspect.isclass(member) and issubclass(member, Service) and member.__module__ == module.__name__:
            return member
    raise LookupError(f"{module.__name__} declares no Service")
