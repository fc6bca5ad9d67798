"""The first consultant's three days: found by themselves, claimed in time or lapsed, and one of the two (LEAD-8)."""

from datetime import UTC, datetime

import pytest

from kit.doors import Call
from kit.procedure.events import TaskClosed, TaskOpened, TaskOverdue
from services.leads.events import VerdictGiven
from tests.engineering.house import an_id
from tests.engineering.test_races import at_once
from tests.leads.builders import HE_JIE, LI_QIANG, MANAGER, SUPERVISOR, ZHOU_MIN, a_person, an_estate, register
from tests.leads.deals import DEAL, a_deal, claim, codes, in_force, shares, shown

LAST_SECOND = datetime(2026, 12, 10, 15, 59, 59, tzinfo=UTC)
FOURTH_DAY = datetime(2026, 12, 10, 16, 0, 0, tzinfo=UTC)


@pytest.fixture
def sold(leads):
    """周敏 has closed on Monday with a customer of 李强's, without a registration of her own."""
    leads.hear(a_deal(leads, register(leads)))
    return leads


def sweep(house):
    house.by_the_clock("mark_what_is_overdue")


def acts(house, caller):
    return {one["act"]: [reason["code"] for reason in one["reasons_against"]] for one in shown(house, caller)["may_do"]}


@pytest.mark.rule("LEAD-8")
class TestClaiming:
    def test_in_time_the_deal_is_shared_by_a_further_verdict(self, sold, clock):
        clock.move(days=1)
        assert claim(sold, LI_QIANG).status == 200
        before, after = shown(sold)["verdicts"]
        assert (shares(before), shares(after)) == ({"周敏": "100"}, {"李强": "50", "周敏": "50"})
        assert (after["kind_zh"], after["by"], after["is_final"]) == ("主张成立", "李强", True)
        assert [reason["code"] for reason in after["reasons"]] == ["first", "claimed"]
        assert after["weighed"] == before["weighed"]
        first, second = sold.said(VerdictGiven)
        assert (first.is_final, second.is_final, second.position) == (False, True, 2)
        assert (str(first.claim_until), second.claim_until) == ("2026-12-10", None)

    def test_nobody_is_told_that_there_is_something_to_claim(self, sold, clock):
        for _day in range(5):
            sweep(sold)
            clock.move(days=1)
        assert sold.said(TaskOpened, TaskClosed, TaskOverdue) == []

    def test_in_the_last_second_of_the_third_day_it_counts(self, sold, clock):
        clock.at = LAST_SECOND
        sweep(sold)
        assert acts(sold, LI_QIANG)["claim"] == []
        assert claim(sold, LI_QIANG).status == 200

    @pytest.mark.parametrize("swept", [True, False])
    def test_at_the_beginning_of_the_fourth_it_is_too_late_whether_the_clock_has_come_by_or_not(
        self, sold, clock, swept
    ):
        clock.at = FOURTH_DAY
        if swept:
            sweep(sold)
        reply = claim(sold, LI_QIANG)
        assert (reply.status, codes(reply), acts(sold, LI_QIANG)["claim"]) == (409, ["too_late"], ["too_late"])
        assert "2026-12-10" in reply.body["detail"]

    @pytest.mark.parametrize(("hours", "status"), [(4.999, 200), (5, 409)])
    def test_the_days_are_the_estates(self, leads, clock, hours, status):
        """Midnight in New York is five in the morning by UTC, and noon in Shanghai is long past."""
        leads.hear(an_estate("曼哈顿中心", "America/New_York"))
        there = an_id("曼哈顿中心")
        everywhere = LI_QIANG.__class__(**LI_QIANG.__dict__ | {"estates": frozenset({"*"})})
        one = register(leads, everywhere, estate_id=there)
        leads.hear(a_deal(leads, one, estate_id=there, zone="America/New_York"))  # On Sunday the 6th there.
        clock.at = datetime(2026, 12, 10, 0, 0, tzinfo=UTC)
        clock.move(hours=hours)
        assert claim(leads, everywhere).status == status

    def test_only_the_first_consultant_may(self, sold):
        for caller in (ZHOU_MIN, HE_JIE, SUPERVISOR, MANAGER):
            assert codes(claim(sold, caller)) == ["not_the_first"]
        assert len(shown(sold)["verdicts"]) == 1

    def test_once(self, sold):
        claim(sold, LI_QIANG)
        assert codes(claim(sold, LI_QIANG)) == ["claimed_already"]

    def test_where_both_registered_there_is_nothing_to_claim(self, leads):
        one = register(leads)
        register(leads, ZHOU_MIN)
        leads.hear(a_deal(leads, one))
        assert codes(claim(leads, LI_QIANG)) == ["no_claim"]

    def test_whoever_has_left_has_nobody_claim_for_them(self, sold, clock):
        sold.hear(a_person(LI_QIANG, active=False))
        clock.at = FOURTH_DAY
        sweep(sold)
        assert shares(in_force(sold)) == {"周敏": "100"}

    @pytest.mark.rule("GATE-4")
    def test_one_who_has_seen_an_earlier_verdict_is_told_the_current_version(self, sold):
        call = Call("claim_share", LI_QIANG, params={"deal_id": DEAL}, body={}, expected_version=7)
        reply = sold.runtime.call(call)
        assert (reply.status, reply.body["version"]) == (409, 1)


