"""Finance at its desk: the doors people come in by, what it hears from the others, what it does by the clock."""

from gateway.events import PersonRecorded
from kit.service import Service, every, on
from kit.work import Work
from services.contracts.events import (
    ContractSigned,
    DealClosed,
    DealLapsed,
    DealWithdrawn,
    DepositTaken,
    DepositUnplaced,
    LeaseMoved,
    LeaseRegistered,
    RefundApproved,
)
from services.finance.actions import catching_up, deals, deposits, leases, missing, receivables, settlements
from services.finance.doors.commissions import CommissionDoors
from services.finance.doors.deals import DealDoors
from services.finance.doors.deposits import DepositDoors
from services.finance.doors.ledger import LedgerDoors
from services.finance.doors.receivables import ReceivableDoors
from services.finance.doors.reports import ReportDoors
from services.finance.doors.settlements import SettlementDoors
from services.finance.doors.suspense import SuspenseDoors
from services.finance.lists import FinanceLists
from services.finance.models import Base
from services.leads.events import VerdictGiven
from services.property.events import (
    EstateOpened,
    ItemFound,
    ItemLost,
    OldUnitReadyToSettle,
    UnitChangeCancelled,
    UnitChanged,
)


class Finance(
    LedgerDoors,
    SettlementDoors,
    DepositDoors,
    DealDoors,
    CommissionDoors,
    ReceivableDoors,
    SuspenseDoors,
    ReportDoors,
    FinanceLists,
    Service,
):
    """Finance: the ledger, the settling of the unit a tenant leaves, and the money of deals."""

    name = "finance"
    zh = "财务部"
    metadata = Base.metadata

    @on(EstateOpened)
    def know_the_estate(self, work: Work, event: EstateOpened) -> None:
        """Keeps the estate's time zone."""
        leases.know_the_estate(work, event)

    @on(PersonRecorded)
    def know_the_person(self, work: Work, event: PersonRecorded) -> None:
        """Keeps what a consultant is called."""
        leases.know_the_person(work, event)

    @on(LeaseRegistered)
    def know_the_lease(self, work: Work, event: LeaseRegistered) -> None:
        """Keeps whom to charge and at which tariffs."""
        leases.know_the_lease(work, event)

    @on(LeaseMoved)
    def note_the_move(self, work: Work, event: LeaseMoved) -> None:
        """Sends charges to the new unit from the day the lease moved."""
        leases.note_the_move(work, event)

    @on(UnitChanged)
    def charge_the_new_unit(self, work: Work, event: UnitChanged) -> None:
        """Sends charges to the new unit from the change date."""
        leases.charge_the_new_unit(work, event)

    @on(OldUnitReadyToSettle)
    def draft_the_settlement(self, work: Work, event: OldUnitReadyToSettle) -> None:
        """Works out what the tenant owes for the old unit (FIN-4)."""
        settlements.draft(work, event)

    @on(ItemLost)
    def charge_the_lost_item(self, work: Work, event: ItemLost) -> None:
        """Charges what a tenant has lost, unless a settlement has."""
        missing.charge_lost_item(work, event)

    @on(ItemFound)
    def credit_the_found_item(self, work: Work, event: ItemFound) -> None:
        """Takes the charge back for what has turned up."""
        missing.credit_found_item(work, event)

    @on(UnitChangeCancelled)
    def void_the_draft(self, work: Work, event: UnitChangeCancelled) -> None:
        """Voids a settlement that is not confirmed yet."""
        settlements.void(work, event)

    @on(DepositTaken)
    def await_the_deposit(self, work: Work, event: DepositTaken) -> None:
        """Puts a deposit before finance, which is to confirm it (FIN-2)."""
        deposits.await_deposit(work, event)

    @on(DealLapsed)
    def note_that_the_deal_has_ended(self, work: Work, event: DealLapsed) -> None:
        """A deposit that still comes in then is confirmed all the same."""
        deposits.note_lapse(work, event)

    @on(DepositUnplaced)
    def put_the_deposit_in_suspense(self, work: Work, event: DepositUnplaced) -> None:
        """Its money belongs to nobody's unit (FIN-3)."""
        deposits.put_in_suspense(work, event)

    @on(DealClosed)
    def note_the_price(self, work: Work, event: DealClosed) -> None:
        """Keeps at what price the unit was sold or let."""
        deals.close(work, event)

    @on(VerdictGiven)
    def note_whose_customer_it_was(self, work: Work, event: VerdictGiven) -> None:
        """Commission follows the verdict in force (FIN-6)."""
        deals.note_verdict(work, event)

    @on(ContractSigned)
    def book_the_contract(self, work: Work, event: ContractSigned) -> None:
        """Charges what the contract says, and counts the deposit towards the first instalments (FIN-3)."""
        deals.sign(work, event)

    @on(RefundApproved)
    def owe_the_refund(self, work: Work, event: RefundApproved) -> None:
        """The customer is to have money back (SALE-9)."""
        deals.refund(work, event)

    @every(seconds=60)
    def remind_of_payments(self, work: Work) -> None:
        """Finance and the consultant are told of payments that are about to be due, or late (FIN-3)."""
        receivables.remind(work)

    @every(minutes=1)
    def square_the_books_of_old_deals(self, work: Work) -> None:
        """What was withdrawn or refunded by earlier rules comes to the same end."""
        catching_up.square_old_deals(work)

    @on(DealWithdrawn)
    def take_the_contract_back(self, work: Work, event: DealWithdrawn) -> None:
        """Nothing is due any more of a unit that was given back."""
        deals.withdraw(work, event)
