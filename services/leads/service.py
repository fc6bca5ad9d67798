"""Leasing at its desk: the doors people come in by, and what it hears from the others."""

from gateway.events import PersonRecorded
from kit.service import Service, on
from kit.work import Work
from services.leads.actions import hearing
from services.leads.doors.register import RegisterDoors
from services.leads.doors.rota import RotaDoors
from services.leads.models import Base
from services.property.events import EstateOpened


class Leads(RegisterDoors, RotaDoors, Service):
    """The register of visitors, and who receives them."""

    name = "leads"
    zh = "招商部"
    metadata = Base.metadata

    @on(EstateOpened)
    def note_the_estate(self, work: Work, event: EstateOpened) -> None:
        hearing.note_estate(work, event)

    @on(PersonRecorded)
    def note_who_works_where(self, work: Work, event: PersonRecorded) -> None:
        hearing.note_person(work, event)
