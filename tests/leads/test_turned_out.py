"""A correction shows that a customer is another one, while a deal under the old id is under way (LEAD-3, LEAD-10)."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from services.leads.models import Happening, Lead
from services.leads.rules.dynamics import Kind
from services.leads.rules.identities import Said, successors
from services.leads.rules.leads import LeadState
from tests.engineering.house import ELSEWHERE, ESTATE, an_id
from tests.leads.builders import (
    ANOTHER,
    HE_JIE,
    LI_QIANG,
    MANAGER,
    PHONE,
    STRANGER,
    SUPERVISOR,
    ZHOU_MIN,
    an_estate,
    register,
)
from tests.leads.deals import DEAL, a_deal, claim, given_back, in_force, shares
from tests.leads.test_dynamics import a_deposit

THIRD = "13700137000"
IS_WANG_WEI = {"reason": "实为王伟", "name": "王伟", "phones": [PHONE]}


def turns_out(house, one, who=ZHOU_MIN, **told):
    return house.get(who, "correct_registration", IS_WANG_WEI | told, id=one["id"])


@pytest.fixture
def known(leads):
    """王伟, whom 李强 has registered."""
    return register(leads)


@pytest.fixture
def mistaken(leads, known, clock):
    """周敏's visitor, whom she took for 张三."""
    clock.move(minutes=1)
    return register(leads, ZHOU_MIN, name="张三", phones=[ANOTHER])


class TestWhomAnIdStandsFor:
    """Entries as (registration, customer), in the order of the register."""

    @staticmethod
    def after(*entries):
        return successors(Said(at, *entry) for at, entry in enumerate(entries))

    def test_one_that_was_corrected_away_stands_for_the_other(self):
        assert self.after(("1", "王伟"), ("2", "张三"), ("2", "王伟")) == {"张三": "王伟"}

    def test_one_that_another_registration_still_has_stands_for_itself(self):
        assert self.after(("1", "王伟"), ("2", "张三"), ("3", "张三"), ("2", "王伟")) == {}

    def test_by_a_chain_of_corrections_both_stand_for_the_last(self):
        chain = self.after(("1", "张三"), ("1", "王伟"), ("1", "李娜"))
        assert chain == {"张三": "李娜", "王伟": "李娜"}

    def test_of_two_that_left_it_went_with_the_last(self):
        both = self.after(("1", "张三"), ("2", "张三"), ("2", "王伟"), ("1", "李娜"))
        assert both == {"张三": "李娜"}

    def test_one_that_came_back_is_its_own_again(self):
        assert self.after(("1", "张三"), ("1", "王伟"), ("1", "张三")) == {"王伟": "张三"}

    @given(
        st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("甲乙丙丁")), max_size=12),
        st.randoms(use_true_random=False),
    )
    def test_each_stands_for_somebody_in_the_register_in_whatever_order_it_is_read(self, entries, random):
        said = [Said(at, *entry) for at, entry in enumerate(entries)]
        held = set(dict(entries).values())
        found = successors(said)
        random.shuffle(said)
        assert successors(said) == found
        assert set(found) == {customer for _, customer in entries} - held
        assert set(found.values()) <= held


