"""However late a deal is heard of, and whatever was entered meanwhile, its verdict is the same (LEAD-10)."""

import itertools
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.ids import new_id
from services.leads.rules.attribution import attribute, shared
from services.leads.rules.verdicts import weighed_as_told
from tests.engineering.house import ESTATE
from tests.leads.builders import HE_JIE, LI_QIANG, MANAGER, ZHOU_MIN, a_visitor
from tests.leads.deals import a_deal
from tests.leads.test_attribution import claims, deals, registrations, visits

WHO = (LI_QIANG, ZHOU_MIN, HE_JIE)
NINE = datetime(2026, 12, 7, 1, tzinfo=UTC)
runs = itertools.count()
person = st.integers(0, len(WHO) - 1)
acts = st.one_of(
    st.tuples(st.sampled_from(["register", "register", "inquire", "exhibit", "relate", "mistake"]), person),
    st.tuples(st.sampled_from(["sign", "extend", "unrelate", "turn_out", "turn_out"]), st.integers(0, 9)),
    st.tuples(st.just("visit"), st.none() | person),
    st.tuples(st.just("wait"), st.sampled_from([1, 3, 16])),
)


class Run:
    """The same happenings with customers of their own, so that one house serves for all."""

    def __init__(self, house, clock):
        self.house, self.clock = house, clock
        number = next(runs)
        self.phones = [f"138{2 * number + side:08d}" for side in (0, 1)]
        self.mistaken_phone = f"139{number:08d}"
        self.entered, self.relatives, self.mistaken, self.customers = [], [], [], []
        clock.at = NINE + timedelta(days=200 * number)
        self.first = self.register(WHO[0])

    def register(self, who, **told):
        answer = self.house.get(who, "register_visitor", a_visitor(phones=[self.phones[0]]) | told)
        self.entered.append((who, answer["id"]))
        self.customers.append(answer)
        return answer

    def act(self, verb, chosen):
        self.clock.move(minutes=1)
        if verb in ("register", "inquire", "exhibit"):
            channel = "exhibition" if verb == "exhibit" else "walk_in"
            self.register(WHO[chosen], channel=channel, is_signed=verb != "inquire")
        elif verb == "relate":
            told = {"name": "李娜", "phones": [self.phones[1]]}
            relatives = [{"customer_id": self.first["customer_id"], "relation": "spouse"}]
            self.register(WHO[chosen], **told, relatives=relatives)
            self.relatives.append(self.entered[-1])
        elif verb == "mistake":
            self.register(WHO[chosen], name="张三", phones=[self.mistaken_phone])
            self.mistaken.append(self.entered[-1])
        elif verb == "turn_out":
            if self.mistaken:
                told = {"name": "王伟", "phones": [self.phones[0]]}
                self.correct(self.mistaken[chosen % len(self.mistaken)], **told)
        elif verb == "visit":
            told = {"estate_id": ESTATE, "visitor": "王伟", "phone": self.phones[0]}
            asked_for = WHO[chosen or 0].id  # Somebody is always asked for: nobody is on duty here.
            self.house.get(MANAGER, "receive_visitor", told | {"asked_for_id": asked_for})
        elif verb == "wait":
            self.clock.move(days=chosen)
        elif verb == "extend":
            _, id = self.entered[chosen % len(self.entered)]
            self.house.ask(MANAGER, "extend_registration", {"reason": "仍在比较"}, id=id)
        elif verb == "sign":
            self.correct(self.entered[chosen % len(self.entered)], is_signed=True)
        elif self.relatives:
            self.correct(self.relatives[chosen % len(self.relatives)], relatives=[])

    def correct(self, entry, **told):
        who, id = entry
        self.house.ask(who, "correct_registration", {"reason": "更正", **told}, id=id)

    def verdict(self, script, closer, whose, deal_after, heard_after):
        """What is said first of the deal; it is made after so many acts, and heard of after each of these.

        It is with the customer of one of the registrations, as that was known when it was entered.
        """
        heard_of = None
        for place in range(len(script) + 1):
            if place == deal_after:
                heard_of = a_deal(
                    self.house, self.customers[-whose % len(self.customers)], WHO[closer], deal_id=new_id()
                )
                self.clock.move(seconds=1)
            for _ in range(heard_after.count(place)):
                self.house.hear(heard_of)
            if place < len(script):
                self.act(*script[place])
        deal_id = heard_of.deal_id
        first = self.house.get(MANAGER, "show_attributed_deal", deal_id=deal_id)["verdicts"][0]
        return SimpleNamespace(
            shares=[(one["consultant"], one["percent"]) for one in first["shares"]],
            reasons=[(one["code"], one["rule"], one.get("consultant")) for one in first["reasons"]],
            weighed=[(one["consultant"], one["standing"]) for one in first["weighed"]],
            claim=(first["claimant"], first["is_final"]),
        )


@st.composite
def stories(draw):
    script = draw(st.lists(acts, max_size=8))
    deal_after = draw(st.integers(0, len(script)))
    heard_after = draw(st.lists(st.integers(deal_after, len(script)), min_size=1, max_size=3))
    return script, draw(person), draw(st.integers(0, 3)), deal_after, heard_after


@pytest.fixture
def engine():
    """What is entered and heard in which order is the same on either database."""
    return "sqlite"


@pytest.mark.rule("LEAD-10")
class TestWheneverItIsHeardOf:
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(stories())
    def test_the_verdict_is_that_of_whoever_hears_at_once(self, leads, clock, story):
        script, closer, whose, deal_after, heard_after = story
        at_once = Run(leads, clock).verdict(script, closer, whose, deal_after, [deal_after])
        later = Run(leads, clock).verdict(script, closer, whose, deal_after, heard_after)
        assert later == at_once


@pytest.mark.rule("LEAD-8")
class TestAFurtherVerdict:
    @given(deals, registrations(), visits, claims)
    def test_made_of_the_first_it_is_what_weighing_anew_would_say(self, deal, register, seen, claimed_on):
        """Nothing is weighed twice: the first verdict's registrations, its reasons but the last, and the shares."""
        first, again = attribute(deal, register, seen), attribute(deal, register, seen, claimed_on)
        in_time = claimed_on is not None and first.claim_until is not None and claimed_on <= first.claim_until
        if first.claimant and in_time:
            assert again.shares == shared(first.claimant, deal.closer, again.shares[0].percent)
        else:
            assert again.shares == first.shares
        assert (again.reasons[:-1], weighed_as_told(again)) == (first.reasons[:-1], weighed_as_told(first))
