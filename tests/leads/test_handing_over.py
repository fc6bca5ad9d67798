"""A consultant's open leads go to a colleague: the work, and never a claim (LEAD-7)."""

import pytest

from services.leads.events import LeadsHandedOver
from services.leads.models import Entry, HandOver
from tests.engineering.house import ELSEWHERE, ESTATE, an_id
from tests.engineering.test_races import at_once
from tests.leads.builders import (
    ANOTHER,
    HE_JIE,
    LI_QIANG,
    MANAGER,
    PHONE,
    SALES,
    STRANGER,
    SUPERVISOR,
    ZHOU_MIN,
    a_person,
    an_estate,
    register,
)
from tests.leads.deals import a_deal, in_force, shares
from tests.leads.test_verdicts import verdict

pytestmark = pytest.mark.rule("LEAD-7")


def handing(to=HE_JIE, **told):
    return {"estate_id": ESTATE, "from_id": LI_QIANG.id, "to_id": to.id, "reason": "李强离职"} | told


def hand_over(house, to=HE_JIE, caller=SUPERVISOR, **told):
    return house.ask(caller, "hand_over_leads", handing(to, **told))


def codes(reply):
    return [reason["code"] for reason in reply.body["reasons"]]


def in_care_of(house, who):
    return [one["number"] for one in house.get(MANAGER, "list_registrations", {"caretaker_id": who.id})["items"]]


@pytest.fixture
def leads_of_li_qiang(leads):
    """王伟, whom 周敏 has registered too, and 李娜."""
    both = register(leads), register(leads, name="李娜", phones=[ANOTHER])
    register(leads, ZHOU_MIN)
    return both


class TestTheWork:
    def test_it_goes_to_the_colleague_who_is_shown_beside_the_consultant(self, leads, leads_of_li_qiang):
        reply = hand_over(leads)
        assert (reply.status, reply.body["count"], reply.body["to_name"], reply.body["by"]) == (201, 2, "何洁", "唐磊")
        assert (in_care_of(leads, HE_JIE), in_care_of(leads, LI_QIANG)) == (["LF000002", "LF000001"], [])
        items = leads.get(MANAGER, "list_registrations")["items"]
        assert {(one["number"], one["consultant"], one["caretaker"]) for one in items} == {
            ("LF000001", "李强", "何洁"),
            ("LF000002", "李强", "何洁"),
            ("LF000003", "周敏", "周敏"),
        }

    @pytest.mark.rule("LEAD-20")
    def test_the_leads_are_on_the_colleagues_page_from_then_on(self, leads, leads_of_li_qiang):
        before = leads.get(HE_JIE, "list_leads", {"mine": True})["items"]
        hand_over(leads)
        mine = leads.get(HE_JIE, "list_leads", {"mine": True})["items"]
        assert (before, {one["consultant"] for one in mine}) == ([], {"何洁"})
        assert leads.get(LI_QIANG, "list_leads", {"mine": True})["items"] == []

    @pytest.mark.rule("LEAD-20")
    def test_they_stay_the_colleagues_when_the_register_tells_more_of_them(self, leads, leads_of_li_qiang):
        hand_over(leads)
        one = leads.get(MANAGER, "list_registrations", {"caretaker_id": HE_JIE.id})["items"][0]
        told = {"company": "金桥投资", "reason": "补录"}
        leads.get(LI_QIANG, "correct_registration", told, id=one["id"])
        lead = leads.get(MANAGER, "show_lead", {"estate_id": ESTATE}, customer_id=one["customer_id"])
        assert lead["consultant"] == "何洁"

    def test_another_consultants_work_on_the_same_customer_stays_theirs(self, leads, leads_of_li_qiang):
        hand_over(leads)
        assert in_care_of(leads, ZHOU_MIN) == ["LF000003"]

    def test_what_was_taken_over_is_handed_on_with_the_colleagues_own(self, leads, leads_of_li_qiang):
        register(leads, HE_JIE, name="赵敏", phones=["13700137000"])
        hand_over(leads)
        assert hand_over(leads, ZHOU_MIN, from_id=HE_JIE.id).body["count"] == 3
        assert in_care_of(leads, ZHOU_MIN) == ["LF000004", "LF000003", "LF000002", "LF000001"]

    def test_who_has_made_a_deal_is_no_open_lead(self, leads, leads_of_li_qiang):
        leads.hear(a_deal(leads, leads_of_li_qiang[0]))
        assert hand_over(leads).body["count"] == 1
        assert in_care_of(leads, LI_QIANG) == ["LF000001"]

    def test_the_colleague_sees_the_phones_and_a_stranger_to_the_lead_does_not(self, leads, leads_of_li_qiang):
        hand_over(leads)
        shown = {
            who.name: leads.get(who, "show_registration", id=leads_of_li_qiang[0]["id"])["particulars"]["phones"]
            for who in (HE_JIE, LI_QIANG, ZHOU_MIN)
        }
        assert (shown["何洁"], shown["李强"], shown["周敏"] == [PHONE]) == ([PHONE], [PHONE], False)

    def test_it_is_the_colleagues_still_when_it_proves_to_be_another_customer(self, leads, leads_of_li_qiang):
        hand_over(leads)
        told = {"reason": "更正", "name": "赵敏", "phones": ["13700137000"]}
        leads.get(SUPERVISOR, "correct_registration", told, id=leads_of_li_qiang[1]["id"])
        assert in_care_of(leads, HE_JIE) == ["LF000002", "LF000001"]

    def test_it_can_go_back(self, leads, leads_of_li_qiang):
        hand_over(leads)
        hand_over(leads, LI_QIANG, from_id=HE_JIE.id)
        assert in_care_of(leads, LI_QIANG) == ["LF000002", "LF000001"]

    def test_the_others_are_told_without_names(self, leads, leads_of_li_qiang):
        hand_over(leads)
        (said,) = leads.said(LeadsHandedOver)
        assert (said.from_id, said.to_id) == (LI_QIANG.id, HE_JIE.id)
        assert set(said.customer_ids) == {one["customer_id"] for one in leads_of_li_qiang}

    def test_every_hand_over_is_kept(self, leads, leads_of_li_qiang):
        hand_over(leads)
        hand_over(leads, ZHOU_MIN, from_id=HE_JIE.id)
        items = leads.get(SUPERVISOR, "list_hand_overs", {"consultant_id": HE_JIE.id})["items"]
        assert [(one["from_name"], one["to_name"], one["count"]) for one in items] == [
            ("何洁", "周敏", 2),
            ("李强", "何洁", 2),
        ]


