"""Sales control at its desk: the doors people come in by, what it hears from the others, what it does by the clock."""

from gateway.events import PersonRecorded
from kit.service import Service, every, on
from kit.work import Work
from services.contracts.actions import board, contracts, deals, deposits, hearing, keeping, moves, units, withdrawals
from services.contracts.doors.board import BoardDoors
from services.contracts.doors.contracts import ContractDoors
from services.contracts.doors.deals import DealDoors
from services.contracts.doors.leases import LeaseDoors
from services.contracts.doors.reports import ReportDoors
from services.contracts.doors.withdrawals import WithdrawalDoors
from services.contracts.imports import LeaseList, PriceList
from services.contracts.lists import SalesLists
from services.contracts.models import Base
from services.finance.events import DepositConfirmed, DepositRefused, RefundPaid, RefundRefused
from services.leads.events import ConcessionInForce, RegistrationCorrected, VisitorRegistered
from services.property.events import EstateOpened, UnitChangeCancelled, UnitChanged, UnitChangeRequested, UnitRecorded


class Contracts(
    LeaseList,
    PriceList,
    BoardDoors,
    DealDoors,
    ContractDoors,
    WithdrawalDoors,
    ReportDoors,
    SalesLists,
    LeaseDoors,
    Service,
):
    """Sales control: the unit board, deals, and the register of leases."""

    name = "contracts"
    zh = "销控"
    metadata = Base.metadata

    @on(EstateOpened)
    def know_the_estate(self, work: Work, event: EstateOpened) -> None:
        """Keeps the estate's name and time zone."""
        units.know_the_estate(work, event)

    @on(UnitRecorded)
    def know_the_unit(self, work: Work, event: UnitRecorded) -> None:
        """Keeps the unit, so that a lease can be for it."""
        units.know_the_unit(work, event)

    @on(UnitChangeRequested)
    def keep_the_new_unit(self, work: Work, event: UnitChangeRequested) -> None:
        """Keeps the unit a tenant is to move into from being let to another, or says who has it."""
        keeping.keep_unit(work, event)

    @on(UnitChangeCancelled)
    def release_the_new_unit(self, work: Work, event: UnitChangeCancelled) -> None:
        """Lets the unit be let to others again."""
        keeping.release_unit(work, event)

    @on(UnitChanged)
    def move_the_lease(self, work: Work, event: UnitChanged) -> None:
        """Points the lease to the new unit from the change date (SALE-17)."""
        moves.move_lease(work, event)

    @on(PersonRecorded)
    def note_who_works_where(self, work: Work, event: PersonRecorded) -> None:
        """Keeps who is a consultant at which estate."""
        hearing.note_person(work, event)

    @on(VisitorRegistered)
    def know_the_visitor(self, work: Work, event: VisitorRegistered) -> None:
        """Keeps that there is such a customer, so that a unit can be held for them."""
        hearing.note_visitor(work, event.customer_id, event.estate_id)

    @on(RegistrationCorrected)
    def know_the_visitor_by_correction(self, work: Work, event: RegistrationCorrected) -> None:
        """A correction may show that it is another customer."""
        hearing.note_visitor(work, event.customer_id, event.estate_id)

    @on(ConcessionInForce)
    def know_the_concession(self, work: Work, event: ConcessionInForce) -> None:
        """Keeps what a customer may have a unit for below the list (LEAD-14)."""
        hearing.note_concession(work, event)

    @on(DepositConfirmed)
    def close_the_deal(self, work: Work, event: DepositConfirmed) -> None:
        """Finance has the deposit: the unit is sold or let, and everybody is told (SALE-2)."""
        deposits.close_the_deal(work, event)

    @on(DepositRefused)
    def end_the_deal(self, work: Work, event: DepositRefused) -> None:
        """Finance does not have the deposit: the unit is free again."""
        deposits.end_the_deal(work, event)

    @on(RefundPaid)
    def take_the_unit_back(self, work: Work, event: RefundPaid) -> None:
        """Finance has paid the customer back: the unit is on the board again (SALE-9)."""
        withdrawals.note_the_refund(work, event)

    @on(RefundRefused)
    def end_the_withdrawal(self, work: Work, event: RefundRefused) -> None:
        """Finance holds less than was to be refunded: sales control decides anew (SALE-9)."""
        withdrawals.note_that_too_little_is_held(work, event)

    @every(seconds=5)
    def end_what_has_run_out(self, work: Work) -> None:
        """Holds, and confirmations whose deposit finance does not have in time, end by themselves (SALE-1)."""
        deals.end_what_has_run_out(work)

    @every(minutes=5)
    def free_what_is_over(self, work: Work) -> None:
        """Units whose lease has ended are nobody's again."""
        board.free_what_is_over(work)

    @every(minutes=5)
    def tell_what_was_never_told(self, work: Work) -> None:
        """Units that were kept before there was word of it are told of (SALE-17)."""
        keeping.tell_what_was_never_told(work)

    @every(minutes=5)
    def tell_what_is_unsigned(self, work: Work) -> None:
        """Deals whose contract is past its day are told once (SALE-5)."""
        contracts.tell_what_is_unsigned(work)
