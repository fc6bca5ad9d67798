"""Whose customer it was, by the client's page: every clause and edge, and what never may happen (LEAD-4 to LEAD-10)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.leads.rules.attribution import Deal, Share, Visit, attribute
from services.leads.rules.register import Registration
from services.leads.rules.words import Channel, Relation, Standing
from tests.leads.cases import day, worked_cases

CASES = worked_cases()
WHO = ("甲", "乙", "丙", "丁")
PEOPLE = ("王伟", "李娜", "赵敏", "孙悦")


def shares(verdict):
    return {share.consultant: share.percent for share in verdict.shares}


class TestTheWorkedCases:
    @pytest.mark.rule("LEAD-2", "LEAD-3", "LEAD-4", "LEAD-5", "LEAD-6", "LEAD-7", "LEAD-8", "LEAD-9", "LEAD-10")
    @pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
    def test_the_verdict_is_the_one_in_the_table(self, case):
        verdict = attribute(case.deal, case.registrations, case.visits, case.claimed_on, known_as=case.known_as)
        assert frozenset(verdict.shares) == case.shares
        assert verdict.claim_until == case.claim_until
        assert verdict.rules == case.rules

    def test_each_is_another(self):
        assert len(CASES) >= 40
        assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.rule("LEAD-10")
class TestWhatAVerdictTells:
    REGISTER = (
        Registration("1", 1, day(0), "王伟", "甲", valid_from=day(0)),
        Registration("2", 2, day(1), "王伟", "丁"),
        Registration("3", 3, day(3), "李娜", "乙", valid_from=day(3), relatives=(("王伟", Relation.SPOUSE),)),
    )

    def test_every_registration_looked_at_with_its_worth_and_its_last_day(self):
        verdict = attribute(Deal("成交", "王伟", "乙", day(5)), self.REGISTER)
        assert [(one.registration.id, one.standing, one.until) for one in verdict.weighed] == [
            ("1", Standing.COUNTS, day(15)),
            ("2", Standing.INQUIRY, None),
            ("3", Standing.FAMILY, day(18)),
        ]

    def test_who_may_claim_and_until_when(self):
        verdict = attribute(Deal("成交", "王伟", "乙", day(5)), self.REGISTER)
        assert (verdict.claimant, verdict.claim_until) == ("甲", day(8))

    def test_each_reason_speaks_both_languages_and_names_its_rule(self):
        told = [attribute(case.deal, case.registrations, case.visits, known_as=case.known_as).reasons for case in CASES]
        reasons = [reason for each in told for reason in each]
        assert all(reason.zh and reason.en and reason.rule for reason in reasons)
        assert {f"LEAD-{number}" for number in range(2, 10)} == {one.rule for one in reasons}


@st.composite
def registrations(draw, most=8):
    made = []
    for position in range(1, draw(st.integers(0, most)) + 1):
        on = day(draw(st.integers(0, 30)))
        customer = draw(st.sampled_from(PEOPLE))
        relative_of = draw(st.sampled_from([None, *(one for one in PEOPLE if one != customer)]))
        made.append(
            Registration(
                f"{position}",
                position,
                on,
                customer,
                draw(st.sampled_from(WHO)),
                draw(st.sampled_from([Channel.WALK_IN, Channel.EXHIBITION, Channel.PHONE])),
                draw(st.sampled_from([on, on, None])),
                ((relative_of, draw(st.sampled_from(list(Relation)))),) if relative_of else (),
                draw(st.sampled_from([None, None, *WHO])),
                draw(st.sampled_from([(), (on + timedelta(16),), (on + timedelta(20),)])),
            )
        )
    return tuple(made)


deals = st.builds(
    Deal, st.just("成交"), st.just("王伟"), st.sampled_from(WHO), st.integers(0, 35).map(day), st.booleans()
)
visits = st.lists(
    st.builds(Visit, st.sampled_from(PEOPLE), st.integers(0, 30).map(day), st.sampled_from([None, *WHO])), max_size=3
)
claims = st.none() | st.integers(0, 40).map(day)


class TestWhatNeverMayHappen:
    @pytest.mark.rule("LEAD-10")
    @given(deals, registrations(), visits, claims)
    def test_the_shares_of_a_deal_add_up_to_all_of_it(self, deal, register, seen, claimed_on):
        verdict = attribute(deal, register, seen, claimed_on)
        assert sum(shares(verdict).values()) == 100
        assert all(percent > 0 for percent in shares(verdict).values())
        assert deal.closer in shares(verdict)

    @pytest.mark.rule("LEAD-10")
    @given(deals, registrations(), visits, claims, st.randoms(use_true_random=False))
    def test_the_order_in_which_things_are_told_changes_nothing(self, deal, register, seen, claimed_on, random):
        shuffled, others = list(register), list(seen)
        random.shuffle(shuffled)
        random.shuffle(others)
        assert attribute(deal, shuffled, others, claimed_on) == attribute(deal, register, seen, claimed_on)

    @pytest.mark.rule("LEAD-10")
    @given(deals, registrations(), visits, claims, registrations())
    def test_registrations_of_strangers_change_nothing(self, deal, register, seen, claimed_on, others):
        strangers = [
            replace(
                one,
                id=f"陌生{one.id}",
                position=one.position + 100,
                customer=f"陌生{one.customer}",
                relatives=tuple((f"陌生{who}", relation) for who, relation in one.relatives),
            )
            for one in others
        ]
        assert attribute(deal, (*register, *strangers), seen, claimed_on) == attribute(deal, register, seen, claimed_on)

    @pytest.mark.rule("LEAD-4", "LEAD-7")
    @given(deals, registrations(), claims, st.integers(0, 5), st.sampled_from(WHO))
    def test_a_later_registration_takes_no_claim_from_an_earlier_valid_one(
        self, deal, register, claimed_on, later, who
    ):
        """Later than an extension too, where one left a gap: who was registered in the gap is before it."""
        on_site = [replace(one, channel=Channel.WALK_IN) for one in register]
        known_by = [known for one in on_site for known in (one.on, *one.extended_on)]
        on = max(known_by, default=day(0)) + timedelta(later)
        added = Registration("后来", 1000, on, deal.customer, who, valid_from=on)
        before, after = (shares(attribute(deal, known, (), claimed_on)) for known in (on_site, [*on_site, added]))
        firsts = set(before) - {deal.closer}
        assert firsts <= set(after)
        assert all(after[first] >= before[first] for first in firsts)

    @pytest.mark.rule("LEAD-10")
    @given(deals, registrations(), visits, claims)
    def test_what_is_registered_after_the_deal_changes_nothing(self, deal, register, seen, claimed_on):
        early = [one for one in register if one.on <= deal.on]
        assert shares(attribute(deal, early, seen, claimed_on)) == shares(attribute(deal, register, seen, claimed_on))

    @pytest.mark.rule("LEAD-7")
    @given(deals, registrations(), visits, claims)
    def test_nobody_shares_but_one_first_and_the_closer(self, deal, register, seen, claimed_on):
        verdict = attribute(deal, register, seen, claimed_on)
        assert len(verdict.shares) <= 2
        assert set(verdict.shares) in (
            {Share(deal.closer, Decimal(100))},
            {Share(deal.closer, Decimal(50)), *(one for one in verdict.shares if one.consultant != deal.closer)},
        )
