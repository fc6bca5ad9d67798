"""Keeping leasing's own copy of what the others have told.

Of a customer they tell by the id that was known when a unit was held. Here it is whom that id stands for by now; who
asks is alone with the register, so that no correction comes between.
"""

from gateway.events import PersonRecorded
from kit.clock import local_date
from kit.work import Work
from services.contracts.events import DealClosed, DealWithdrawn, DepositTaken
from services.leads.actions import counting, leading
from services.leads.actions.receiving import leave_the_rota
from services.leads.actions.registering import ALONE
from services.leads.errors import NotYet
from services.leads.models import Attribution, KnownEstate, KnownPerson
from services.leads.queries import identities
from services.property.events import EstateOpened


def note_estate(work: Work, opened: EstateOpened) -> None:
    """Remembers the estate's name and time zone."""
    work.session.merge(KnownEstate(id=opened.estate_id, name=opened.name, zone=opened.timezone))


def note_person(work: Work, recorded: PersonRecorded) -> None:
    """Remembers who works where; whoever leaves stays known, since claims stay theirs."""
    person = work.session.merge(
        KnownPerson(
            id=recorded.person_id,
            name=recorded.name,
            username=recorded.username,
            department=recorded.department,
            rank=recorded.rank,
            estates=list(recorded.estates),
            active=recorded.active,
        )
    )
    leave_the_rota(work, person)


def note_deposit(work: Work, taken: DepositTaken) -> None:
    """Counts a deposit on its day at the estate (LEAD-22). Raises NotYet where the estate is not known."""
    estate = work.session.get(KnownEstate, taken.estate_id)
    if estate is None:
        raise NotYet(f"estate {taken.estate_id} is not known")
    work.alone(ALONE)
    customer_id, day = identities.whose(work, taken.customer_id), local_date(taken.taken_at, estate.zone)
    counting.note_deposit(work, taken.deal_id, customer_id, taken.estate_id, day)


def note_deal(work: Work, closed: DealClosed) -> None:
    """Counts a deal (LEAD-22), and ends the work on its lead (LEAD-17)."""
    work.alone(ALONE)
    customer_id = identities.whose(work, closed.customer_id)
    leading.follow_the_deals(work, customer_id, closed.estate_id)
    counting.note_deal(work, closed.deal_id, customer_id, closed.estate_id, closed.closed_on)


def note_withdrawal(work: Work, withdrawn: DealWithdrawn) -> None:
    """The customer is a lead again, if no other deal of theirs stands; what was counted has happened, and stays so.

    Raises NotYet for a deal not known here.
    """
    work.alone(ALONE)
    deal = work.session.get(Attribution, withdrawn.deal_id)
    if deal is None:
        raise NotYet(f"deal {withdrawn.number} is not known here")
    deal.withdrawn_on = withdrawn.withdrawn_on
    leading.follow_the_deals(work, identities.whose(work, withdrawn.customer_id), withdrawn.estate_id)
