"""A removal firm at work, on each kind of database, and what one needs to watch it."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from kit.events import Envelope
from kit.procedure import do, find_case, skip, view
from kit.procedure.history import lines_of
from kit.tables import outbox
from tests.kit.procedure.removal import CREW, CUSTOMER, OFFICE, Removals, open_a_removal


class Firm:
    """A removal firm with one case open; every act is a work of its own."""

    def __init__(self, runtime, clock):
        self.runtime = runtime
        self.clock = clock
        self.case_id = self.open()

    def open(self, **more):
        with self.runtime.work(OFFICE) as work:
            return open_a_removal(work, **more).id

    def act(self, caller, action, *arguments, case_id=None, expected_version=None, **named):
        """Has `caller` do something with the case: `firm.act(CREW, do, "look", {"steps": 3})`."""
        with self.runtime.work(caller, expected_version=expected_version) as work:
            return action(work, find_case(work, case_id or self.case_id), *arguments, **named)

    def view(self, caller=CREW, case_id=None):
        with self.runtime.look(caller) as work:
            return view(work, find_case(work, case_id or self.case_id))

    def step(self, name, caller=CREW):
        (step,) = [step for step in self.view(caller)["steps"] if step["name"] == name]
        return SimpleNamespace(**step)

    def state(self, name):
        return self.step(name).state

    def history(self):
        with self.runtime.look() as work:
            lines = lines_of(work, self.case_id)
            work.session.expunge_all()
            return lines

    def kinds(self, step=None):
        return [line.kind for line in self.history() if step in (None, line.step)]

    def said(self, kind=None):
        """The events said so far, in order."""
        with self.runtime.database.reading() as session:
            bodies = session.execute(select(outbox.c.body).order_by(outbox.c.position)).scalars()
            events = [Envelope.from_json(body).event() for body in bodies]
        return [event for event in events if kind is None or isinstance(event, kind)]

    def carry_to_the_door(self):
        """Everything up to the carrying, which awaits its co-signers."""
        self.act(CREW, skip, "tune", "freshly tuned")
        self.act(CREW, do, "look", {"steps": 3})
        self.act(OFFICE, do, "book")
        self.clock.move(days=4)
        self.act(CREW, do, "carry", {"scratches": []}, [CUSTOMER])


@pytest.fixture
def firm(runtime_of, clock):
    return Firm(runtime_of(Removals), clock)


@pytest.fixture
def configured_firm(runtime_of, clock):
    return lambda settings: Firm(runtime_of(Removals, settings), clock)
