"""What happens is noted down once, on its day, so that the dynamics report has only to count (LEAD-22)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, select, update

from kit.ids import new_id
from kit.inserts import insert_into
from kit.work import Work
from services.leads.models import Happening, Lead, Reception, Registered
from services.leads.rules.dynamics import OF_A_CUSTOMER, STEPS, Kind, kind_of, month_of, week_of
from services.leads.rules.particulars import Particulars


def note_registration(work: Work, one: Registered, told: Particulars, was_here: bool = True) -> None:
    """An entry of the register: a visit, a call or another contact, and the question in it; maybe the first coming.

    An entry that came in with a list is of no day's visit or call.
    """
    about = {"channel": one.channel.value, "medium": told.medium, "customer_id": one.customer_id}
    if first_of(work, one.customer_id, one.estate_id) is None:
        _note(work, Kind.FIRST, one.id, one.estate_id, one.day, **about)
    if not was_here:
        return
    kind = kind_of(one.channel)
    visit = _visit_of(work, one) if kind is Kind.VISIT else None
    if visit is None:
        _note(work, kind, one.id, one.estate_id, one.day, consultant_id=one.consultant_id, **about)
    else:
        visit.customer_id, visit.medium = one.customer_id, visit.medium or told.medium
    if told.doubts:
        _note(work, Kind.QUESTION, one.id, one.estate_id, one.day, question=told.doubts, **about)


def _visit_of(work: Work, one: Registered) -> Happening | None:
    """The visit of that day that the entry is about: the customer's, or a stranger's whom the consultant received."""
    chosen = (
        select(Happening)
        .where(Happening.estate_id == one.estate_id, Happening.day == one.day, Happening.kind == Kind.VISIT)
        .where(Happening.channel == one.channel.value)
        .order_by(Happening.id)
        .limit(1)
    )
    strangers = Happening.customer_id.is_(None) & (Happening.consultant_id == one.consultant_id)
    own = work.session.scalars(chosen.where(Happening.customer_id == one.customer_id)).first()
    return own or work.session.scalars(chosen.where(strangers).with_for_update()).first()


def note_reception(work: Work, one: Reception) -> None:
    """A visitor at the desk: a visit, unless it is a customer's who was here that day already."""
    first = None
    if one.customer_id is not None:
        been = select(Happening.id).where(
            Happening.customer_id == one.customer_id,
            Happening.estate_id == one.estate_id,
            Happening.kind == Kind.VISIT,
            Happening.day == one.day,
            Happening.channel == one.channel.value,
        )
        if work.session.scalars(been.limit(1)).first():
            return
        first = first_of(work, one.customer_id, one.estate_id)
    medium, whose = first.medium if first else "", {"customer_id": one.customer_id, "consultant_id": one.consultant_id}
    _note(work, Kind.VISIT, one.id, one.estate_id, one.day, one.channel.value, medium, **whose)


def note_correction(work: Work, one: Registered, before: Particulars, after: Particulars, day: date) -> None:
    """A further entry may hold a further question, or the medium that nobody had asked for."""
    if after.medium != before.medium:
        _set_medium(work, one, after.medium)
    if after.doubts and after.doubts != before.doubts:
        about = {"channel": one.channel.value, "medium": after.medium, "customer_id": one.customer_id}
        _note(work, Kind.QUESTION, new_id(), one.estate_id, day, question=after.doubts, **about)


def _set_medium(work: Work, one: Registered, medium: str) -> None:
    """What an entry is counted by; of the first, all that came of the customer, too."""
    work.session.flush()
    first = first_of(work, one.customer_id, one.estate_id)
    rows = Happening.source_id == one.id
    if first is not None and first.source_id == one.id:
        own = (Happening.customer_id == one.customer_id) & (Happening.estate_id == one.estate_id)
        rows = rows | (own & Happening.kind.in_(OF_A_CUSTOMER))
        lead = (Lead.customer_id == one.customer_id) & (Lead.estate_id == one.estate_id)
        for found in work.session.scalars(select(Lead).where(lead)):
            found.medium = medium
    work.session.execute(update(Happening).where(rows).values(medium=medium))