class TestTheClaim:
    def test_it_stays_where_it_was(self, leads, leads_of_li_qiang):
        before = [verdict(leads, leads_of_li_qiang[0], closer) for closer in (LI_QIANG, ZHOU_MIN, HE_JIE)]
        entries = leads.count(Entry)
        hand_over(leads)
        after = [verdict(leads, leads_of_li_qiang[0], closer) for closer in (LI_QIANG, ZHOU_MIN, HE_JIE)]
        assert (after, leads.count(Entry)) == (before, entries)

    @pytest.mark.rule("LEAD-8")
    def test_a_deal_of_the_colleagues_is_one_that_the_first_consultant_may_claim(self, leads, leads_of_li_qiang):
        hand_over(leads)
        leads.hear(a_deal(leads, leads_of_li_qiang[1], HE_JIE))
        assert (in_force(leads)["claimant"], shares(in_force(leads))) == ("李强", {"何洁": "100"})

    def test_somebody_who_has_left_keeps_the_share(self, leads, leads_of_li_qiang):
        leads.hear(a_person(LI_QIANG, active=False))
        assert hand_over(leads).status == 201
        leads.hear(a_deal(leads, leads_of_li_qiang[0], ZHOU_MIN))
        assert shares(in_force(leads)) == {"李强": "50", "周敏": "50"}


class TestWhatIsRefused:
    def test_where_nothing_is_open_and_to_oneself(self, leads, leads_of_li_qiang):
        assert codes(hand_over(leads, ZHOU_MIN, from_id=HE_JIE.id)) == ["nothing_open"]
        assert codes(hand_over(leads, LI_QIANG)) == ["same_consultant"]
        assert leads.count(HandOver) == 0

    def test_to_somebody_who_has_left_or_is_no_consultant_there(self, leads, leads_of_li_qiang):
        leads.hear(a_person(HE_JIE, active=False), a_person(SALES), a_person(STRANGER))
        for nobody in (HE_JIE, SALES, STRANGER):
            reply = hand_over(leads, nobody)
            assert (reply.status, codes(reply), reply.body["reasons"][0]["field"]) == (404, ["no_consultant"], "to_id")

    def test_from_somebody_unknown_without_a_reason_or_elsewhere(self, leads, leads_of_li_qiang):
        leads.hear(an_estate("水墨林溪"))
        assert codes(hand_over(leads, from_id=an_id("无人"))) == ["no_consultant"]
        assert hand_over(leads, reason=" ").status == 422
        assert codes(hand_over(leads, estate_id=ELSEWHERE)) == ["no_estate"]

    def test_by_who_is_no_superior(self, leads, leads_of_li_qiang):
        assert hand_over(leads, caller=LI_QIANG).status == 403

    def test_of_two_at_once_one_hands_over(self, leads, second, leads_of_li_qiang):
        takers = ((leads, HE_JIE), (second, ZHOU_MIN))
        calls = [lambda house=house, to=to: hand_over(house, to).status for house, to in takers]
        assert sorted(at_once(*calls)) == [201, 409]
