"""The verdict on a deal: weighed as of the moment of the deal, kept whole, told to the others (LEAD-7 to LEAD-10)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kit.bus import inbox
from kit.bus.worker import Worker
from services.leads.events import VerdictGiven
from services.leads.models import StoredVerdict
from tests.engineering.house import ELSEWHERE, an_id
from tests.leads.builders import (
    ANOTHER,
    HE_JIE,
    LI_QIANG,
    MANAGER,
    PHONE,
    SALES,
    STRANGER,
    ZHOU_MIN,
    a_person,
    an_estate,
    register,
)
from tests.leads.deals import DEAL, a_deal, in_force, shares, shown

READERS = frozenset({"attribution.read", "registration.read"})


@pytest.mark.rule("LEAD-10")
class TestTheVerdict:
    def test_it_is_given_when_the_deal_is_heard_of_and_told_to_the_others(self, leads):
        one = register(leads)
        register(leads, ZHOU_MIN)
        leads.hear(a_deal(leads, one))
        assert shares(in_force(leads)) == {"李强": "50", "周敏": "50"}
        (said,) = leads.said(VerdictGiven)
        assert (said.position, said.rules, said.is_final, said.claim_until) == (1, ("LEAD-4", "LEAD-7"), True, None)
        assert {(share.consultant_id, int(share.percent)) for share in said.shares} == {
            (LI_QIANG.id, 50),
            (ZHOU_MIN.id, 50),
        }

    def test_it_is_kept_whole(self, leads):
        one = register(leads)
        leads.hear(a_deal(leads, one))
        deal = shown(leads)
        (verdict,) = deal["verdicts"]
        assert (deal["number"], deal["unit_number"], deal["customer_name"]) == ("CJ-2026-0001", "A1203", "王伟")
        assert (deal["price"], deal["closed_on"], deal["is_on_site"]) == ("38500.00", "2026-12-07", True)
        assert (verdict["position"], verdict["kind_zh"], verdict["is_final"]) == (1, "成交界定", False)
        assert verdict["numbers"] == {"valid_for": "15", "claim_within": "3", "first_percent": "50"}
        (weighed,) = verdict["weighed"]
        assert (weighed["number"], weighed["consultant"], weighed["standing_zh"]) == ("LF000001", "李强", "有效")
        assert weighed["valid_until"] == "2026-12-22"
        assert [reason["rule"] for reason in verdict["reasons"]] == ["LEAD-4", "LEAD-8"]
        assert all(reason["zh"] and reason["en"] for reason in verdict["reasons"])
        assert (verdict["reasons"][0]["number"], verdict["reasons"][0]["consultant"]) == ("LF000001", "李强")

    def test_heard_of_twice_it_is_given_once(self, leads):
        deal = a_deal(leads, register(leads))
        leads.hear(deal, deal)
        leads.hear(deal)
        assert (len(shown(leads)["verdicts"]), len(leads.said(VerdictGiven))) == (1, 1)

    def test_what_the_register_learns_later_changes_nothing(self, leads, clock):
        one = register(leads)
        leads.hear(a_deal(leads, one))
        before = in_force(leads)
        clock.move(minutes=1)
        register(leads, ZHOU_MIN)
        told = {"reason": "更正", "name": "王大伟"}
        leads.get(LI_QIANG, "correct_registration", told, id=one["id"])
        assert in_force(leads) == before

    def test_the_database_itself_refuses_to_change_one(self, leads):
        leads.hear(a_deal(leads, register(leads)))
        for statement in ("UPDATE verdicts SET position = 7", "DELETE FROM verdicts"):
            with (
                pytest.raises(DBAPIError, match="append-only"),
                leads.runtime.database.engine.begin() as connection,
            ):
                connection.execute(text(statement))

    def test_the_numbers_are_those_of_the_configuration(self, runtime_of, leads):
        leads.runtime.settings = {"leads.first_percent": 60, "leads.claim_days": 5}
        one = register(leads)
        register(leads, ZHOU_MIN)
        leads.hear(a_deal(leads, one))
        assert shares(in_force(leads)) == {"李强": "60", "周敏": "40"}
        assert in_force(leads)["numbers"]["claim_within"] == "5"

    def test_a_customer_whom_leasing_does_not_know_is_the_closers(self, leads):
        leads.hear(a_deal(leads))
        assert (shares(in_force(leads)), in_force(leads)["weighed"]) == ({"周敏": "100"}, [])

    def test_a_closer_whom_leasing_does_not_know_has_the_share_by_id(self, leads):
        nobody = replace(ZHOU_MIN, id=an_id("不认识"))
        leads.hear(a_deal(leads, register(leads), nobody))
        (share,) = in_force(leads)["shares"]
        assert (share["consultant_id"], share["consultant"]) == (nobody.id, "")
        leads.hear(a_person(replace(nobody, name="后来认识")))
        assert shares(in_force(leads)) == {"后来认识": "100"}

    @pytest.mark.rule("LEAD-4")
    def test_another_estates_registrations_do_not_count(self, leads):
        leads.hear(an_estate("水墨林溪"), a_person(STRANGER))
        one = register(leads)
        register(leads, STRANGER, estate_id=ELSEWHERE)
        leads.hear(a_deal(leads, one, HE_JIE))
        assert [each["consultant"] for each in in_force(leads)["weighed"]] == ["李强"]

    @pytest.mark.rule("LEAD-9")
    def test_who_was_received_before_the_deal_was_on_site(self, leads, clock):
        one = register(leads, channel="exhibition")
        asked = {"estate_id": one["estate_id"], "visitor": "王伟", "phone": PHONE}
        clock.move(days=1)
        leads.get(LI_QIANG, "receive_visitor", asked | {"asked_for_id": LI_QIANG.id})
        at = clock.now()
        clock.move(minutes=5)
        leads.hear(a_deal(leads, one, ZHOU_MIN, closed_at=at))
        assert "LEAD-9" in in_force(leads)["rules"]
        assert in_force(leads)["claimant"] == "李强"

    @pytest.mark.rule("LEAD-9")
    def test_who_was_received_a_minute_after_it_was_not_there_yet(self, leads, clock):
        one = register(leads, channel="exhibition")
        asked = {"estate_id": one["estate_id"], "visitor": "王伟", "phone": PHONE}
        clock.move(days=1)
        at = clock.now()
        clock.move(minutes=1)
        leads.get(LI_QIANG, "receive_visitor", asked | {"asked_for_id": LI_QIANG.id})
        leads.hear(a_deal(leads, one, ZHOU_MIN, closed_at=at))
        assert in_force(leads)["claimant"] is None


@pytest.mark.rule("LEAD-10")
class TestAsOfTheDeal:
    def test_what_was_entered_later_on_that_day_does_not_count(self, leads, clock):
        one = register(leads)
        at = clock.now()
        clock.move(seconds=1)
        register(leads, ZHOU_MIN)
        leads.hear(a_deal(leads, one, closed_at=at))
        assert (shares(in_force(leads)), in_force(leads)["claimant"]) == ({"周敏": "100"}, "李强")

    def test_what_was_entered_at_that_very_moment_does(self, leads):
        one = register(leads)
        register(leads, ZHOU_MIN)
        leads.hear(a_deal(leads, one))
        assert shares(in_force(leads)) == {"李强": "50", "周敏": "50"}

    @pytest.mark.rule("LEAD-6")
    def test_an_extension_an_hour_after_it_saves_nothing(self, leads, clock):
        one = register(leads)
        clock.move(days=16)
        at = clock.now()
        clock.move(hours=1)
        leads.get(MANAGER, "extend_registration", {"reason": "客户仍在比较"}, id=one["id"])
        leads.hear(a_deal(leads, one, closed_at=at))
        assert (in_force(leads)["claimant"], in_force(leads)["rules"]) == (None, ["LEAD-6", "LEAD-4"])

    @pytest.mark.rule("LEAD-5")
    def test_a_relation_that_was_taken_back_since_held_then(self, leads, clock):
        husband = register(leads)
        relatives = [{"customer_id": husband["customer_id"], "relation": "spouse"}]
        wife = register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER], relatives=relatives)
        at = clock.now()
        clock.move(minutes=1)
        leads.get(ZHOU_MIN, "correct_registration", {"reason": "客户更正", "relatives": []}, id=wife["id"])
        leads.hear(a_deal(leads, wife, ZHOU_MIN, closed_at=at))
        assert (in_force(leads)["claimant"], "LEAD-5" in in_force(leads)["rules"]) == ("李强", True)

    @pytest.mark.rule("LEAD-3")
    def test_a_registration_that_was_this_customers_then_counts_though_corrected_since(self, leads, clock):
        mistaken, known = register(leads), register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER])
        at = clock.now()
        clock.move(minutes=1)
        told = {"reason": "更正", "name": "李娜", "phones": [ANOTHER]}
        corrected = leads.get(LI_QIANG, "correct_registration", told, id=mistaken["id"])
        assert corrected["customer_id"] == known["customer_id"]
        leads.hear(a_deal(leads, mistaken, HE_JIE, closed_at=at))
        assert (in_force(leads)["claimant"], len(in_force(leads)["weighed"])) == ("李强", 1)

    def test_its_day_is_the_estates(self, leads, clock):
        """Closed at half past eleven in the evening in New York, where the registration's fifteenth day is not over."""
        leads.hear(an_estate("曼哈顿中心", "America/New_York"))
        there = an_id("曼哈顿中心")
        caller = replace(LI_QIANG, estates=frozenset({"*"}))
        clock.at = datetime(2026, 12, 7, 15, 0, tzinfo=UTC)
        one = register(leads, caller, estate_id=there)
        clock.at = datetime(2026, 12, 23, 4, 30, tzinfo=UTC)
        leads.hear(a_deal(leads, one, estate_id=there, zone="America/New_York"))
        manager = replace(MANAGER, estates=frozenset({"*"}))
        verdict = shown(leads, manager)["verdicts"][-1]
        assert (verdict["on"], verdict["claimant"], verdict["claim_until"]) == ("2026-12-22", "李强", "2026-12-25")


