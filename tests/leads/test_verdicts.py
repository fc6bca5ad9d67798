"""Whose customer somebody would be, asked at the door (LEAD-7 to LEAD-10)."""

import pytest

from tests.engineering.house import ELSEWHERE, ESTATE, an_id
from tests.leads.builders import (
    ANOTHER,
    HE_JIE,
    LI_QIANG,
    MANAGER,
    PHONE,
    STRANGER,
    ZHOU_MIN,
    a_person,
    an_estate,
    register,
)


def verdict(house, visitor, closer, caller=MANAGER, **asked):
    known = {"estate_id": ESTATE, "closer_id": closer.id}
    return house.get(caller, "show_attribution", known | asked, id=visitor["customer_id"])


def shares(told):
    return {share["consultant"]: share["percent"] for share in told["shares"]}


class TestAskedAtTheDoor:
    @pytest.mark.rule("LEAD-7", "LEAD-10")
    def test_it_tells_shares_rules_and_what_was_weighed(self, leads):
        one = register(leads)
        register(leads, ZHOU_MIN)
        told = verdict(leads, one, ZHOU_MIN)
        assert shares(told) == {"李强": "50", "周敏": "50"}
        assert told["rules"] == ["LEAD-4", "LEAD-7"]
        assert [(each["number"], each["consultant"]) for each in told["reasons"]] == [
            ("LF000001", "李强"),
            ("LF000002", "周敏"),
        ]
        weighed = [(each["consultant"], each["standing"], each["valid_until"]) for each in told["weighed"]]
        assert weighed == [("李强", "counts", "2026-12-22"), ("周敏", "counts", "2026-12-22")]

    @pytest.mark.rule("LEAD-8")
    def test_it_tells_who_may_claim_and_until_when(self, leads):
        told = verdict(leads, register(leads), HE_JIE)
        assert (shares(told), told["claimant"], told["claim_until"]) == ({"何洁": "100"}, "李强", "2026-12-10")

    @pytest.mark.rule("LEAD-6")
    def test_a_day_to_come_sees_what_will_have_lapsed(self, leads, clock):
        one = register(leads)
        assert shares(verdict(leads, one, HE_JIE, on="2026-12-23")) == {"何洁": "100"}
        clock.move(days=16)
        leads.get(MANAGER, "extend_registration", {"reason": "客户仍在比较"}, id=one["id"])
        told = verdict(leads, one, HE_JIE, claimed_on="2026-12-24", on="2026-12-24")
        assert shares(told) == {"李强": "50", "何洁": "50"}

    @pytest.mark.rule("LEAD-3", "LEAD-5")
    def test_a_relation_recorded_later_counts_from_its_own_day(self, leads, clock):
        husband = register(leads)
        wife = register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER])
        clock.move(days=2)
        relatives = [{"customer_id": husband["customer_id"], "relation": "spouse"}]
        leads.get(ZHOU_MIN, "correct_registration", {"reason": "客户告知", "relatives": relatives}, id=wife["id"])
        before, after = (verdict(leads, wife, ZHOU_MIN, on=day) for day in ("2026-12-08", "2026-12-09"))
        assert (before["claimant"], after["claimant"]) == (None, "李强")
        assert "LEAD-5" in after["rules"]

    @pytest.mark.rule("LEAD-2", "LEAD-3")
    def test_an_inquiry_that_gets_its_phone_counts_for_its_customer_from_that_day(self, leads, clock):
        inquiry, known = register(leads, phones=[]), register(leads, ZHOU_MIN)
        clock.move(days=2)
        told = {"reason": "补电话", "phones": [PHONE]}
        leads.get(LI_QIANG, "correct_registration", told, id=inquiry["id"])
        before, after = (verdict(leads, known, LI_QIANG, on=day) for day in ("2026-12-08", "2026-12-09"))
        assert (shares(before), before["claimant"]) == ({"李强": "100"}, "周敏")
        assert shares(after) == {"周敏": "50", "李强": "50"}

    @pytest.mark.rule("LEAD-3", "LEAD-4")
    def test_a_registration_corrected_to_anothers_customer_takes_no_claim_from_who_was_first(self, leads, clock):
        made_up = register(leads, name="张三", phones=[ANOTHER])
        known = register(leads, ZHOU_MIN)
        told = {"reason": "更正", "name": "王伟", "phones": [PHONE]}
        corrected = leads.get(LI_QIANG, "correct_registration", told, id=made_up["id"])
        assert corrected["customer_id"] == known["customer_id"]
        assert shares(verdict(leads, known, ZHOU_MIN)) == {"周敏": "100"}
        clock.move(days=1)
        assert shares(verdict(leads, known, LI_QIANG)) == {"周敏": "50", "李强": "50"}

    @pytest.mark.rule("LEAD-4")
    def test_another_estates_registrations_do_not_count_here(self, leads):
        leads.hear(an_estate("水墨林溪"), a_person(STRANGER))
        one = register(leads)
        register(leads, STRANGER, estate_id=ELSEWHERE)
        caller = MANAGER.__class__(**MANAGER.__dict__ | {"estates": frozenset({"*"})})
        told = verdict(leads, one, STRANGER, caller, estate_id=ELSEWHERE)
        assert [each["consultant"] for each in told["weighed"]] == ["外人"]

    @pytest.mark.rule("LEAD-10")
    def test_whoever_has_left_keeps_the_name_and_the_share(self, leads):
        one = register(leads)
        register(leads, ZHOU_MIN)
        leads.hear(a_person(LI_QIANG, active=False))
        assert shares(verdict(leads, one, ZHOU_MIN)) == {"李强": "50", "周敏": "50"}

    def test_an_unknown_closer_or_customer_is_said_so(self, leads):
        one = register(leads)
        asked = {"estate_id": ESTATE, "closer_id": an_id("无人")}
        assert leads.codes(MANAGER, "show_attribution", asked, id=one["customer_id"]) == (404, ["no_consultant"])
        asked = {"estate_id": ESTATE, "closer_id": LI_QIANG.id}
        assert leads.codes(MANAGER, "show_attribution", asked, id=an_id("无人")) == (404, ["no_visitor"])
