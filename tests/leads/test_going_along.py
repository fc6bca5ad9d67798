"""What goes along when a consultant's work is handed over: viewings, concessions, correcting the register (LEAD-7)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.leads.events import ConcessionAsked, ConcessionGranted, ViewingMoved
from services.leads.models import AppointmentSlot, Entry
from services.leads.rules.concessions import Act, Person, State, reasons_against_decider
from tests.engineering.house import ESTATE
from tests.engineering.test_races import at_once
from tests.leads.builders import HE_JIE, LI_QIANG, SUPERVISOR, ZHOU_MIN, register
from tests.leads.offering import COLLEAGUE, CONSULTANT, GENERAL_MANAGER, SALES_MANAGER, a_customer, put_on_offer
from tests.leads.test_handing_over import hand_over
from tests.leads.test_verdicts import verdict

TEN = datetime(2026, 12, 8, 2, 0, tzinfo=UTC)  # On Tuesday, in the morning in Shanghai.


def a_viewing(house, customer_id, caller=LI_QIANG, hours=0.0, unit="A1109", **told):
    start = TEN + timedelta(hours=hours)
    times = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat()}
    asked = {"estate_id": ESTATE, "customer_id": customer_id, "unit_number": unit}
    return house.get(caller, "plan_viewing", asked | times | told)


def consultant_of(house, viewing):
    return house.get(SUPERVISOR, "show_viewing", id=viewing["id"])["consultant"]


def to_be_moved(house, caller=SUPERVISOR, **asked):
    items = house.get(caller, "list_viewings", {"to_be_moved": True} | asked)["items"]
    return [(one["unit_number"], one["consultant"], one["to_be_moved"]) for one in items]


def slots_of(house, who):
    with house.runtime.look() as work:
        return work.session.query(AppointmentSlot).filter_by(resource=f"consultant:{who.id}").count()


@pytest.fixture
def wang_wei(leads):
    return register(leads)


@pytest.mark.rule("LEAD-7", "LEAD-21")
class TestViewings:
    def test_they_are_the_takers_from_then_on_with_their_time(self, leads, wang_wei):
        viewing = a_viewing(leads, wang_wei["customer_id"])
        reply = hand_over(leads)
        assert (reply.body["viewings"], reply.body["viewings_left"]) == (1, 0)
        assert (consultant_of(leads, viewing), to_be_moved(leads)) == ("何洁", [])
        assert (slots_of(leads, LI_QIANG), slots_of(leads, HE_JIE)) == (0, 4)
        (said,) = leads.said(ViewingMoved)
        assert (said.appointment_id, said.consultant_id, said.starts_at) == (viewing["id"], HE_JIE.id, TEN)

    def test_where_the_taker_is_promised_then_it_stays_to_be_moved(self, leads, wang_wei):
        own = register(leads, HE_JIE, name="李娜", phones=["13900139000"])
        a_viewing(leads, own["customer_id"], HE_JIE, hours=0.75, unit="A1203")
        viewing, other = (a_viewing(leads, wang_wei["customer_id"], hours=hours) for hours in (0, 3))
        reply = hand_over(leads)
        assert (reply.body["viewings"], reply.body["viewings_left"]) == (1, 1)
        assert [consultant_of(leads, one) for one in (viewing, other)] == ["李强", "何洁"]
        assert to_be_moved(leads) == [("A1109", "李强", True)]
        assert (slots_of(leads, LI_QIANG), slots_of(leads, HE_JIE)) == (4, 8)

    def test_whoever_moves_it_has_decided(self, leads, wang_wei, clock):
        own = register(leads, HE_JIE, name="李娜", phones=["13900139000"])
        a_viewing(leads, own["customer_id"], HE_JIE, unit="A1203")
        viewing = a_viewing(leads, wang_wei["customer_id"])
        hand_over(leads)
        clock.move(minutes=1)
        later = {"starts_at": (TEN + timedelta(hours=2)).isoformat(), "ends_at": (TEN + timedelta(hours=3)).isoformat()}
        leads.get(HE_JIE, "move_viewing", later | {"consultant_id": HE_JIE.id}, id=viewing["id"])
        assert (to_be_moved(leads), consultant_of(leads, viewing)) == ([], "何洁")

    def test_what_is_over_or_another_consultants_stays(self, leads, wang_wei, clock):
        past = a_viewing(leads, wang_wei["customer_id"])
        others = a_viewing(leads, wang_wei["customer_id"], hours=48, consultant_id=ZHOU_MIN.id)
        clock.move(days=2)
        assert hand_over(leads).body["viewings"] == 0
        assert [consultant_of(leads, one) for one in (past, others)] == ["李强", "周敏"]
        assert to_be_moved(leads) == []

    def test_so_does_one_with_a_customer_of_somebody_else_which_is_then_to_be_moved(self, leads, wang_wei):
        theirs = register(leads, ZHOU_MIN, name="李娜", phones=["13900139000"])
        viewing = a_viewing(leads, theirs["customer_id"], ZHOU_MIN, consultant_id=LI_QIANG.id)
        reply = hand_over(leads)
        assert (reply.body["viewings"], reply.body["viewings_left"]) == (0, 1)
        assert (consultant_of(leads, viewing), to_be_moved(leads)) == ("李强", [("A1109", "李强", True)])

    def test_it_goes_along_under_the_id_that_the_customer_had_before_a_correction(self, leads, wang_wei, clock):
        mistaken = register(leads, name="张三", phones=["13900139000"])
        viewing = a_viewing(leads, mistaken["customer_id"])
        told = {"reason": "实为王伟", "name": "王伟", "phones": ["13800138000"]}
        leads.get(LI_QIANG, "correct_registration", told, id=mistaken["id"])
        assert hand_over(leads).body["viewings"] == 1
        assert consultant_of(leads, viewing) == "何洁"

    def test_of_two_who_take_the_same_time_at_once_one_has_it(self, leads, second, wang_wei):
        """The taker is promised elsewhere in the very moment: either that is refused, or the viewing stays behind."""
        own = register(leads, HE_JIE, name="李娜", phones=["13900139000"])
        a_viewing(leads, wang_wei["customer_id"])
        times = {"starts_at": TEN.isoformat(), "ends_at": (TEN + timedelta(hours=1)).isoformat()}
        asked = {"estate_id": ESTATE, "customer_id": own["customer_id"], "unit_number": "A1203"} | times
        reply, status = at_once(lambda: hand_over(leads), lambda: second.ask(HE_JIE, "plan_viewing", asked).status)
        assert (reply.status, reply.body["viewings_left"], status) in [(201, 0, 409), (201, 1, 201)]
        assert slots_of(leads, HE_JIE) == 4

    def test_so_it_is_with_a_viewing_of_the_takers_that_is_moved_to_that_time(self, leads, second, wang_wei):
        own = register(leads, HE_JIE, name="李娜", phones=["13900139000"])
        a_viewing(leads, wang_wei["customer_id"])
        theirs = a_viewing(leads, own["customer_id"], HE_JIE, hours=3, unit="A1203")
        times = {"starts_at": TEN.isoformat(), "ends_at": (TEN + timedelta(hours=1)).isoformat()}
        moved = {"id": theirs["id"]}
        reply, status = at_once(
            lambda: hand_over(leads), lambda: second.ask(HE_JIE, "move_viewing", times, **moved).status
        )
        assert (reply.status, reply.body["viewings_left"], status) in [(201, 0, 409), (201, 1, 200)]
        assert slots_of(leads, HE_JIE) == (8 if status == 409 else 4)


@pytest.mark.rule("LEAD-7", "LEAD-21")
class TestWhatIsToBeMoved:
    @pytest.fixture
    def engine(self):
        """What is over is so on either database."""
        return "sqlite"

    def test_once_its_time_is_over_there_is_nothing_to_be_moved(self, leads, wang_wei, clock):
        theirs = register(leads, ZHOU_MIN, name="李娜", phones=["13900139000"])
        a_viewing(leads, theirs["customer_id"], ZHOU_MIN, consultant_id=LI_QIANG.id)
        hand_over(leads)
        clock.at = TEN
        assert len(to_be_moved(leads)) == 1
        clock.move(minutes=1)
        assert to_be_moved(leads) == []
        (one,) = leads.get(SUPERVISOR, "list_viewings", {"to_be_moved": False})["items"]
        assert one["to_be_moved"] is False


@pytest.mark.rule("LEAD-7", "LEAD-14")
class TestConcessions:
    @pytest.fixture
    def engine(self):
        """Whose they are is the same on either database."""
        return "sqlite"

    def applied(self, house, customer, unit="A1201", amount="15"):
        asked = {"customer_id": customer, "unit_id": put_on_offer(house, unit), "kind": "discount", "amount": amount}
        asked |= {"expected_price": "5.50", "reason": "偏高。"}
        return house.get(CONSULTANT, "ask_for_concession", asked)

    def shown(self, house, one, caller=SALES_MANAGER):
        return house.get(caller, "show_concession", id=one["id"])

    def test_what_is_asked_for_and_what_was_granted_go_along(self, leads):
        customer = a_customer(leads)
        asked, granted = self.applied(leads, customer), self.applied(leads, customer, "A1301", "1")
        assert hand_over(leads).body["concessions"] == 2
        for one in (asked, granted):
            told = self.shown(leads, one)
            assert (told["consultant"], told["history"][-1]["act"]) == ("何洁", "hand_over")
            assert told["history"][-1]["reason"] == "李强 → 何洁：李强离职"
            assert told["state"] == one["state"]

    def test_the_taker_hears_of_the_grant_and_may_take_it_back(self, leads):
        asked = self.applied(leads, a_customer(leads))
        hand_over(leads, ZHOU_MIN)
        act = {"reason": "客户改主意。"}
        assert leads.codes(CONSULTANT, "withdraw_concession", act, id=asked["id"]) == (403, ["not_yours"])
        grant = {"act": "grant", "amount": "5", "reason": "可。"}
        leads.get(SALES_MANAGER, "decide_on_concession", grant, id=asked["id"])
        (said,) = leads.said(ConcessionGranted)
        assert said.consultant_id == COLLEAGUE.id

    def test_what_is_refused_or_lapsed_stays(self, leads, clock):
        customer = a_customer(leads)
        refused, lapsed = self.applied(leads, customer), self.applied(leads, customer, "A1301", "1")
        leads.get(SALES_MANAGER, "decide_on_concession", {"act": "refuse", "reason": "低于底价。"}, id=refused["id"])
        clock.move(days=31)
        assert hand_over(leads).body["concessions"] == 0
        assert {self.shown(leads, one)["consultant"] for one in (refused, lapsed)} == {"李强"}

    def test_whoever_filed_it_does_not_decide_on_it_afterwards(self):
        manager = Person("1", "leasing", "manager")
        found = reasons_against_decider(State.WITH_SALES_MANAGER, Act.GRANT, manager, applicant="2", filed_by="1")
        assert [reason.code for reason in found] == ["own"]
        assert [*reasons_against_decider(State.WITH_SALES_MANAGER, Act.GRANT, manager, "2", "3")] == []

    def test_nor_does_a_manager_at_the_door(self, leads):
        customer = a_customer(leads, SALES_MANAGER)
        asked = {"customer_id": customer, "unit_id": put_on_offer(leads), "kind": "discount", "amount": "15"}
        asked |= {"expected_price": "5.50", "reason": "偏高。"}
        one = leads.get(SALES_MANAGER, "ask_for_concession", asked)
        hand_over(leads, from_id=SALES_MANAGER.id)
        (grant, *_) = self.shown(leads, one)["may_do"]
        assert "own" in [reason["code"] for reason in grant["reasons_against"]]
        (grant, *_) = self.shown(leads, one, GENERAL_MANAGER)["may_do"]
        assert grant["reasons_against"] == []

    def test_what_lies_with_the_sales_manager_who_takes_over_goes_to_the_general_manager(self, leads):
        customer = a_customer(leads)
        asked, granted = self.applied(leads, customer), self.applied(leads, customer, "A1301", "1")
        hand_over(leads, SALES_MANAGER)
        told = self.shown(leads, asked, GENERAL_MANAGER)
        assert (told["state"], told["history"][-1]["act"]) == ("with_general_manager", "hand_over")
        assert told["may_do"][0]["reasons_against"] == []
        assert [said.desk for said in leads.said(ConcessionAsked)] == ["sales_manager", "general_manager"]
        assert self.shown(leads, granted)["state"] == "granted"


@pytest.mark.rule("LEAD-3", "LEAD-7")
class TestTheRegister:
    @pytest.fixture
    def engine(self):
        """Who may correct is the same on either database."""
        return "sqlite"

    def test_the_taker_corrects_the_registration_and_the_claim_stays(self, leads, wang_wei):
        before = [verdict(leads, wang_wei, closer) for closer in (LI_QIANG, ZHOU_MIN, HE_JIE)]
        told = {"reason": "客户来电告知", "company": "金桥投资"}
        assert leads.codes(HE_JIE, "correct_registration", told, id=wang_wei["id"]) == (409, ["not_yours"])
        hand_over(leads)
        corrected = leads.get(HE_JIE, "correct_registration", told, id=wang_wei["id"])
        assert (corrected["company"], corrected["consultant"], corrected["caretaker"]) == ("金桥投资", "李强", "何洁")
        assert [verdict(leads, wang_wei, closer) for closer in (LI_QIANG, ZHOU_MIN, HE_JIE)] == before

    @pytest.mark.rule("LEAD-2")
    def test_they_do_not_sign_for_whoever_registered(self, leads):
        inquiry = register(leads, is_signed=False)
        hand_over(leads)
        entries = leads.count(Entry)
        told = {"reason": "补签", "is_signed": True}
        assert leads.codes(HE_JIE, "correct_registration", told, id=inquiry["id"]) == (409, ["not_yours_to_sign"])
        assert leads.count(Entry) == entries

    def test_once_it_is_handed_on_they_do_not_any_more(self, leads, wang_wei):
        hand_over(leads)
        hand_over(leads, ZHOU_MIN, from_id=HE_JIE.id)
        told = {"reason": "更正", "company": "金桥投资"}
        assert leads.codes(HE_JIE, "correct_registration", told, id=wang_wei["id"]) == (409, ["not_yours"])
        may = leads.get(ZHOU_MIN, "show_registration", id=wang_wei["id"])["may_do"]
        assert may[0]["reasons_against"] == []


@pytest.mark.rule("LEAD-18")
def test_whoever_a_superior_closes_as_lost_afterwards_waits_with_the_taker(leads):
    customer = a_customer(leads)
    hand_over(leads)
    lost = {"estate_id": ESTATE, "cause": "place", "reason": "太远。", "rival_building": "国贸大厦"}
    assert leads.get(SALES_MANAGER, "lose_lead", lost, customer_id=customer)["consultant"] == "何洁"
