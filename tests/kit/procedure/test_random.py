"""Random tables, and random people doing random things in them: what always holds."""

import itertools
from collections import Counter
from datetime import UTC, datetime
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from kit.caller import Caller
from kit.clock import FixedClock
from kit.database import Database
from kit.errors import Problem
from kit.events import Envelope
from kit.ids import new_id
from kit.procedure import (
    Hours,
    Lapses,
    Procedure,
    SameDay,
    Signature,
    Signer,
    Step,
    WorkingDaysAfter,
    cancel,
    complete_by_event,
    do,
    find_case,
    mark_overdue,
    open_case,
    send_back,
    sign,
    skip,
)
from kit.procedure.events import TaskClosed, TaskOpened, TaskOverdue
from kit.procedure.models import HistoryLine
from kit.runtime import Runtime
from kit.tables import kit_metadata, outbox
from tests.kit.procedure.removal import BOSS, Desk, Removals, TruckArrived, a_person

SYSTEM = Caller.service("removals")
PEOPLE = [*(a_person(desk.value) for desk in Desk), BOSS, SYSTEM]
ENDED = {"done", "skipped"}
SENSIBLE = {
    "do": {"open", "awaiting_signatures"},
    "event": {"open"},
    "sign": {"awaiting_signatures"},
    "skip": {"waiting", "open"},
    "send_back": {"done", "skipped", "awaiting_signatures"},
}
numbers = itertools.count()
desks = st.sampled_from(list(Desk))
outside = Signer("guest", zh="客人", en="guest", outside=True)


@st.composite
def tables(draw):
    """A table of up to seven steps; each needs some of those before it."""
    names = [f"s{number}" for number in range(draw(st.integers(1, 7)))]
    steps = []
    for place, name in enumerate(names):
        by_event = draw(st.booleans()) and draw(st.booleans())
        signers = [Signer(desk) for desk in draw(st.lists(desks, unique=True, max_size=2))]
        guests = [outside] if not by_event and draw(st.booleans()) else []
        due = draw(st.sampled_from([None, SameDay(), Hours(30), WorkingDaysAfter(2)]))
        step = Step(
            name,
            zh=f"第{place}步",
            en=f"Step {place}",
            owner=tuple(draw(st.lists(desks, unique=True, min_size=1, max_size=3))),
            needs=tuple(draw(st.lists(st.sampled_from(names[:place]), unique=True, max_size=3))) if place else (),
            due=due,
            signs=(*signers, *guests),
            done_by=TruckArrived if by_event else None,
            skippable=draw(st.booleans()),
            quiet=draw(st.booleans()) and draw(st.booleans()),
            lapses=Lapses("过期。", "Too late.") if due and draw(st.booleans()) and draw(st.booleans()) else None,
        )
        steps.append(step)
    return Procedure(f"random_{next(numbers)}", zh="随机", en="Random", steps=tuple(steps))


acts = st.tuples(
    st.sampled_from(["do", "do", "do", "do", "sign", "sign", "skip", "send_back", "event", "event", "wait", "cancel"]),
    st.integers(0, 6),
    st.sampled_from(PEOPLE),
    st.integers(1, 200),
)


class House:
    """One random case on a database of its own, in memory."""

    def __init__(self, path, table):
        self.table = table
        self.clock = FixedClock(datetime(2026, 9, 28, 1, tzinfo=UTC))
        self.database = Database(f"sqlite:///{path}/{new_id()}.db")
        kit_metadata.create_all(self.database.engine)
        self.runtime = Runtime(Removals, self.database, self.clock)
        with self.runtime.work() as work:
            self.case_id = open_case(work, table, id=new_id(), number="1", estate=None, link="/x").id

    def act(self, verb, place, person, chance):
        """Tries it, mostly where it makes sense and by whom it should be; a refusal is as good an outcome as any."""
        step = self.choose(verb, place, chance)
        if chance % 4:
            signers = [signer.role for signer in step.staff_signers]
            rightful = signers if verb == "sign" and signers else step.owners
            person = a_person(rightful[chance % len(rightful)].value)
        guests = [Signature("guest", "客人")] if step.outside_signers else []
        try:
            with self.runtime.work(SYSTEM if verb in ("event", "wait") else person) as work:
                case = find_case(work, self.case_id)
                if verb == "do":
                    do(work, case, step.name, {}, guests)
                elif verb == "sign":
                    sign(work, case, step.name)
                elif verb == "skip":
                    skip(work, case, step.name, "because")
                elif verb == "send_back":
                    send_back(work, case, step.name, "because")
                elif verb == "cancel" and chance > 150:
                    cancel(work, case, "because")
                elif verb == "event" and step.done_by:
                    complete_by_event(work, case, step.name)
                elif verb == "wait":
                    self.clock.move(hours=chance)
                    mark_overdue(work)
        except Problem:
            pass

    def choose(self, verb, place, chance):
        _, states, _ = self.case()
        sensible = [step for step in self.table.steps if states[step.name] in SENSIBLE.get(verb, ())]
        steps = sensible if sensible and chance % 3 else self.table.steps
        return steps[place % len(steps)]

    def case(self):
        with self.runtime.look() as work:
            case = find_case(work, self.case_id)
            return case.state, {row.name: row.state for row in case.steps}, {row.name: row.tasks for row in case.steps}

    def length_of_history(self):
        with self.runtime.look() as work:
            return work.session.execute(select(func.count()).select_from(HistoryLine)).scalar_one()

    def said(self):
        with self.database.reading() as session:
            bodies = session.execute(select(outbox.c.body).order_by(outbox.c.position)).scalars()
            return [Envelope.from_json(body).event() for body in bodies]


