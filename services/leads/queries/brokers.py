"""What leasing shows of brokers and of what the monitoring room was told (LEAD-15, LEAD-16)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from kit.listing import Listing
from kit.phones import masked
from kit.work import Work
from services.leads import scope
from services.leads.models import Broker, BrokerClassing, VisitReport
from services.leads.rules.disclosure import Matter, broker_as, may_hear

BROKERS = Listing(
    columns={"name": Broker.name, "company": Broker.company, "registered_at": Broker.registered_at},
    key=Broker.id,
    default_sort="-registered_at",
    filters={"estate_id": Broker.estate_id, "kind": Broker.kind, "phone": Broker.phone},
    search=(Broker.name, Broker.company),
)
REPORTS = Listing(
    columns={"at": VisitReport.at},
    key=VisitReport.id,
    default_sort="-at",
    filters={"estate_id": VisitReport.estate_id, "broker_id": VisitReport.broker_id},
)


def brokers(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of the brokers of the caller's estates; phones are masked."""
    page = BROKERS.page(work, select(Broker).where(scope.within(work.caller, Broker.estate_id)), asked)
    return page | {"items": [_row(one) for one in page["items"]]}


def _row(one: Broker) -> dict[str, Any]:
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    may = {
        name: [matter for matter in Matter if may_hear(broker_as(one.kind, client), matter)]
        for name, client in (("may_say", ""), ("may_say_for_client", "a client"))
    }
    return told | may | {"phone": masked(one.phone)}


def broker(work: Work, broker_id: str) -> dict[str, Any]:
    """One broker with the history of their class; the phone in full for leasing's superiors."""
    work.session.flush()
    one = scope.broker(work, broker_id)
    history = select(BrokerClassing).where(BrokerClassing.broker_id == one.id)
    ordered = history.order_by(BrokerClassing.at, BrokerClassing.id)
    told = _row(one) | {"history": work.session.scalars(ordered).all()}
    return told | {"phone": one.phone} if scope.is_superior(work.caller) else told


def reports(work: Work, asked: Mapping[str, Any]) -> dict[str, Any]:
    """A page of what the monitoring room was told, the newest first."""
    page = REPORTS.page(work, select(VisitReport).where(scope.within(work.caller, VisitReport.estate_id)), asked)
    names = _names(work, [one.broker_id for one in page["items"] if one.broker_id])
    return page | {"items": [_report(one, names) for one in page["items"]]}


def _names(work: Work, ids: list[str]) -> dict[str, Broker]:
    return {one.id: one for one in work.session.scalars(select(Broker).where(Broker.id.in_(ids)))}


def _report(one: VisitReport, brokers: Mapping[str, Broker]) -> dict[str, Any]:
    told = {column.key: getattr(one, column.key) for column in one.__mapper__.column_attrs}
    broker = brokers.get(one.broker_id or "")
    return told | {"broker": f"{broker.company} {broker.name}".strip() if broker else None}
