"""Leasing at its desk: the doors people come in by, what it hears from the others, what it does by the clock."""

from gateway.events import PersonRecorded
from kit.procedure import mark_overdue
from kit.service import Service, every, on
from kit.work import Work
from services.contracts.events import DealClosed
from services.leads.actions import hearing, verdicts
from services.leads.doors.handing_over import HandingOverDoors
from services.leads.doors.register import RegisterDoors
from services.leads.doors.rota import RotaDoors
from services.leads.doors.verdicts import VerdictDoors
from services.leads.models import Base
from services.property.events import EstateOpened


class Leads(RegisterDoors, RotaDoors, VerdictDoors, HandingOverDoors, Service):
    """The register of visitors, who receives them, and whose customer each deal was about."""

    name = "leads"
    zh = "招商部"
    metadata = Base.metadata

    @on(EstateOpened)
    def note_the_estate(self, work: Work, event: EstateOpened) -> None:
        hearing.note_estate(work, event)

    @on(PersonRecorded)
    def note_who_works_where(self, work: Work, event: PersonRecorded) -> None:
        hearing.note_person(work, event)

    @on(DealClosed)
    def say_whose_customer_it_was(self, work: Work, event: DealClosed) -> None:
        verdicts.give(work, event)

    @every(seconds=30)
    def mark_what_is_overdue(self, work: Work) -> None:
        """Claims not made in time are over (LEAD-8)."""
        mark_overdue(work, on_lapse=verdicts.lapse)
