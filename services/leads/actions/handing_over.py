"""A consultant's open leads are handed over to a colleague, who works on them from then on (LEAD-7)."""

from sqlalchemy import delete, insert, update

from kit.errors import raise_if_any
from kit.ids import new_id
from kit.work import Work
from services.leads import scope
from services.leads.actions import taking_over
from services.leads.actions.registering import ALONE
from services.leads.actions.taking_over import TakenOver
from services.leads.errors import NoSuchConsultant
from services.leads.events import LeadsHandedOver
from services.leads.models import Caretaker, HandOver, KnownPerson, Lead, Waiting
from services.leads.queries import caretaking
from services.leads.rules.handing_over import reasons_not_to_hand_over
from services.leads.rules.leads import LeadState


def hand_over(work: Work, estate_id: str, from_id: str, to_id: str, reason: str) -> tuple[HandOver, TakenOver]:
    """All at once, mostly because somebody leaves, with what is under way; registrations, claims and shares stay.

    Gives what was handed over, and how much went with it.
    """
    estate = scope.estate(work, estate_id)
    giver = work.session.get(KnownPerson, from_id)
    if giver is None:
        raise NoSuchConsultant("from_id")  # Whoever works elsewhere now may still have leads to hand over.
    taker = scope.consultant(work, to_id, "to_id", at=estate_id)
    work.alone(ALONE)  # Nobody registers meanwhile, and nobody hands over the same.
    leads = caretaking.open_leads(work, from_id, estate_id)
    raise_if_any(reasons_not_to_hand_over(from_id, to_id, len(leads)))
    customers = tuple(dict.fromkeys(one.customer_id for one in leads))
    viewings = taking_over.viewings_of(work, from_id, estate_id, set(customers))
    done = HandOver(
        id=new_id(),
        estate_id=estate_id,
        at=work.now,
        day=work.today(estate.zone),
        from_id=from_id,
        from_name=giver.name,
        to_id=to_id,
        to_name=taker.name,
        count=len(customers),
        registrations=[one.id for one in leads],
        reason=reason,
        by_id=work.caller.id,
        by_name=work.caller.name,
    )
    work.session.add(done)
    _take_care(work, done)
    taken = taking_over.take_over(work, done, viewings, set(customers))
    handed = LeadsHandedOver(
        hand_over_id=done.id, estate_id=estate_id, from_id=from_id, to_id=to_id, customer_ids=customers
    )
    work.announce(handed, estate=estate_id)
    return done, taken


def _take_care(work: Work, done: HandOver) -> None:
    """All in a few statements: somebody who leaves after years has thousands.

    A lead that is the giver's is so by one of these registrations, and the taker's from now on.
    """
    handed_before = Caretaker.registration_id.in_(done.registrations)
    work.session.execute(delete(Caretaker).where(handed_before))
    by = {"consultant_id": done.to_id, "consultant": done.to_name, "hand_over_id": done.id}
    work.session.execute(insert(Caretaker), [{"registration_id": one} | by for one in done.registrations])
    to = {"consultant_id": done.to_id, "consultant": done.to_name}
    theirs = (Lead.estate_id == done.estate_id, Lead.consultant_id == done.from_id, Lead.state != LeadState.CLOSED)
    work.session.execute(update(Lead).where(*theirs).values(**to))
    waits = (Waiting.estate_id == done.estate_id, Waiting.consultant_id == done.from_id, Waiting.left_at.is_(None))
    work.session.execute(update(Waiting).where(*waits).values(**to))
