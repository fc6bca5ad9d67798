"""Leasing at its desk: the doors people come in by, what it hears from the others, what it does by the clock."""

from gateway.events import PersonRecorded
from kit.procedure import mark_overdue
from kit.service import Service, every, on
from kit.work import Work
from services.contracts.events import DealClosed, LeaseMoved, LeaseRegistered, UnitPriced, UnitStateChanged
from services.leads.actions import hearing, losing, units, verdicts
from services.leads.doors.brokers import BrokerDoors
from services.leads.doors.concessions import ConcessionDoors
from services.leads.doors.handing_over import HandingOverDoors
from services.leads.doors.offers import OfferDoors
from services.leads.doors.quotations import QuotationDoors
from services.leads.doors.register import RegisterDoors
from services.leads.doors.rota import RotaDoors
from services.leads.doors.verdicts import VerdictDoors
from services.leads.doors.waiting import WaitingDoors
from services.leads.models import Base
from services.property.events import EstateOpened, UnitRecorded


class Leads(
    RegisterDoors,
    RotaDoors,
    OfferDoors,
    QuotationDoors,
    BrokerDoors,
    ConcessionDoors,
    WaitingDoors,
    VerdictDoors,
    HandingOverDoors,
    Service,
):
    """The register of visitors, who receives them, what is offered to them, and whose customer each deal was about."""

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

    @on(LeaseRegistered)
    def note_the_trade(self, work: Work, event: LeaseRegistered) -> None:
        units.note_lease(work, event)

    @on(LeaseMoved)
    def move_the_trade(self, work: Work, event: LeaseMoved) -> None:
        units.note_move(work, event)

    @on(DealClosed)
    def say_whose_customer_it_was(self, work: Work, event: DealClosed) -> None:
        verdicts.give(work, event)

    @every(seconds=30)
    def mark_what_is_overdue(self, work: Work) -> None:
        """Claims not made in time are over (LEAD-8)."""
        mark_overdue(work, on_lapse=verdicts.lapse)