def task_of(event):
    return event.step, event.round, event.department, event.kind


def needs_over(table, states, name):
    """Whether everything before this step is done or was skipped, all the way back."""
    needs = table.by_name[name].needs
    return all(states[need] in ENDED and (states[need] == "done" or needs_over(table, states, need)) for need in needs)


def check(house, length):
    case_state, states, tasks = house.case()
    said = house.said()
    opened = Counter(task_of(event) for event in said if isinstance(event, TaskOpened))
    closed = Counter(task_of(event) for event in said if isinstance(event, TaskClosed))
    still_open = {(name, *task) for name, open_tasks in tasks.items() for task in map(tuple, open_tasks)}

    assert house.length_of_history() >= length
    for name, state in states.items():
        if state in ("open", "awaiting_signatures", "done"):
            assert needs_over(house.table, states, name), (name, states)
        if state == "waiting" and case_state == "open":
            assert not needs_over(house.table, states, name), (name, states)
        is_asked_for = state in ("open", "awaiting_signatures") and not house.table.by_name[name].quiet
        assert bool(tasks[name]) == is_asked_for
    assert (case_state == "done") == (set(states.values()) <= ENDED)
    assert max(opened.values(), default=0) <= 1
    assert max(closed.values(), default=0) <= 1
    assert not closed - opened
    assert {(step, department, kind.value) for step, _, department, kind in opened - closed} == still_open
    levels = Counter((e.step, e.round, e.department, e.level) for e in said if isinstance(e, TaskOverdue))
    assert max(levels.values(), default=0) <= 1


@pytest.mark.rule("PROC-1", "PROC-2", "PROC-3", "PROC-6")
class TestWhatAlwaysHolds:
    @settings(max_examples=80, deadline=None)
    @given(table=tables(), doings=st.lists(acts, max_size=30))
    def test_whatever_anybody_tries(self, tmp_path_factory, table, doings):
        house = House(tmp_path_factory.getbasetemp(), table)
        length = 0
        for doing in doings:
            house.act(*doing)
            check(house, length)
            length = house.length_of_history()
        house.database.close()

    @settings(max_examples=25, deadline=None)
    @given(table=tables())
    def test_every_table_comes_to_its_end_when_everybody_does_their_part(self, tmp_path_factory, table):
        house = House(tmp_path_factory.getbasetemp(), table)
        for step in table.in_order:
            place = table.steps.index(step)
            owner = SYSTEM if step.done_by else a_person(step.owners[0].value)
            house.act("event" if step.done_by else "do", place, owner, 0)
            for signer in step.staff_signers:
                house.act("sign", place, a_person(signer.role.value), 0)
        check(house, 0)
        state, states, _ = house.case()
        said = house.said()
        assert (state, set(states.values())) == ("done", {"done"})
        assert sum(isinstance(e, TaskOpened) for e in said) == sum(isinstance(e, TaskClosed) for e in said)
        house.database.close()

    @given(table=tables())
    def test_what_comes_after_a_step_is_whoever_needs_it_or_needs_one_of_those(self, table):
        for step in table.steps:
            direct = {other.name for other in table.needing(step.name)}
            assert table.after(step.name) == reduce(lambda all, name: all | table.after(name), direct, direct)