@pytest.mark.rule("LEAD-10")
class TestTooEarly:
    """What an event depends on has not come: it waits, and is not lost."""

    def tell(self, house, *events):
        with house.runtime.work() as work:
            inbox.store(work.session, [house._envelope(event, None).to_json() for event in events], work.now)
        return self.try_again(house)

    def try_again(self, house):
        """Handles what waits, and gives what troubles the rest."""
        house.runtime.clock.move(minutes=10)
        worker = Worker(house.runtime, stop=None)
        while worker.handle():
            pass
        return house.troubles()

    def test_of_an_estate_not_known_yet_the_deal_waits_for_it(self, leads):
        (error,) = self.tell(leads, a_deal(leads, estate_id=ELSEWHERE))
        assert "the estate of deal CJ-2026-0001 is not known here" in error
        self.tell(leads, an_estate("水墨林溪"))
        assert (self.try_again(leads), leads.count(StoredVerdict)) == ([], 1)

    def test_made_at_a_moment_that_is_to_come_here_it_waits_for_that(self, leads, clock):
        (error,) = self.tell(leads, a_deal(leads, closed_at=clock.now() + timedelta(minutes=11)))
        assert "is to come here" in error
        assert (self.try_again(leads), leads.count(StoredVerdict)) == ([], 1)


