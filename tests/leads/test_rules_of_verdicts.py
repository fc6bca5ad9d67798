"""Who may still claim, and which shares there can be: the rules alone (LEAD-8, LEAD-10)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.leads.rules.attribution import Share, shared
from services.leads.rules.sayings import nobody_before, overruled
from services.leads.rules.verdicts import (
    Claim,
    VerdictKind,
    reason_as_told,
    reasons_not_to_claim,
    reasons_not_to_overrule,
    shares_as_told,
    shares_from_told,
)

LAST = date(2026, 12, 10)
MINE = Claim("甲", LAST, VerdictKind.GIVEN)


def against(claim, by="甲", today=LAST):
    return [reason.code for reason in reasons_not_to_claim(claim, by, today)]


def shares(*percents):
    return tuple(Share(who, Decimal(percent)) for who, percent in zip("甲乙丙丁", percents, strict=False))


@pytest.mark.rule("LEAD-8")
class TestClaiming:
    def test_on_the_last_day_the_first_consultant_may(self):
        assert against(MINE) == []

    @pytest.mark.parametrize(
        ("claim", "by", "today", "code"),
        [
            (MINE, "甲", LAST + timedelta(1), "too_late"),
            (MINE, "乙", LAST, "not_the_first"),
            (MINE, "乙", LAST + timedelta(1), "not_the_first"),
            (Claim(None, None, VerdictKind.GIVEN), "甲", LAST, "no_claim"),
            (Claim(None, None, VerdictKind.OVERRULED), "甲", LAST, "no_claim"),
            (Claim("甲", LAST, VerdictKind.CLAIMED), "甲", LAST, "claimed_already"),
            (Claim("甲", LAST, VerdictKind.LAPSED), "甲", LAST, "too_late"),
            (Claim("甲", LAST, VerdictKind.OVERRULED), "甲", LAST, "overruled"),
        ],
    )
    def test_else_one_reason_says_why_not(self, claim, by, today, code):
        assert against(claim, by, today) == [code]


@pytest.mark.rule("LEAD-10")
class TestShares:
    @pytest.mark.parametrize("percents", [("100",), ("50", "50"), ("33.33", "33.33", "33.34"), ("0.01", "99.99")])
    def test_of_a_hundred_can_be_given(self, percents):
        assert list(reasons_not_to_overrule(shares("40", "60"), True, shares(*percents))) == []

    def test_the_reasons_tell_what_they_come_to(self):
        (reason,) = reasons_not_to_overrule((), False, shares("50", "49.99"))
        assert ("99.99" in reason.zh, "99.99" in reason.en, reason.field) == (True, True, "shares")

    def test_whoever_has_all_of_it_shares_with_nobody(self):
        assert shared("甲", "乙", Decimal(100)) == (Share("甲", Decimal(100)),)
        assert shared("甲", "乙", Decimal(0)) == (Share("乙", Decimal(100)),)

    def test_as_they_are_kept_they_are_read_again(self):
        kept = shares("33.33", "66.67")
        assert shares_from_told(shares_as_told(kept)) == kept


@pytest.mark.rule("LEAD-10")
class TestReasonsKept:
    def test_are_in_both_languages_with_their_rule_and_name_a_registration_where_there_is_one(self):
        kept = reason_as_told(nobody_before())
        assert (set(kept), kept["rule"]) == ({"code", "zh", "en", "rule"}, "LEAD-4")

    def test_an_overruling_says_who_and_why_in_both(self):
        said = overruled("谢芳", "三人共同接待")
        assert all(part in text for part in ("谢芳", "三人共同接待") for text in (said.zh, said.en))
