"""Keeping sales control's own copy of what the others have told."""

from gateway.events import PersonRecorded
from kit.inserts import insert_into
from kit.work import Work
from services.contracts.models import KnownConcession, KnownPerson, KnownVisitor
from services.leads.events import ConcessionInForce


def note_person(work: Work, recorded: PersonRecorded) -> None:
    """Remembers who works where; whoever leaves stays known, since their deals stay theirs."""
    names = ("name", "department", "rank", "active")
    told = {name: getattr(recorded, name) for name in names}
    work.session.merge(KnownPerson(id=recorded.person_id, estates=list(recorded.estates), **told))


def note_visitor(work: Work, customer_id: str, estate_id: str) -> None:
    """Remembers that leasing has registered the customer at the estate."""
    row = {"customer_id": customer_id, "estate_id": estate_id}
    work.session.execute(insert_into(work.session, KnownVisitor).values(**row).on_conflict_do_nothing())


def note_concession(work: Work, told: ConcessionInForce) -> None:
    """Remembers a discount; rent-free days and a fit-out change no price."""
    if told.kind != "discount" or told.amount is None:
        return
    names = ("number", "customer_id", "unit_id", "dealing", "granted_by", "reason", "valid_until")
    known = {name: getattr(told, name) for name in names}
    work.session.merge(KnownConcession(id=told.concession_id, percent=told.amount, **known))
