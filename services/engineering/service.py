"""Engineering at its desk: the doors people come in by, what it hears from the others, what it does by the clock."""

from gateway.events import PersonRecorded
from kit.procedure.events import TaskClosed, TaskOpened
from kit.service import Service, every, on
from kit.work import Work
from services.engineering.actions import dispatching, hearing, unit_changes, working
from services.engineering.doors.signatures import SignatureDoors
from services.engineering.doors.technicians import TechnicianDoors
from services.engineering.doors.work_orders import WorkOrderDoors
from services.engineering.doors.working import WorkingDoors
from services.engineering.imports import TechnicianList
from services.engineering.models import Base
from services.property.events import EstateOpened, FaultsFound, UnitChangeCancelled, UnitChanged, UnitRecorded


class Engineering(TechnicianList, TechnicianDoors, WorkOrderDoors, WorkingDoors, SignatureDoors, Service):
    """Technicians and work orders."""

    name = "engineering"
    zh = "工程部"
    metadata = Base.metadata

    @on(EstateOpened)
    def note_the_estate(self, work: Work, event: EstateOpened) -> None:
        hearing.note_estate(work, event)

    @on(UnitRecorded)
    def note_where_the_unit_lies(self, work: Work, event: UnitRecorded) -> None:
        hearing.note_unit(work, event)

    @on(PersonRecorded)
    def link_the_technician(self, work: Work, event: PersonRecorded) -> None:
        hearing.note_person(work, event)

    @on(FaultsFound)
    def open_the_repairs(self, work: Work, event: FaultsFound) -> None:
        unit_changes.open_repairs(work, event)

    @on(UnitChangeCancelled)
    def cancel_the_repairs(self, work: Work, event: UnitChangeCancelled) -> None:
        unit_changes.cancel_repairs(work, event)

    @on(UnitChanged)
    def take_the_customers_orders_along(self, work: Work, event: UnitChanged) -> None:
        unit_changes.take_orders_along(work, event)

    @on(TaskOpened)
    def note_what_is_to_be_signed(self, work: Work, event: TaskOpened) -> None:
        hearing.note_signature_asked(work, event)

    @on(TaskClosed)
    def note_what_is_signed(self, work: Work, event: TaskClosed) -> None:
        hearing.note_signature_settled(work, event)

    @every(seconds=30)
    def mark_what_is_overdue(self, work: Work) -> None:
        working.mark_what_is_overdue(work)

    @every(seconds=30)
    def dispatch_what_waits(self, work: Work) -> None:
        dispatching.dispatch_what_waits(work)
