"""Leasing at its desk: the doors people come in by, and what it hears from the others."""

from gateway.events import PersonRecorded
from kit.service import Service, every, on
from kit.work import Work
from services.contracts.events import DealClosed, DealWithdrawn, DepositTaken
from services.leads.actions import catching_up, following_up, hearing
from services.leads.doors.appointments import AppointmentDoors
from services.leads.doors.dynamics import DynamicsDoors
from services.leads.doors.leads import LeadDoors
from services.leads.doors.register import RegisterDoors
from services.leads.doors.rota import RotaDoors
from services.leads.imports import LeadList
from services.leads.models import Base
from services.property.events import EstateOpened


class Leads(RegisterDoors, RotaDoors, LeadDoors, AppointmentDoors, DynamicsDoors, LeadList, Service):
    """The register of visitors, who receives them, and how their consultants work on them."""

    name = "leads"
    zh = "招商部"
    metadata = Base.metadata

    @on(EstateOpened)
    def note_the_estate(self, work: Work, event: EstateOpened) -> None:
        hearing.note_estate(work, event)

    @on(PersonRecorded)
    def note_who_works_where(self, work: Work, event: PersonRecorded) -> None:
        hearing.note_person(work, event)

    @on(DepositTaken)
    def count_the_deposit(self, work: Work, event: DepositTaken) -> None:
        hearing.note_deposit(work, event)

    @on(DealClosed)
    def close_the_lead(self, work: Work, event: DealClosed) -> None:
        hearing.note_deal(work, event)

    @on(DealWithdrawn)
    def open_the_lead_again(self, work: Work, event: DealWithdrawn) -> None:
        hearing.note_withdrawal(work, event)

    @every(seconds=30)
    def mark_overdue_first_calls(self, work: Work) -> None:
        following_up.mark_what_is_overdue(work)

    @every(minutes=1)
    def make_leads_of_old_entries(self, work: Work) -> None:
        catching_up.make_leads(work)
