"""The life of a work order as one table, and who may move it (ENG-2)."""

from collections.abc import Iterator
from enum import StrEnum

from kit.reasons import Reason
from services.words import Rank


class State(StrEnum):
    """Where a work order stands."""

    NEW = "new"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    STARTED = "started"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"

    @property
    def zh(self) -> str:
        return _STATES[self][0]

    @property
    def en(self) -> str:
        return _STATES[self][1]


class Act(StrEnum):
    """What can be done to a work order."""

    DISPATCH = "dispatch"
    CLAIM = "claim"
    ACCEPT = "accept"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    FINISH = "finish"
    REJECT = "reject"
    RETURN = "return"
    CANCEL = "cancel"

    @property
    def zh(self) -> str:
        return _ACTS[self][0]

    @property
    def en(self) -> str:
        return _ACTS[self][1]


class Priority(StrEnum):
    """What goes first: repairs for a unit change go ahead of ordinary work (ENG-3)."""

    UNIT_CHANGE = "unit_change"
    ORDINARY = "ordinary"

    @property
    def place(self) -> int:
        """Its place in the queue, the first being 0."""
        return list(Priority).index(self)


_STATES = {
    State.NEW: ("待派单", "waiting for dispatch"),
    State.DISPATCHED: ("已派单", "dispatched"),
    State.ACCEPTED: ("已接单", "accepted"),
    State.STARTED: ("处理中", "in progress"),
    State.PAUSED: ("已暂停", "paused"),
    State.FINISHED: ("已完成", "finished"),
    State.CANCELLED: ("已取消", "cancelled"),
}
_ACTS = {
    Act.DISPATCH: ("派单", "dispatch"),
    Act.CLAIM: ("抢单", "claim"),
    Act.ACCEPT: ("接单", "accept"),
    Act.START: ("开始", "start"),
    Act.PAUSE: ("暂停", "pause"),
    Act.RESUME: ("继续", "resume"),
    Act.FINISH: ("完成", "finish"),
    Act.REJECT: ("退回", "reject"),
    Act.RETURN: ("收回", "return"),
    Act.CANCEL: ("取消", "cancel"),
}
OPEN = frozenset({State.NEW, State.DISPATCHED, State.ACCEPTED, State.STARTED, State.PAUSED})
IN_HAND = OPEN - {State.NEW}
_NOT_BEGUN = frozenset({State.DISPATCHED, State.ACCEPTED})

# Each act: the states it starts from, and the one it leads to.
MOVES: dict[Act, tuple[frozenset[State], State]] = {
    Act.DISPATCH: (_NOT_BEGUN | {State.NEW, State.PAUSED}, State.DISPATCHED),
    Act.CLAIM: (frozenset({State.NEW}), State.DISPATCHED),
    Act.ACCEPT: (frozenset({State.DISPATCHED}), State.ACCEPTED),
    Act.START: (frozenset({State.ACCEPTED}), State.STARTED),
    Act.PAUSE: (frozenset({State.STARTED}), State.PAUSED),
    Act.RESUME: (frozenset({State.PAUSED}), State.STARTED),
    Act.FINISH: (frozenset({State.STARTED}), State.FINISHED),
    Act.REJECT: (_NOT_BEGUN, State.NEW),
    Act.RETURN: (IN_HAND, State.NEW),
    Act.CANCEL: (OPEN, State.CANCELLED),
}
# Acts of the one who does the work; the others are acts of whoever arranges it.
ACTS_OF_THE_TECHNICIAN = frozenset({Act.ACCEPT, Act.START, Act.PAUSE, Act.RESUME, Act.FINISH, Act.REJECT})


def reasons_not_to_move(state: State, act: Act) -> Iterator[Reason]:
    """A work order moves only along the table."""
    allowed, _ = MOVES[act]
    if state not in allowed:
        yield Reason(
            "wrong_state",
            f"工单{state.zh},不能{act.zh}。",
            f"The work order is {state.en}; it cannot be moved by “{act.en}”.",
            rule="ENG-2",
        )


def reasons_not_to_work(
    act: Act, own_technician: str | None, given_to: str | None, rank: str | None
) -> Iterator[Reason]:
    """A technician does only what was given to that technician; supervisors and the desk record for anybody.

    `own_technician` is the technician that the caller is, if any; `given_to` is whose the work order is.
    """
    records_for_others = own_technician is None or (rank is not None and Rank(rank).at_least(Rank.SUPERVISOR))
    if act in ACTS_OF_THE_TECHNICIAN and own_technician != given_to and not records_for_others:
        yield Reason(
            "not_yours",
            "此工单派给了他人。",
            "This work order was given to somebody else.",
            rule="ENG-2",
        )


def reasons_not_to_cancel(priority: Priority, by_hand: bool) -> Iterator[Reason]:
    """A repair for a unit change ends with the unit change, not by hand: property is waiting for it (ENG-3)."""
    if by_hand and priority is Priority.UNIT_CHANGE:
        yield Reason(
            "unit_change",
            "换房维修工单不能单独取消,须由换房取消时一并取消。",
            "A repair for a unit change is cancelled only together with the unit change.",
            rule="ENG-3",
        )


def follows_the_customer(priority: Priority, about_customer: bool, raised_for: str | None, customer: str) -> bool:
    """What is about the customer's own equipment moves with the customer; what is about the room stays (OB1 10)."""
    return priority is Priority.ORDINARY and about_customer and raised_for in (None, customer)