def note_viewing(work: Work, appointment_id: str, customer_id: str, estate_id: str, day: date) -> None:
    """A unit was shown."""
    _note_step(work, Kind.VIEWING, appointment_id, customer_id, estate_id, day)


def note_deposit(work: Work, deal_id: str, customer_id: str, estate_id: str, day: date) -> None:
    """A deposit was paid on a deal."""
    _note_step(work, Kind.DEPOSIT, deal_id, customer_id, estate_id, day)


def note_deal(work: Work, deal_id: str, customer_id: str, estate_id: str, day: date) -> None:
    """A deal was closed."""
    _note_step(work, Kind.DEAL, deal_id, customer_id, estate_id, day)


def _note_step(work: Work, kind: Kind, source_id: str, customer_id: str, estate_id: str, day: date) -> None:
    """What counts for the channel and medium by which the customer first came; and that the customer got so far."""
    first = first_of(work, customer_id, estate_id)
    about = {"channel": first.channel if first else "", "medium": first.medium if first else ""}
    _note(work, kind, source_id, estate_id, day, customer_id=customer_id, **about)
    if first is not None:
        setattr(first, OF_A_CUSTOMER[kind], 1)


def first_of(work: Work, customer_id: str, estate_id: str) -> Happening | None:
    """The customer's first coming to the estate."""
    chosen = select(Happening).where(
        Happening.customer_id == customer_id, Happening.estate_id == estate_id, Happening.kind == Kind.FIRST
    )
    return work.session.scalars(chosen.order_by(Happening.day, Happening.id).limit(1)).first()


def turn_out_to_be(work: Work, before: str, one: Registered) -> None:
    """A correction shows that a customer is another one: both came first once, and it is the earlier coming.

    What came of either counts for that one, at whichever estate, as if it had been heard of after the correction.
    """
    if before == one.customer_id:
        return
    work.session.flush()
    own = Happening.customer_id == before
    estates = work.session.scalars(select(Happening.estate_id).where(own).distinct()).all()
    work.session.execute(update(Happening).where(own).values(customer_id=one.customer_id))
    for estate_id in estates:
        _come_together(work, one.customer_id, estate_id)


def _come_together(work: Work, customer_id: str, estate_id: str) -> None:
    there = (Happening.customer_id == customer_id, Happening.estate_id == estate_id)
    firsts = select(Happening).where(*there, Happening.kind == Kind.FIRST).order_by(Happening.day, Happening.id)
    for place, one in enumerate(work.session.scalars(firsts).all()):
        if place == 0:
            _has_got_so_far(work, one, (*there, Happening.kind.in_(STEPS)))
        else:
            work.session.delete(one)


def _has_got_so_far(work: Work, first: Happening, steps: Sequence[ColumnElement[bool]]) -> None:
    about = {"channel": first.channel, "medium": first.medium}
    work.session.execute(update(Happening).where(*steps).values(**about))
    for kind in work.session.scalars(select(Happening.kind).where(*steps).distinct()):
        setattr(first, OF_A_CUSTOMER[kind], 1)


def _note(
    work: Work,
    kind: Kind,
    source_id: str,
    estate_id: str,
    day: date,
    channel: str,
    medium: str,
    customer_id: str | None = None,
    consultant_id: str | None = None,
    question: str | None = None,
) -> None:
    row = {
        "id": new_id(),
        "kind": kind,
        "source_id": source_id,
        "estate_id": estate_id,
        "day": day,
        "week": week_of(day),
        "month": month_of(day),
        "channel": channel,
        "medium": medium,
        "customer_id": customer_id,
        "consultant_id": consultant_id,
        "question": question,
        "viewed": 0,
        "paid": 0,
        "dealt": 0,
    }
    work.session.execute(insert_into(work.session, Happening).values(row).on_conflict_do_nothing())
