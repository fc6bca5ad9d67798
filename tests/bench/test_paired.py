"""The arithmetic of the benches: what stands on the page is as sure as it says."""

import random

import pytest

from tests.bench.paired import Effort, compare, estimate, percentile


class TestCompare:
    def test_turns_begin_with_one_side_and_the_other_after_a_warm_up(self):
        turns = []

        def side(name, figure):
            return lambda: (turns.append(name), figure)[1]

        compared = compare(side("A", 6.0), side("B", 2.0), Effort(pairs=4))
        assert "".join(turns) == "AB" + "AB" + "BA" + "AB" + "BA"
        assert (compared.ratio.figure, compared.ours, compared.theirs) == (3.0, 6.0, 2.0)

    def test_a_machine_that_slows_down_changes_no_ratio(self):
        speed = iter([1.0, 1.0] + [slower for slower in (1.0, 0.5, 0.25) for _ in range(2)])
        compared = compare(lambda: 100 * next(speed), lambda: 50 * next(speed), Effort(pairs=3))
        assert (compared.ratio.low, compared.ratio.figure, compared.ratio.high) == (2.0, 2.0, 2.0)


class TestEstimate:
    @pytest.mark.parametrize(("n", "low", "high"), [(2, 1, 2), (7, 1, 7), (9, 2, 8), (20, 6, 15)])
    def test_the_interval_is_of_the_known_ranks(self, n, low, high):
        found = estimate(range(1, n + 1))
        assert (found.low, found.high) == (low, high)

    def test_the_interval_holds_the_true_median_as_often_as_it_says(self):
        chance = random.Random(7)
        samples = [estimate([chance.expovariate(1.0) for _ in range(9)]) for _ in range(2000)]
        held = sum(sample.low <= 0.693 <= sample.high for sample in samples)
        assert held / len(samples) > 0.95


class TestPercentile:
    @pytest.mark.parametrize(("part", "figure"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.001, 1)])
    def test_so_many_do_not_exceed_it(self, part, figure):
        assert percentile(range(1, 101), part) == figure