@pytest.mark.rule("LEAD-3", "LEAD-10")
class TestTheVerdict:
    def test_a_deal_under_the_old_id_is_weighed_as_the_customers_who_it_is(self, leads, known, mistaken, clock):
        turns_out(leads, mistaken)
        leads.hear(a_deal(leads, mistaken, ZHOU_MIN))
        verdict = in_force(leads)
        assert (shares(verdict), verdict["rules"]) == ({"李强": "50", "周敏": "50"}, ["LEAD-3", "LEAD-4", "LEAD-7"])
        assert verdict["customer_id"] == mistaken["customer_id"]  # As contracts and finance know it.

    def test_so_it_is_under_the_new_id(self, leads, known, mistaken):
        turns_out(leads, mistaken)
        leads.hear(a_deal(leads, known, ZHOU_MIN))
        assert (shares(in_force(leads)), in_force(leads)["rules"]) == (
            {"李强": "50", "周敏": "50"},
            ["LEAD-4", "LEAD-7"],
        )

    @pytest.mark.parametrize("seconds", [0, 1])
    def test_heard_of_before_the_correction_or_after_it_says_the_same(self, leads, known, mistaken, clock, seconds):
        """At the very moment it counts; a second later it does not."""
        at = clock.now()
        early = a_deal(leads, mistaken, ZHOU_MIN, deal_id=an_id("先到"), closed_at=at)
        if seconds:
            leads.hear(early)
        clock.move(seconds=seconds)
        turns_out(leads, mistaken)
        leads.hear(a_deal(leads, mistaken, ZHOU_MIN, closed_at=at))
        assert shares(in_force(leads)) == ({"周敏": "100"} if seconds else {"李强": "50", "周敏": "50"})
        if seconds:
            assert in_force(leads, an_id("先到"))["reasons"] == in_force(leads)["reasons"]

    @pytest.mark.rule("LEAD-8")
    def test_the_first_consultant_finds_and_claims_a_deal_under_the_old_id(self, leads, known, mistaken):
        turns_out(leads, mistaken)
        leads.hear(a_deal(leads, mistaken, HE_JIE))
        (deal,) = leads.get(LI_QIANG, "show_visitor", id=known["customer_id"])["deals"]
        assert (deal["deal_id"], deal["claimant"]) == (DEAL, "李强")
        assert claim(leads, LI_QIANG).status == 200

    @pytest.mark.rule("LEAD-8")
    def test_the_customers_page_has_a_deal_from_before_the_correction(self, leads, known, mistaken, clock):
        leads.hear(a_deal(leads, mistaken, ZHOU_MIN))
        clock.move(minutes=1)
        turns_out(leads, mistaken)
        assert len(leads.get(LI_QIANG, "show_visitor", id=known["customer_id"])["deals"]) == 1
        listed = leads.get(MANAGER, "list_attributions", {"customer_id": known["customer_id"]})["items"]
        assert [one["deal_id"] for one in listed] == [DEAL]

    @pytest.mark.rule("LEAD-5")
    def test_nobody_names_a_relative_by_an_id_that_stands_for_another(self, leads, known, mistaken):
        relatives = [{"customer_id": mistaken["customer_id"], "relation": "spouse"}]
        turns_out(leads, mistaken)
        wife = {"estate_id": ESTATE, "channel": "walk_in", "name": "李娜", "phones": [THIRD], "relatives": relatives}
        assert leads.codes(HE_JIE, "register_visitor", wife) == (404, ["no_visitor"])

    @pytest.mark.rule("LEAD-5")
    def test_who_was_named_a_relative_before_the_correction_still_is(self, leads, known, mistaken):
        relatives = [{"customer_id": mistaken["customer_id"], "relation": "spouse"}]
        wife = register(leads, HE_JIE, name="李娜", phones=[THIRD], relatives=relatives)
        turns_out(leads, mistaken)
        leads.hear(a_deal(leads, wife, HE_JIE))
        assert (in_force(leads)["claimant"], "LEAD-5" in in_force(leads)["rules"]) == ("李强", True)
        page = leads.get(LI_QIANG, "show_visitor", id=known["customer_id"])
        assert ([one["is_theirs"] for one in page["relatives"]], len(page["deals"])) == ([False], 1)
        page = leads.get(HE_JIE, "show_visitor", id=wife["customer_id"])
        assert [one["customer_id"] for one in page["relatives"]] == [known["customer_id"]]

    @pytest.mark.rule("LEAD-9")
    def test_a_visit_under_the_old_id_was_the_customers(self, leads, clock):
        shown = register(leads, channel="exhibition")
        mistaken = register(leads, ZHOU_MIN, name="张三", phones=[ANOTHER])
        clock.move(days=1)
        asked = {"estate_id": ESTATE, "visitor": "张三", "phone": ANOTHER, "asked_for_id": LI_QIANG.id}
        leads.get(LI_QIANG, "receive_visitor", asked)
        clock.move(days=1)
        turns_out(leads, mistaken)
        leads.hear(a_deal(leads, shown, HE_JIE))
        assert (in_force(leads)["claimant"], in_force(leads)["rules"][0]) == ("李强", "LEAD-9")


