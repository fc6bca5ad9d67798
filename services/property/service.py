"""Property at its desk: the doors people come in by, what it hears from the others, what it does by the clock."""

from kit.procedure import mark_overdue
from kit.service import Service, every, on
from kit.work import Work
from services.contracts.events import LeaseMoved, LeaseRegistered, UnitKept, UnitNotKept, UnitStateChanged
from services.engineering.events import WorkOrderCancelled, WorkOrderFinished
from services.finance.events import OldUnitSettled, SettlementTakenBack
from services.notify.events import NoticeAcknowledged
from services.property.actions import inspection, keeping, leases, notice
from services.property.doors.changes import ChangeDoors
from services.property.doors.estates import EstateDoors
from services.property.doors.items import ItemDoors
from services.property.doors.steps import StepDoors
from services.property.imports import UnitList
from services.property.models import Base


class Property(UnitList, EstateDoors, ItemDoors, ChangeDoors, StepDoors, Service):
    """The buildings, what is handed out in them, and the unit change."""

    name = "property"
    zh = "物业部"
    metadata = Base.metadata

    @on(LeaseRegistered)
    def know_the_lease(self, work: Work, event: LeaseRegistered) -> None:
        """Keeps who has which unit, from when to when."""
        leases.know_the_lease(work, event)

    @on(LeaseMoved)
    def follow_the_move(self, work: Work, event: LeaseMoved) -> None:
        """The customer is in the new unit, if our own notice has not said so already."""
        leases.follow_the_move(work, event)

    @on(UnitStateChanged)
    def follow_the_board(self, work: Work, event: UnitStateChanged) -> None:
        """Sales control has a deal for a unit, or no more."""
        leases.follow_the_board(work, event)

    @on(UnitKept)
    def note_that_the_new_unit_is_kept(self, work: Work, event: UnitKept) -> None:
        """Sales control keeps the new unit of a change for it, at once or when it has come free."""
        keeping.note_kept(work, event)

    @on(UnitNotKept)
    def block_the_change(self, work: Work, event: UnitNotKept) -> None:
        """Another was first to have the new unit: the change waits, and whoever works on it is told."""
        keeping.note_taken(work, event)

    @on(WorkOrderFinished)
    def note_the_repair(self, work: Work, event: WorkOrderFinished) -> None:
        """One fault less; with the last, the new unit is inspected again."""
        inspection.note_the_repair(work, event)

    @on(WorkOrderCancelled)
    def note_the_dropped_repair(self, work: Work, event: WorkOrderCancelled) -> None:
        """A fault that will not be repaired; the next inspection says whether it matters."""
        inspection.note_the_dropped_repair(work, event)

    @on(OldUnitSettled)
    def note_the_settlement(self, work: Work, event: OldUnitSettled) -> None:
        """Finance has closed the old unit's account."""
        notice.note_settlement(work, event)

    @on(SettlementTakenBack)
    def wait_for_the_next_settlement(self, work: Work, event: SettlementTakenBack) -> None:
        """The old unit's account is open again, and the notice waits."""
        notice.reopen_settlement(work, event)

    @on(NoticeAcknowledged)
    def note_the_acknowledgement(self, work: Work, event: NoticeAcknowledged) -> None:
        """One department more has the notice; with the last, the unit change is done."""
        notice.note_acknowledgement(work, event)

    @every(seconds=30)
    def mark_what_is_overdue(self, work: Work) -> None:
        """Steps past their deadline are marked, and the next rank is told (PROC-5)."""
        mark_overdue(work)
