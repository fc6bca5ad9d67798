"""How a subscription of the house is written down: the event, who gets it, and what it says."""

from kit.events import Event
from services.notify.rules.subscriptions import Subscription
from services.notify.rules.templates import Template, fields_of
from services.words import Department


def type_of(kind: type[Event]) -> str:
    """The wire type of an event of a service of its own."""
    return kind.type_from(kind.service)


def to(
    kind: type[Event],
    *departments: Department,
    asks: bool = False,
    person: str | None = None,
    waited_for: bool = False,
    desk: str | None = None,
    **texts: str,
) -> Subscription:
    """What is told of an event: to these departments, and to the person whose id is in its field `person`.

    Of the departments only `desk` is told, where one is named: see `Subscription`.
    """
    codes = tuple(department.value for department in departments)
    return Subscription(type_of(kind), codes, asks, person, Template(**texts), fields_of(kind), waited_for, desk)