class TestTheLead:
    def lead(self, house, one):
        return house.get(MANAGER, "show_lead", {"estate_id": ESTATE}, customer_id=one["customer_id"])

    @pytest.mark.rule("LEAD-17")
    @pytest.mark.parametrize("corrected_first", [True, False])
    def test_a_deal_under_the_old_id_closes_it_and_its_withdrawal_opens_it(
        self, leads, known, mistaken, clock, corrected_first
    ):
        closed = a_deal(leads, mistaken, ZHOU_MIN)
        if corrected_first:
            turns_out(leads, mistaken)
        leads.hear(closed)
        if not corrected_first:
            turns_out(leads, mistaken)
        assert self.lead(leads, known)["state"] == "closed"
        clock.move(days=1)
        leads.hear(given_back(closed))
        assert self.lead(leads, known)["state"] == "open"

    @pytest.mark.rule("LEAD-21", "LEAD-17")
    @pytest.mark.parametrize("corrected_first", [True, False])
    def test_a_viewing_planned_under_the_old_id_is_a_visit_of_the_customers(
        self, leads, known, mistaken, clock, corrected_first
    ):
        begins = clock.now() + timedelta(days=1, minutes=14)
        asked = {"estate_id": ESTATE, "customer_id": mistaken["customer_id"], "unit_number": "A1109"}
        times = {"starts_at": begins.isoformat(), "ends_at": (begins + timedelta(hours=1)).isoformat()}
        viewing = leads.get(ZHOU_MIN, "plan_viewing", asked | times)
        clock.move(days=1, hours=1)
        if corrected_first:
            turns_out(leads, mistaken)
        leads.get(ZHOU_MIN, "hold_viewing", id=viewing["id"])
        if not corrected_first:
            turns_out(leads, mistaken)
        lead = self.lead(leads, known)
        assert (lead["visited_on"], len(lead["appointments"])) == ("2026-12-08", 1)
        assert {**figures(leads), "visits": 0} == {"customers": 1, "viewings": 1, "viewed": 1, "visits": 0}
        listed = leads.get(MANAGER, "list_viewings", {"customer_id": known["customer_id"]})["items"]
        assert [one["id"] for one in listed] == [viewing["id"]]


@pytest.mark.rule("LEAD-22")
class TestTheCounts:
    @pytest.mark.parametrize("corrected_first", [True, False])
    def test_what_came_of_either_counts_for_the_earlier_coming(self, leads, known, mistaken, corrected_first):
        if corrected_first:
            turns_out(leads, mistaken)
        closed = a_deal(leads, mistaken, ZHOU_MIN)
        leads.hear(closed, closed)
        if not corrected_first:
            turns_out(leads, mistaken)
        assert {**figures(leads), "visits": 0} == {"customers": 1, "deals": 1, "dealt": 1, "visits": 0}

    @pytest.mark.parametrize("corrected_first", [True, False])
    def test_they_count_for_its_channel_and_at_every_estate(self, leads, clock, corrected_first):
        """王伟 came to an exhibition here and by phone there; the deal there is of the mistaken one's."""
        leads.hear(an_estate("水墨林溪"))
        both = replace(LI_QIANG, estates=frozenset({ESTATE, ELSEWHERE}))
        register(leads, both, channel="exhibition")
        register(leads, both, channel="phone", estate_id=ELSEWHERE)
        mistaken = register(leads, ZHOU_MIN, name="张三", phones=[ANOTHER])
        if corrected_first:
            turns_out(leads, mistaken)
        leads.hear(
            a_deal(leads, mistaken, ZHOU_MIN, estate_id=ELSEWHERE, deal_id=an_id("那边")),
            a_deal(leads, mistaken, ZHOU_MIN),
        )
        if not corrected_first:
            turns_out(leads, mistaken)
        deals = rows(leads, Happening, "estate_id", "channel", kind=Kind.DEAL)
        assert deals == {(ESTATE, "exhibition"), (ELSEWHERE, "phone")}
        firsts = rows(leads, Happening, "estate_id", "dealt", kind=Kind.FIRST)
        assert firsts == {(ESTATE, 1), (ELSEWHERE, 1)}
        states = rows(leads, Lead, "estate_id", "state")
        assert states == {(ESTATE, LeadState.CLOSED), (ELSEWHERE, LeadState.CLOSED)}