@pytest.mark.rule("LEAD-8")
class TestLapsing:
    def test_unclaimed_it_is_the_closers_alone_by_a_further_verdict(self, sold, clock):
        clock.at = FOURTH_DAY
        sweep(sold)
        before, after = shown(sold)["verdicts"]
        assert (shares(after), after["kind_zh"], after["is_final"]) == ({"周敏": "100"}, "逾期未主张", True)
        assert [reason["code"] for reason in after["reasons"]] == ["first", "lapsed"]
        assert (before["is_final"], shown(sold)["state"]) == (False, "final")
        assert [event.is_final for event in sold.said(VerdictGiven)] == [False, True]

    def test_it_lapses_once(self, sold, clock):
        clock.at = FOURTH_DAY
        sweep(sold)
        sweep(sold)
        assert len(shown(sold)["verdicts"]) == 2

    def test_what_was_claimed_does_not_lapse(self, sold, clock):
        claim(sold, LI_QIANG)
        clock.at = FOURTH_DAY
        sweep(sold)
        assert shares(in_force(sold)) == {"李强": "50", "周敏": "50"}

    def test_a_deal_heard_of_after_its_three_days_has_both_verdicts_at_once(self, leads, clock):
        """The days run from the deal, however late one hears of it; what is wrong with that a manager overrules."""
        one, at = register(leads), clock.now()
        clock.at = FOURTH_DAY
        leads.hear(a_deal(leads, one, closed_at=at))
        assert [verdict["kind"] for verdict in shown(leads)["verdicts"]] == ["given", "lapsed"]
        assert codes(claim(leads, LI_QIANG)) == ["too_late"]
        sweep(leads)
        assert len(leads.said(VerdictGiven)) == 2

    def test_one_heard_of_in_its_last_second_can_still_be_claimed(self, leads, clock):
        one, at = register(leads), clock.now()
        clock.at = LAST_SECOND
        leads.hear(a_deal(leads, one, closed_at=at))
        assert claim(leads, LI_QIANG).status == 200


@pytest.mark.rule("LEAD-8")
class TestAtOnce:
    def test_two_who_claim_claim_once(self, sold, second):
        replies = at_once(*[lambda house=house: claim(house, LI_QIANG).status for house in (sold, second)])
        assert sorted(replies) == [200, 409]
        assert len(shown(sold)["verdicts"]) == 2

    def test_many_sweeps_and_a_claim_too_late_give_one_verdict_more(self, sold, second, clock):
        clock.at = FOURTH_DAY
        at_once(*[lambda house=house: sweep(house) for house in (sold, second) * 3], lambda: claim(second, LI_QIANG))
        sweep(sold)
        assert [verdict["kind"] for verdict in shown(sold)["verdicts"]] == ["given", "lapsed"]

    def test_of_a_claim_in_the_last_second_and_the_clock_one_wins(self, sold, second, clock):
        """The second copy's clock is a second ahead."""
        clock.at = LAST_SECOND
        second.runtime.clock = type(clock)(FOURTH_DAY)
        claimed, _ = at_once(lambda: claim(sold, LI_QIANG).status, lambda: sweep(second))
        sweep(second)
        kinds = [verdict["kind"] for verdict in shown(sold)["verdicts"]]
        assert kinds == ["given", "claimed" if claimed == 200 else "lapsed"]
