"""Keeping notify's own copy of who works where, and of the estates."""

from gateway.events import PersonRecorded
from kit.work import Work
from services.notify.models import KnownEstate, KnownPerson
from services.property.events import EstateOpened


def note_estate(work: Work, opened: EstateOpened) -> None:
    """Remembers the estate's name and time zone."""
    work.session.merge(KnownEstate(id=opened.estate_id, name=opened.name, zone=opened.timezone))


def note_person(work: Work, recorded: PersonRecorded) -> None:
    """Remembers where somebody works, in which rank, and in which roles above the departments."""
    work.session.merge(
        KnownPerson(
            id=recorded.person_id,
            name=recorded.name,
            department=recorded.department,
            rank=recorded.rank,
            estates=list(recorded.estates),
            active=recorded.active,
            roles=list(recorded.roles),
        )
    )