class TestShown:
    @pytest.fixture
    def three(self, leads, clock):
        """A shared deal, one that may be claimed, and one of a customer who is not registered."""
        one, other = register(leads), register(leads, HE_JIE, name="李娜", phones=[ANOTHER])
        register(leads, ZHOU_MIN)
        for number, (visitor, closer) in enumerate(((one, ZHOU_MIN), (other, LI_QIANG), (None, HE_JIE)), 1):
            clock.move(minutes=1)
            told = {"deal_id": an_id(f"成交{number}"), "number": f"CJ-2026-000{number}"}
            leads.hear(a_deal(leads, visitor, closer, **told))
        return one, other

    def numbers(self, leads, caller=MANAGER, **asked):
        return [one["number"][-1] for one in leads.get(caller, "list_attributions", asked)["items"]]

    @pytest.mark.rule("LEAD-10")
    def test_the_list_has_the_deals_with_the_verdicts_in_force_newest_first(self, leads, three):
        items = leads.get(MANAGER, "list_attributions")["items"]
        assert [(one["number"][-1], shares(one), one["state"]) for one in items] == [
            ("3", {"何洁": "100"}, "final"),
            ("2", {"李强": "100"}, "open_claim"),
            ("1", {"李强": "50", "周敏": "50"}, "final"),
        ]
        assert (items[1]["claimant"], items[1]["claim_until"], items[1]["version"]) == ("何洁", "2026-12-10", 1)

    @pytest.mark.rule("LEAD-10")
    def test_it_is_filtered_by_share_customer_and_state(self, leads, three):
        assert self.numbers(leads, LI_QIANG, mine=True) == ["2", "1"]
        assert self.numbers(leads, consultant_id=ZHOU_MIN.id) == ["1"]
        assert self.numbers(leads, customer_id=three[1]["customer_id"]) == ["2"]
        assert self.numbers(leads, state="open_claim") == ["2"]
        assert self.numbers(leads, state="final") == ["3", "1"]
        assert self.numbers(leads, q="0003") == ["3"]
        assert self.numbers(leads, estate_id=ELSEWHERE) == self.numbers(leads, since="2026-12-08") == []

    @pytest.mark.rule("LEAD-10")
    def test_it_comes_in_pages(self, leads, three):
        first = leads.get(MANAGER, "list_attributions", {"limit": 2})
        second = leads.get(MANAGER, "list_attributions", {"limit": 2, "cursor": first["next"]})
        assert [one["number"][-1] for one in (*first["items"], *second["items"])] == ["3", "2", "1"]

    @pytest.mark.rule("GATE-2")
    def test_another_estates_deals_do_not_exist_for_a_stranger(self, leads, three):
        assert self.numbers(leads, STRANGER) == []
        assert leads.codes(STRANGER, "show_attributed_deal", deal_id=an_id("成交1")) == (404, ["no_deal"])
        assert leads.codes(STRANGER, "claim_share", deal_id=an_id("成交2")) == (404, ["no_deal"])

    @pytest.mark.rule("GATE-2")
    def test_sales_control_reads_them_and_claims_nothing(self, leads, three):
        reader = replace(SALES, permissions=READERS)
        assert len(self.numbers(leads, reader)) == 3
        assert leads.ask(reader, "claim_share", deal_id=an_id("成交2")).status == 403

    @pytest.mark.rule("LEAD-8")
    def test_the_customers_own_page_has_them(self, leads, three):
        (deal,) = leads.get(HE_JIE, "show_visitor", id=three[1]["customer_id"])["deals"]
        assert (deal["number"], deal["claimant"], deal["state"]) == ("CJ-2026-0002", "何洁", "open_claim")

    @pytest.mark.rule("LEAD-5", "LEAD-8")
    def test_and_those_of_relatives_where_the_first_one_would_look(self, leads, three):
        relatives = [{"customer_id": three[0]["customer_id"], "relation": "son"}]
        son = register(leads, HE_JIE, name="王小", phones=["13700137000"], relatives=relatives)
        leads.hear(a_deal(leads, son, HE_JIE, deal_id=DEAL))
        deals = leads.get(LI_QIANG, "show_visitor", id=three[0]["customer_id"])["deals"]
        assert [deal["customer_id"] == son["customer_id"] for deal in deals] == [True, False]
        assert deals[0]["claimant"] == "李强"
