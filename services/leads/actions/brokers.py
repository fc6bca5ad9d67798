"""Keeping the list of brokers with their classes, and telling the monitoring room (LEAD-15, LEAD-16)."""

from sqlalchemy import select

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.inserts import insert_into
from kit.work import Work
from services.leads import scope
from services.leads.errors import BrokerKnown
from services.leads.events import VisitReported
from services.leads.models import Broker, BrokerClassing, VisitReport
from services.leads.rules.disclosure import Audience, BrokerKind, broker_as, reasons_not_to_class, reasons_not_to_report

FIRST_VISIT = "首次登记。"


def register(work: Work, estate_id: str, name: str, company: str, phone: str) -> Broker:
    """Enters a broker, who is new until a supervisor says otherwise. Raises BrokerKnown for a phone that is there."""
    scope.estate(work, estate_id)
    broker_id = new_id()
    row: dict[str, object] = {"id": broker_id, "version": 1, "estate_id": estate_id, "name": name}
    row |= {"company": company, "phone": phone, "kind": BrokerKind.NEW}
    row |= {"registered_at": work.now, "registered_by": work.caller.name}
    adding = insert_into(work.session, Broker).values(**row).on_conflict_do_nothing().returning(Broker.id)
    if work.session.scalar(adding) is None:
        raise BrokerKnown()
    broker = scope.broker(work, broker_id)
    _note(work, broker, None, BrokerKind.NEW, FIRST_VISIT)
    return broker


def put_into_class(work: Work, broker_id: str, kind: BrokerKind, reason: str) -> Broker:
    """A supervisor puts the broker into a class; what it was before stays in the history."""
    scope.broker(work, broker_id)
    mine = select(Broker).where(Broker.id == broker_id).with_for_update()
    broker = work.session.scalars(mine.execution_options(populate_existing=True)).one()
    work.expect(broker.version)
    raise_if_any(reasons_not_to_class(broker.kind, kind))
    _note(work, broker, broker.kind, kind, reason)
    broker.kind = kind
    return broker


def _note(work: Work, broker: Broker, before: BrokerKind | None, after: BrokerKind, reason: str) -> None:
    row = BrokerClassing(id=new_id(), broker_id=broker.id, at=work.now, before=before, after=after, reason=reason)
    row.by_id, row.by_name = work.caller.id, work.caller.name
    work.session.add(row)


def report(
    work: Work, estate_id: str, looks: str, broker_id: str | None = None, quotation_id: str | None = None
) -> VisitReport:
    """Tells the monitoring room of a stranger, or of a broker who is new or a scout."""
    scope.estate(work, estate_id)
    broker = scope.broker(work, broker_id) if broker_id else None
    raise_if_any(reasons_not_to_report(broker.kind if broker else None))
    who = broker_as(broker.kind, "") if broker else Audience.STRANGER
    told = VisitReport(
        id=new_id(),
        estate_id=estate_id,
        at=work.now,
        broker_id=broker_id,
        quotation_id=quotation_id,
        looks=looks,
        by_id=work.caller.id,
        by_name=work.caller.name,
    )
    work.session.add(told)
    reported = VisitReported(
        report_id=told.id,
        estate_id=estate_id,
        kind=broker.kind.value if broker else "stranger",
        kind_zh=who.zh,
        kind_en=who.en,
        looks=looks or None,
        consultant=work.caller.name,
        reported_at=work.now,
    )
    work.announce(reported, estate=estate_id)
    return told
