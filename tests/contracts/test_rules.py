"""The policy of leases, without a database."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.phones import masked
from services.contracts.rules import (
    LeaseState,
    Move,
    Payment,
    Standing,
    Stay,
    Terms,
    UnitState,
    UnitToLet,
    last_day_before,
    reasons_against_stay,
    reasons_not_to_correct,
    reasons_not_to_move,
    reasons_not_to_register,
    state_on,
    tidy,
    unit_state_on,
    what_changed,
)
from services.contracts.rules.board import Kind
from services.contracts.rules.deals import conceded, list_price

FIRST, LAST = date(2025, 4, 11), date(2030, 4, 10)
CHANGE, A_DAY = date(2026, 12, 15), timedelta(days=1)
TARIFFS = {
    "rent_per_sqm_day": D("7.5"),
    "management_per_sqm_month": D(32),
    "electricity_per_kwh": D("1.18"),
    "water_per_m3": D("5.85"),
    "parking_spaces": 1,
    "parking_per_month": D(1000),
    "phone_lines": 6,
    "phone_per_line_month": D(80),
}
days = st.dates(date(2026, 1, 1), date(2026, 3, 1))


def some_terms(**told):
    known = {
        "number": "ZL-1",
        "customer_name": "金桥投资",
        "phone": "13856774018",
        "contact": "赵强",
        "business": "保险经纪",
        "starts_on": FIRST,
        "ends_on": LAST,
        "payment": Payment.QUARTERLY,
        "tariffs": TARIFFS,
    }
    return Terms(**known | told)


def codes(reasons):
    return [reason.code for reason in reasons]


@pytest.mark.rule("SALE-6")
class TestTheTerm:
    @pytest.mark.parametrize(
        ("day", "state"),
        [
            (date(2025, 4, 10), LeaseState.UPCOMING),
            (FIRST, LeaseState.RUNNING),
            (LAST, LeaseState.RUNNING),
            (date(2030, 4, 11), LeaseState.ENDED),
        ],
    )
    def test_a_lease_runs_from_its_first_day_to_its_last(self, day, state):
        assert state_on(FIRST, LAST, day) is state

    def test_a_lease_may_be_for_a_day_and_not_for_less(self):
        unit = UnitToLet("u", "A1109")
        assert codes(reasons_not_to_register(some_terms(starts_on=FIRST, ends_on=FIRST), unit)) == []
        shorter = some_terms(starts_on=FIRST, ends_on=FIRST - timedelta(days=1))
        assert codes(reasons_not_to_register(shorter, unit)) == ["ends_before_start"]

    @pytest.mark.parametrize(
        ("tariff", "value", "refused"),
        [
            ("water_per_m3", D("0"), False),
            ("water_per_m3", D("0.0001"), False),
            ("water_per_m3", D("0.00001"), True),
            ("water_per_m3", D("-0.0001"), True),
            ("rent_per_sqm_day", D(1_000_000), False),
            ("rent_per_sqm_day", D("1000000.0001"), True),
            ("rent_per_sqm_day", D("1E+999999"), True),
            ("phone_lines", 10_000, False),
            ("phone_lines", 10_001, True),
            ("parking_spaces", -1, True),
        ],
    )
    def test_a_tariff_can_be_charged(self, tariff, value, refused):
        terms = some_terms(tariffs=TARIFFS | {tariff: value})
        found = list(reasons_not_to_register(terms, UnitToLet("u", "A1109")))
        assert [(reason.code, reason.field) for reason in found] == ([("tariff", tariff)] if refused else [])


class TestTheUnit:
    @pytest.mark.rule("SALE-6")
    @given(days, days, days, days)
    def test_two_stays_overlap_exactly_when_some_day_is_in_both(self, a, b, c, d):
        one, other = Stay("ZL-1", min(a, b), max(a, b)), Stay("ZL-2", min(c, d), max(c, d))
        shared = [day for day in (one.since + timedelta(n) for n in range(60)) if one.since <= day <= one.last_day]
        both = any(other.since <= day <= other.last_day for day in shared)
        taken = codes(reasons_against_stay(one, UnitToLet("u", "A1109", stays=(other,))))
        assert (taken == ["unit_taken"]) is both

    def test_a_stay_of_no_days_takes_the_unit_from_nobody(self):
        nothing = Stay("ZL-2", date(2026, 1, 2), date(2026, 1, 1))
        wanted = Stay("ZL-1", date(2025, 1, 1), date(2027, 1, 1))
        assert codes(reasons_against_stay(wanted, UnitToLet("u", "A1109", stays=(nothing,)))) == []

    def test_a_lease_does_not_stand_in_its_own_way(self):
        own = Stay("ZL-1", FIRST, LAST)
        assert codes(reasons_not_to_register(some_terms(), UnitToLet("u", "A1109", stays=(own,)))) == []

    @pytest.mark.rule("SALE-17")
    def test_a_unit_kept_for_a_unit_change_is_not_let(self):
        kept = UnitToLet("u", "A1109", kept_for="HF-1")
        assert codes(reasons_not_to_register(some_terms(), kept)) == ["unit_kept"]

    @pytest.mark.rule("SALE-17")
    def test_the_old_unit_is_vacant_from_the_change_date(self):
        change = date(2026, 12, 15)
        stays = [Stay("ZL-1", FIRST, last_day_before(change))]
        assert unit_state_on(stays, date(2026, 12, 14)) is UnitState.LET
        assert unit_state_on(stays, change) is UnitState.VACANT

    @pytest.mark.rule("SALE-17")
    @pytest.mark.parametrize(
        ("day", "refused"),
        [(FIRST, False), (LAST, False), (FIRST - timedelta(days=1), True), (LAST + timedelta(days=1), True)],
    )
    def test_a_lease_moves_while_it_has_the_unit(self, day, refused):
        assert codes(reasons_not_to_move(FIRST, LAST, day)) == (["outside_the_stay"] if refused else [])


@pytest.mark.rule("SALE-6")
class TestCorrections:
    def test_everything_at_fault_is_said_at_once(self):
        standing = Standing("别人", "other", "A1205", Stay("ZL-1", FIRST, LAST))
        wrong = some_terms(ends_on=FIRST - timedelta(days=1))
        found = codes(reasons_not_to_correct(standing, wrong, UnitToLet("u", "A1109")))
        assert found == ["ends_before_start", "other_tenant", "other_unit"]

    @pytest.mark.rule("SALE-17")
    @pytest.mark.parametrize(
        ("term", "refused"),
        [
            ({"ends_on": CHANGE}, []),
            ({"starts_on": CHANGE}, []),
            ({"ends_on": CHANGE - A_DAY}, ["move_outside_term"]),
            ({"starts_on": CHANGE + A_DAY}, ["move_outside_term"]),
        ],
    )
    def test_the_term_of_a_lease_under_change_includes_the_change_date(self, term, refused):
        standing = Standing("金桥投资", "u", "A1109", Stay("ZL-1", FIRST, LAST), move=Move("HF-1", CHANGE))
        found = list(reasons_not_to_correct(standing, some_terms(**term), UnitToLet("u", "A1109")))
        assert codes(found) == refused
        assert [reason.field for reason in found] == list(term)[: len(found)]

    @pytest.mark.rule("SALE-17")
    @pytest.mark.parametrize(
        ("term", "refused"),
        [
            ({}, []),
            ({"ends_on": LAST - A_DAY}, []),
            ({"ends_on": LAST + A_DAY}, ["unit_kept"]),
            ({"starts_on": FIRST - A_DAY}, ["unit_kept"]),
        ],
    )
    def test_a_stay_in_a_unit_kept_for_another_gets_no_longer(self, term, refused):
        standing = Standing("金桥投资", "u", "A1109", Stay("ZL-1", FIRST, LAST))
        kept = UnitToLet("u", "A1109", kept_for="HF-1")
        assert codes(reasons_not_to_correct(standing, some_terms(**term), kept)) == refused

    def test_the_history_shows_what_changed_and_keeps_phones_out(self):
        before = {"phone": "13856774018", "payment": "monthly", "ends_on": LAST}
        after = {"phone": "13900000000", "payment": "monthly", "ends_on": FIRST}
        assert what_changed(before, after) == {"phone": ["", ""], "ends_on": ["2030-04-10", "2025-04-11"]}


class TestHowThingsAreShown:
    @pytest.mark.parametrize(
        ("phone", "shown"), [("13856774018", "138****4018"), ("010-12345678", "010****5678"), ("12345", "****")]
    )
    def test_a_masked_phone_cannot_be_called(self, phone, shown):
        assert masked(phone) == shown

    @pytest.mark.parametrize(
        ("tariff", "shown"), [("1.1800", "1.18"), ("7.5", "7.50"), ("80.0000", "80.00"), ("0.0525", "0.0525")]
    )
    def test_a_tariff_has_two_places_or_as_many_as_it_needs(self, tariff, shown):
        assert str(tidy(D(tariff))) == shown

    def test_payments_have_names(self):
        assert [(payment.zh, payment.en) for payment in Payment] == [("月付", "Monthly"), ("季付", "Quarterly")]


class TestWhatIsAsked:
    @pytest.mark.rule("LEAD-13")
    @pytest.mark.rule("LEAD-14")
    def test_a_discount_is_rounded_by_itself_as_the_quotation_has_it(self):
        assert conceded(D("1000.75"), D(2)) == D("980.73")

    @pytest.mark.rule("LEAD-13")
    def test_a_months_rent_is_rounded_half_up(self):
        assert list_price(Kind.LEASE, None, D("0.0012"), D("100")) == D("3.65")
        assert list_price(Kind.LEASE, None, D("6"), D("0.01")) == D("1.83")
