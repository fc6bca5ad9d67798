"""Notify at its desk: the inboxes' doors, every event it may pass on, and the chasing of who has not acknowledged."""

from gateway.events import PersonRecorded
from kit.events import Event
from kit.procedure.events import TaskClosed, TaskOpened, TaskOverdue
from kit.service import Service, every, on
from kit.work import Work
from services.notify.actions import hearing, notices, reading, tasks
from services.notify.doors.inbox import InboxDoors
from services.notify.doors.notices import NoticeDoors
from services.notify.models import Base
from services.notify.subscriptions import SUBSCRIBABLE
from services.property.events import EstateOpened


class Notify(InboxDoors, NoticeDoors, Service):
    """Inboxes and notices."""

    name = "notify"
    zh = "通知"
    metadata = Base.metadata

    @on(EstateOpened)
    def note_the_estate(self, work: Work, event: EstateOpened) -> None:
        hearing.note_estate(work, event)

    @on(PersonRecorded)
    def note_who_works_where(self, work: Work, event: PersonRecorded) -> None:
        hearing.note_person(work, event)

    @on(TaskOpened)
    def put_the_task_into_the_inbox(self, work: Work, event: TaskOpened) -> None:
        tasks.open_task(work, event)

    @on(TaskClosed)
    def take_the_task_off_the_inbox(self, work: Work, event: TaskClosed) -> None:
        tasks.close_task(work, event)

    @on(TaskOverdue)
    def tell_the_superior(self, work: Work, event: TaskOverdue) -> None:
        tasks.tell_that_a_task_is_late(work, event)

    @on(*SUBSCRIBABLE)
    def pass_on_to_who_subscribes(self, work: Work, event: Event) -> None:
        notices.pass_on(work, event)

    @every(seconds=30)
    def remind_who_has_not_acknowledged(self, work: Work) -> None:
        notices.remind(work)

    @every(hours=1)
    def lay_plain_notices_aside(self, work: Work) -> None:
        reading.lay_plain_notices_aside(work)
