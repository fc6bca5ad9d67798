"""When a payment is reminded of, put off and matched (FIN-3)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.finance.rules import receivables as rules
from services.finance.rules.receivables import DeferralState, RefundState, Rhythm, next_reminder
from services.finance.settings import rhythm_of

pytestmark = pytest.mark.rule("FIN-3")
DUE = date(2026, 12, 15)


def codes(reasons):
    return [reason.code for reason in reasons]


class TestReminders:
    @pytest.mark.parametrize(
        ("day", "reminded_on"),
        [
            (date(2026, 12, 1), date(2026, 12, 12)),
            (date(2026, 12, 12), date(2026, 12, 12)),
            (date(2026, 12, 13), date(2026, 12, 16)),
            (date(2026, 12, 16), date(2026, 12, 16)),
            (date(2026, 12, 17), date(2026, 12, 23)),
            (date(2027, 1, 2), date(2027, 1, 6)),
        ],
    )
    def test_three_days_before_the_day_after_and_then_every_week(self, day, reminded_on):
        assert next_reminder(DUE, Rhythm(), day) == reminded_on

    @settings(deadline=None)
    @given(st.integers(-60, 400), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
    def test_the_next_is_never_before_the_day_and_never_missing(self, away, before, after, again):
        day = DUE + timedelta(days=away)
        found = next_reminder(DUE, Rhythm(before, after, again), day)
        assert found >= day
        assert away <= after or (found - day).days <= max(again, 1)

    def test_the_rhythm_is_a_setting(self):
        assert rhythm_of({"finance.remind_days_before": 5, "finance.dun_every_days": 3}) == Rhythm(5, 1, 3)


class TestLaterDays:
    @pytest.mark.parametrize(
        ("still_open", "new_date", "is_asked", "found"),
        [
            (D(1), DUE + timedelta(days=1), False, []),
            (D(1), DUE, False, ["not_later"]),
            (D(0), DUE, True, ["nothing_open", "asked_already", "not_later"]),
        ],
    )
    def test_what_is_open_is_put_off_to_a_later_day(self, still_open, new_date, is_asked, found):
        assert codes(rules.reasons_not_to_defer(still_open, DUE, new_date, is_asked, is_given_back=False)) == found

    @pytest.mark.parametrize(
        ("state", "decider", "still_open", "found"),
        [
            (DeferralState.ASKED, "何杰", D(1), []),
            (DeferralState.ASKED, "孙丽", D(1), ["own_application"]),
            (DeferralState.ASKED, "何杰", D(0), ["nothing_open"]),
            (DeferralState.APPROVED, "何杰", D(1), ["decided_already"]),
        ],
    )
    def test_somebody_else_decides_once(self, state, decider, still_open, found):
        assert (
            codes(rules.reasons_not_to_decide_deferral(state, "孙丽", decider, still_open, is_given_back=False))
            == found
        )

    def test_nothing_is_put_off_while_the_unit_is_given_back(self):
        later = DUE + timedelta(days=1)
        assert codes(rules.reasons_not_to_defer(D(1), DUE, later, False, is_given_back=True)) == ["refunded"]
        decided = rules.reasons_not_to_decide_deferral(DeferralState.ASKED, "孙丽", "何杰", D(1), is_given_back=True)
        assert codes(decided) == ["refunded"]


class TestSuspense:
    def test_no_more_than_is_left_goes_to_somebody_of_the_same_estate(self):
        assert codes(rules.reasons_not_to_match(D(5), D(5), True)) == []
        assert codes(rules.reasons_not_to_match(D(6), D(5), False)) == ["other_estate", "more_than_remaining"]

    def test_a_mistake_is_taken_back_while_all_of_it_is_there(self):
        assert codes(rules.reasons_not_to_take_suspense_back(D(5), D(5), False)) == []
        assert codes(rules.reasons_not_to_take_suspense_back(D(5), D(4), False)) == ["matched_already"]
        assert codes(rules.reasons_not_to_take_suspense_back(D(5), D(5), True)) == ["of_a_deposit"]

    def test_it_goes_to_a_deal_or_to_a_lease(self):
        assert codes(rules.reasons_against_owners("a", None)) == codes(rules.reasons_against_owners(None, "b")) == []
        assert codes(rules.reasons_against_owners(None, None)) == codes(rules.reasons_against_owners("a", "b"))


@pytest.mark.parametrize(
    ("state", "found"),
    [(RefundState.WAITING, ["not_held"]), (RefundState.OWED, []), (RefundState.PAID, ["paid_already"])],
)
def test_a_refund_is_paid_once_when_the_money_is_held(state, found):
    assert codes(rules.reasons_not_to_pay_refund(state)) == found
