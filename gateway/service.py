"""The gateway as a service of its own: people, sessions, tokens, and what it hears for the live inboxes."""

from typing import ClassVar

from gateway.actions import others, people, sessions
from gateway.doors.people import PeopleDoors
from gateway.doors.sessions import SessionDoors
from gateway.doors.tokens import TokenDoors
from gateway.doors.watch import WatchDoors
from gateway.imports import StaffList
from gateway.models import Base
from kit.service import Service, every, on
from kit.signal import Signal
from kit.work import Work
from services.contracts.events import UnitStateChanged
from services.notify.events import InboxChanged
from services.property.events import EstateOpened


class Gateway(SessionDoors, PeopleDoors, TokenDoors, WatchDoors, StaffList, Service):
    """Who works here, who is logged in, and what moves in their inboxes and on the board."""

    name = "gateway"
    zh: ClassVar[str] = "网关"
    metadata = Base.metadata

    def __init__(self) -> None:
        self.inbox_moved = Signal()

    @on(EstateOpened)
    def know_the_estate(self, work: Work, event: EstateOpened) -> None:
        others.know_the_estate(work, event)

    @on(InboxChanged)
    def pass_on_what_moved(self, work: Work, event: InboxChanged) -> None:
        others.write_down_move(work, event)
        work.after_commit.append(self.inbox_moved.set)

    @on(UnitStateChanged)
    def pass_on_the_board(self, work: Work, event: UnitStateChanged) -> None:
        others.write_down_the_board(work, event)
        work.after_commit.append(self.inbox_moved.set)

    @every(minutes=1)
    def tell_of_people_anew(self, work: Work) -> None:
        people.tell_anew(work)

    @every(minutes=10)
    def tidy_up(self, work: Work) -> None:
        sessions.tidy(work)
        others.forget_moves(work)