class TestAnyOrder:
    """The deposit, the deal and the correction, in whichever order leasing hears of them, and each twice."""

    @pytest.fixture
    def engine(self):
        return "sqlite"

    @pytest.mark.rule("LEAD-17", "LEAD-22")
    @pytest.mark.parametrize("order", [*permutations(["deposit", "deal", "correction"])], ids=" ".join)
    def test_the_lead_the_counts_and_the_page_are_the_same(self, leads, known, mistaken, order):
        at = leads.runtime.clock.now()
        events = {
            "deposit": a_deposit(mistaken["customer_id"], at=at),
            "deal": a_deal(leads, mistaken, ZHOU_MIN, closed_at=at),
        }
        for what in order:
            if what == "correction":
                turns_out(leads, mistaken)
            else:
                leads.hear(events[what], events[what])
        told = {**figures(leads), "visits": 0}
        assert told == {"customers": 1, "deposits": 1, "deals": 1, "paid": 1, "dealt": 1, "visits": 0}
        assert rows(leads, Lead, "customer_id", "state") == {(known["customer_id"], LeadState.CLOSED)}
        assert len(leads.get(LI_QIANG, "show_visitor", id=known["customer_id"])["deals"]) == 1


class TestTheOtherPages:
    def test_an_address_with_the_old_id_leads_to_the_customer(self, leads, known, mistaken):
        turns_out(leads, mistaken)
        page = leads.get(ZHOU_MIN, "show_visitor", id=mistaken["customer_id"])
        assert (page["customer_id"], len(page["registrations"])) == (known["customer_id"], 2)
        lead = leads.get(ZHOU_MIN, "show_lead", {"estate_id": ESTATE}, customer_id=mistaken["customer_id"])
        assert lead["customer_id"] == known["customer_id"]

    @pytest.mark.rule("LEAD-5")
    def test_nobody_is_shown_as_their_own_relative(self, leads, known, mistaken):
        relatives = [{"customer_id": mistaken["customer_id"], "relation": "spouse"}]
        other = register(leads, HE_JIE, name="李娜", phones=[THIRD], relatives=relatives)
        turns_out(leads, mistaken)
        turns_out(leads, other, HE_JIE)
        page = leads.get(LI_QIANG, "show_visitor", id=known["customer_id"])
        assert (len(page["registrations"]), page["relatives"]) == (3, [])

    def test_outside_the_estate_there_is_neither(self, leads, known, mistaken):
        turns_out(leads, mistaken)
        for id in (known["customer_id"], mistaken["customer_id"]):
            assert leads.codes(STRANGER, "show_visitor", id=id) == (404, ["no_visitor"])


def rows(house, model, *columns, **told):
    with house.runtime.look() as work:
        return set(work.session.execute(select(*(getattr(model, name) for name in columns)).filter_by(**told)).all())


def figures(house):
    asked = {"since": "2026-12-01", "until": "2026-12-31"}
    total = house.get(SUPERVISOR, "show_dynamics", asked)["total"]
    return {name: count for name, count in total.items() if count}
