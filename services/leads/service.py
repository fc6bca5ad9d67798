"""Leasing at its desk: the doors people come in by, what it hears from the others, what it does by the clock."""

from gateway.events import PersonRecorded
from kit.procedure import mark_overdue
from kit.service import Service, every, on
from kit.work import Work
from services.contracts.events import (
    DealClosed,
    DealWithdrawn,
    DepositTaken,
    LeaseMoved,
    LeaseRegistered,
    UnitKept,
    UnitLetGo,
    UnitPriced,
    UnitStateChanged,
)
from services.leads.actions import catching_up, following_up, hearing, losing, units, verdicts
from services.leads.doors.appointments import AppointmentDoors
from services.leads.doors.brokers import BrokerDoors
from services.leads.doors.concessions import ConcessionDoors
from services.leads.doors.dynamics import DynamicsDoors
from services.leads.doors.handing_over import HandingOverDoors
from services.leads.doors.leads import LeadDoors
from services.leads.doors.offers import OfferDoors
from services.leads.doors.quotations import QuotationDoors
from services.leads.doors.register import RegisterDoors
from services.leads.doors.rota import RotaDoors
from services.leads.doors.verdicts import VerdictDoors
from services.leads.doors.waiting import WaitingDoors
from services.leads.imports import LeadList
from services.leads.models import Base
from services.property.events import EstateOpened, UnitRecorded


class Leads(
    RegisterDoors,
    RotaDoors,
    LeadDoors,
    AppointmentDoors,
    DynamicsDoors,
    LeadList,
    OfferDoors,
    QuotationDoors,
    BrokerDoors,
    ConcessionDoors,
    WaitingDoors,
    VerdictDoors,
    HandingOverDoors,
    Service,
):
    """Visitors: who receives and registers them, works on them and offers to them, and whose deal each is."""

    name = "leads"
    zh = "招商部"
    metadata = Base.metadata

    @on(EstateOpened)
    def note_the_estate(self, work: Work, event: EstateOpened) -> None:
        hearing.note_estate(work, event)

    @on(PersonRecorded)
    def note_who_works_where(self, work: Work, event: PersonRecorded) -> None:
        hearing.note_person(work, event)

    @on(UnitRecorded)
    def note_the_unit(self, work: Work, event: UnitRecorded) -> None:
        losing.offer_to_whoever_waits(work, units.note_unit(work, event))

    @on(UnitPriced)
    def note_the_price(self, work: Work, event: UnitPriced) -> None:
        losing.offer_to_whoever_waits(work, units.note_price(work, event))

    @on(UnitStateChanged)
    def note_how_it_stands(self, work: Work, event: UnitStateChanged) -> None:
        losing.leave_with_a_deal(work, event)
        losing.offer_to_whoever_waits(work, units.note_state(work, event))

    @on(UnitKept)
    def offer_it_to_nobody(self, work: Work, event: UnitKept) -> None:
        units.note_kept(work, event)

    @on(UnitLetGo)
    def offer_it_again(self, work: Work, event: UnitLetGo) -> None:
        losing.offer_to_whoever_waits(work, units.note_let_go(work, event))

    @on(LeaseRegistered)
    def note_the_trade(self, work: Work, event: LeaseRegistered) -> None:
        units.note_lease(work, event)

    @on(LeaseMoved)
    def move_the_trade(self, work: Work, event: LeaseMoved) -> None:
        units.note_move(work, event)

    @on(DealClosed)
    def say_whose_customer_it_was(self, work: Work, event: DealClosed) -> None:
        """The verdict on the deal, which also closes the lead."""
        verdicts.give(work, event)
        hearing.note_deal(work, event)

    @every(seconds=30)
    def mark_what_is_overdue(self, work: Work) -> None:
        """Claims not made in time are over (LEAD-8)."""
        mark_overdue(work, on_lapse=verdicts.lapse)

    @on(DepositTaken)
    def count_the_deposit(self, work: Work, event: DepositTaken) -> None:
        hearing.note_deposit(work, event)

    @on(DealWithdrawn)
    def open_the_lead_again(self, work: Work, event: DealWithdrawn) -> None:
        hearing.note_withdrawal(work, event)

    @every(seconds=30)
    def mark_overdue_first_calls(self, work: Work) -> None:
        following_up.mark_what_is_overdue(work)

    @every(minutes=1)
    def make_leads_of_old_entries(self, work: Work) -> None:
        catching_up.make_leads(work)
