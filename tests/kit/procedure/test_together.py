"""Several people, and several copies of a service, at one case in the same instant."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from kit.database import Database
from kit.errors import Problem, Refused
from kit.procedure import do, find_case, mark_overdue
from kit.procedure.events import TaskOverdue
from kit.runtime import Runtime
from kit.tables import kit_metadata
from tests.kit.procedure.conftest import Firm
from tests.kit.procedure.removal import CREW, Removals, a_person


def at_once(*acts):
    """Runs the acts in a thread each, begun in the same instant; gives what each returned or raised."""
    start = threading.Barrier(len(acts))

    def run(act):
        start.wait(10)
        try:
            return act()
        except Problem as problem:
            return problem

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def firm_on_postgres(postgres_url, clock):
    database = Database(postgres_url())
    kit_metadata.create_all(database.engine)
    yield Firm(Runtime(Removals, database, clock), clock)
    database.close()


@pytest.mark.rule("PROC-3")
class TestTwoPeople:
    def test_of_two_who_do_one_step_one_wins_and_the_other_is_told_who(self, firm):
        people = [a_person("crew", name=name) for name in ("韩冬", "苏叶")]
        outcomes = at_once(*[lambda who=who: firm.act(who, do, "look", {"steps": who.name}).state for who in people])
        (lost,) = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        winner = firm.step("look").done_by
        assert outcomes.count("done") == 1
        assert lost.reasons[0].en == f"“Look at the stairs” has already been done by {winner}."
        assert firm.kinds("look") == ["opened", "done"]

    def test_two_steps_of_one_case_done_at_once_are_both_done_and_the_next_opens(self, firm):
        firm.act(CREW, do, "look", {"steps": 3})
        at_once(lambda: firm.act(CREW, do, "tune"), lambda: firm.act(CREW, do, "book"))
        assert firm.state("carry") == "open"
        assert firm.kinds("carry") == ["opened"]


@pytest.mark.rule("PROC-5")
class TestCopies:
    def test_each_late_step_is_reported_once_however_many_look(self, firm):
        for number in range(5):
            firm.open(number=f"PR-{number}")
        firm.clock.move(hours=15)

        def sweep():
            with firm.runtime.work() as work:
                return mark_overdue(work)

        counts = at_once(*[sweep] * 4)
        assert sum(counts) + sweep() == 6
        assert len({event.case_id for event in firm.said(TaskOverdue)}) == len(firm.said(TaskOverdue)) == 6

    def test_a_case_that_somebody_is_at_is_passed_over_and_reported_the_next_time(self, firm_on_postgres):
        firm = firm_on_postgres
        firm.clock.move(hours=15)
        with firm.runtime.work(CREW) as busy:
            find_case(busy, firm.case_id)
            with firm.runtime.work() as work:
                assert mark_overdue(work) == 0
        with firm.runtime.work() as work:
            assert mark_overdue(work) == 1

    def test_who_only_looks_waits_for_nobody(self, firm_on_postgres):
        firm = firm_on_postgres
        with firm.runtime.work(CREW) as busy:
            do(busy, find_case(busy, firm.case_id), "look", {"steps": 3})
            assert firm.view()["version"] == 1
        assert firm.view()["version"] == 2


@pytest.mark.rule("PROC-5")
class TestFindingWhatIsDue:
    def test_it_is_found_by_its_index(self, firm):
        sqlite = firm.runtime.database.is_sqlite
        query = "SELECT case_id FROM case_steps WHERE next_attention_at <= '2026-12-08' ORDER BY next_attention_at"
        with firm.runtime.work() as work:
            if not sqlite:
                work.session.execute(text("SET LOCAL enable_seqscan = off"))
            explained = work.session.execute(text(("EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN ") + query)).all()
        assert "ix_case_steps_next_attention_at" in str(explained)
