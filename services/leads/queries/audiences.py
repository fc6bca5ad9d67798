"""Who listens: what the register and the list of brokers know of whoever asks, and so what may be said to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kit.errors import Invalid, raise_if_any
from kit.work import Work
from services.leads import scope
from services.leads.models import Broker, Registered
from services.leads.queries import known
from services.leads.rules.disclosure import Audience, broker_as, reasons_against_asking, visitor_as
from services.leads.rules.offers import Wanted
from services.leads.rules.people import surname_only


@dataclass(frozen=True)
class Listener:
    """Whoever is told, and as whom; `called` is how a quotation addresses them."""

    audience: Audience
    customer_id: str | None = None
    broker_id: str | None = None
    called: str = ""
    registrations: tuple[Registered, ...] = ()


def listener(work: Work, asked: Mapping[str, Any]) -> Listener:
    """Whoever `asked` names. Raises NoSuchVisitor, NoSuchBroker, or Invalid where that does not go together."""
    kind, customer_id, broker_id = asked["audience"], asked.get("customer_id"), asked.get("broker_id")
    raise_if_any(reasons_against_asking(kind, bool(customer_id), bool(broker_id)), Invalid)
    registrations = tuple(scope.customer(work, customer_id)) if customer_id else ()
    if kind == "broker":
        return _broker(scope.broker(work, broker_id or ""), asked.get("client_name", ""), customer_id, registrations)
    if kind == "stranger":
        return Listener(Audience.STRANGER)
    has_phone = any(one.phones for one in registrations)
    has_card = any(one.name and one.company for one in registrations)
    return Listener(visitor_as(has_phone, has_card), customer_id, None, called(registrations), registrations)


def _broker(
    broker: Broker, client_name: str, customer_id: str | None, registrations: tuple[Registered, ...]
) -> Listener:
    client = client_name.strip() or called(registrations)
    audience = broker_as(broker.kind, client)
    if audience is not Audience.PARTNER_WITH_CLIENT:
        return Listener(audience, None, broker.id, f"{broker.company} {broker.name}".strip())
    return Listener(audience, customer_id, broker.id, f"{broker.company} {broker.name}({client})", registrations)


def called(registrations: tuple[Registered, ...]) -> str:
    """How the customer is called: the newest name in full, else a surname or company, else the number."""
    if not registrations:
        return ""
    names = [name for one in reversed(registrations) if (name := one.name or one.company)]
    in_full = [name for name in names if surname_only(name) is None]
    return next(iter(in_full or names), registrations[-1].number)


def wanted_by(work: Work, registrations: tuple[Registered, ...]) -> Wanted:
    """What the register says that the customer looks for: the newest registration that names an area."""
    for one in reversed(registrations):
        told = known.particulars(known.entries_of(work, [one.id])[one.id])
        if told.area_from is not None or told.area_to is not None:
            return Wanted(told.area_from, told.area_to, told.layout, told.budget)
    return Wanted()
