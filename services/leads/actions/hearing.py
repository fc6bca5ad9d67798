"""Keeping leasing's own copy of what the others have told."""

from gateway.events import PersonRecorded
from kit.work import Work
from services.leads.actions.receiving import leave_the_rota
from services.leads.models import KnownEstate, KnownPerson
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
            department=recorded.department,
            rank=recorded.rank,
            estates=list(recorded.estates),
            active=recorded.active,
        )
    )
    leave_the_rota(work, person)
