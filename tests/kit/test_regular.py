"""Work by the clock."""

import threading

import pytest

from kit import metrics
from kit.regular import Regulars, one_by_one
from kit.service import Service, every
from tests.faults.house import wait_until, waits_for_a_lock
from tests.kit.choir import Listener


@pytest.fixture
def listener(runtime_of):
    Listener.ticks = 0
    return runtime_of(Listener)


class TestRegularWork:
    def test_it_is_done_once_per_interval(self, listener, clock):
        regulars = Regulars(listener, threading.Event())
        tick = Listener.regulars["tick"]
        assert [regulars.run_if_due(tick), regulars.run_if_due(tick)] == [True, False]
        clock.move(minutes=1)
        assert regulars.run_if_due(tick)
        assert Listener.ticks == 2

    def test_two_copies_do_it_once(self, listener):
        done = []
        work = Listener.regulars["tick"]
        copies = [Regulars(listener, threading.Event()) for _ in range(4)]
        threads = [threading.Thread(target=lambda copy=copy: done.append(copy.run_if_due(work))) for copy in copies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert sorted(done) == [False, False, False, True]

    def test_one_that_fails_does_not_keep_the_others_from_their_turn(self, runtime_of):
        stop = threading.Event()

        class Clumsy(Service):
            """Stumbles, then stops."""

            name = "clumsy"

            @every(minutes=1)
            def a_stumble(self, work):
                raise ZeroDivisionError

            @every(minutes=1)
            def b_stop(self, work):
                stop.set()

        Regulars(runtime_of(Clumsy), stop).run()
        assert stop.is_set()

    def test_a_clock_set_back_stops_nothing(self, listener, clock):
        regulars = Regulars(listener, threading.Event())
        tick = Listener.regulars["tick"]
        clock.move(hours=2)
        assert regulars.run_if_due(tick)
        clock.move(hours=-2)
        assert [regulars.run_if_due(tick), regulars.run_if_due(tick)] == [True, False]

    def test_one_that_fails_is_tried_again_after_growing_pauses(self, runtime_of, clock):
        class Stubborn(Service):
            """Never succeeds."""

            name = "stubborn"
            attempts = 0

            @every(seconds=1)
            def stumble(self, work):
                type(self).attempts += 1
                raise ZeroDivisionError

        regulars = Regulars(runtime_of(Stubborn), threading.Event())
        for _ in range(600):
            regulars.attempt(Stubborn.regulars["stumble"])
            clock.move(seconds=1)
        assert 15 <= Stubborn.attempts <= 30


class TestCopiesAtOnce:
    @pytest.fixture
    def engine(self):
        return "postgresql"

    def test_a_copy_passes_over_what_another_is_at(self, runtime_of, clock):
        begun, go_on, done = threading.Event(), threading.Event(), []

        class Slow(Service):
            """Takes its time."""

            name = "slow"

            @every(minutes=1)
            def dawdle(self, work):
                begun.set()
                assert go_on.wait(30)

        slow, dawdling = runtime_of(Slow), Slow.regulars["dawdle"]
        go_on.set()
        assert Regulars(slow, go_on).run_if_due(dawdling)
        for event in (begun, go_on):
            event.clear()
        clock.move(minutes=1)
        first, second = (
            threading.Thread(target=lambda: done.append(Regulars(slow, go_on).run_if_due(dawdling)), daemon=True)
            for _ in range(2)
        )
        first.start()
        assert begun.wait(30)
        second.start()
        wait_until(lambda: done or waits_for_a_lock(slow), "the second has looked")
        go_on.set()
        for copy in (first, second):
            copy.join(30)
        assert done == [False, True]


class TestOneByOne:
    def test_what_fails_for_one_is_counted_and_holds_up_no_other(self, listener):
        counted = metrics.regular_failures.labels("listener", "divide")
        before, done = counted._value.get(), []
        with listener.work() as work:
            failed = one_by_one(work, "divide", [1, 0, 2], lambda one: done.append(6 // one))
        assert (failed, done, counted._value.get() - before) == ([0], [6, 3], 1)

    def test_the_databases_trouble_is_everybodys(self, listener):
        def wait(one):
            raise TimeoutError

        with pytest.raises(TimeoutError), listener.work() as work:
            one_by_one(work, "wait", [1, 2], wait)
