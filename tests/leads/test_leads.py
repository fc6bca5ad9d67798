"""The consultants' own pages: whose lead somebody is, how keen, when they are called (LEAD-17, LEAD-20)."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.leads.events import FollowUpOverdue, LeadContacted, LeadGraded
from services.leads.models import Contact, Grading, Lead
from tests.engineering.house import ESTATE, an_id
from tests.engineering.test_races import at_once
from tests.leads.builders import (
    ANOTHER,
    LI_QIANG,
    PHONE,
    SALES,
    STRANGER,
    SUPERVISOR,
    ZHOU_MIN,
    an_estate,
    register,
)

CALL = {"estate_id": ESTATE, "kind": "phone", "outcome": "thinking", "said": "想看东向的房"}


def leads_of(house, caller=LI_QIANG, **asked):
    return house.get(caller, "list_leads", asked)["items"]


def show(house, one, caller=LI_QIANG):
    return house.get(caller, "show_lead", {"estate_id": ESTATE}, customer_id=one["customer_id"])


def grade(house, one, caller=LI_QIANG, grade="A", note=""):
    return house.ask(
        caller, "grade_lead", {"estate_id": ESTATE, "grade": grade, "note": note}, customer_id=one["customer_id"]
    )


def contact(house, one, caller=LI_QIANG, **told):
    return house.ask(caller, "log_contact", CALL | told, customer_id=one["customer_id"])


def codes(reply):
    return reply.status, [reason["code"] for reason in reply.body["reasons"]]


def due(house, caller=LI_QIANG, **asked):
    items = house.get(caller, "list_follow_ups", asked)["items"]
    return [(one["number"], one["stage"], one["due_until"], one["when"]) for one in items]


def receive(house, caller=LI_QIANG, **told):
    known = {"estate_id": ESTATE, "phone": PHONE, "asked_for_id": caller.id}
    return house.get(caller, "receive_visitor", known | told)


@pytest.mark.rule("LEAD-20")
class TestWhoseLead:
    def test_a_customer_of_the_register_is_the_lead_of_their_consultant(self, leads):
        one = register(leads, company="金桥投资", medium="地铁广告")
        (lead,) = leads_of(leads, mine=True)
        told = ("customer_id", "number", "name", "company", "medium", "consultant", "phones", "grade", "state")
        assert {name: lead[name] for name in told} == {
            "customer_id": one["customer_id"],
            "number": "LF000001",
            "name": "王伟",
            "company": "金桥投资",
            "medium": "地铁广告",
            "consultant": "李强",
            "phones": ["138****8000"],
            "grade": None,
            "state": "open",
        }

    def test_the_newest_valid_registration_says_whose(self, leads):
        register(leads)
        register(leads, ZHOU_MIN)
        register(leads, LI_QIANG, is_signed=False)
        (lead,) = leads_of(leads)
        assert (lead["consultant"], lead["number"]) == ("周敏", "LF000003")

    def test_where_none_is_valid_the_newest_inquiry(self, leads):
        register(leads, is_signed=False)
        register(leads, ZHOU_MIN, is_signed=False)
        assert [one["consultant"] for one in leads_of(leads)] == ["周敏"]

    def test_one_that_becomes_valid_later_is_the_newest(self, leads, clock):
        inquiry = register(leads, is_signed=False)
        register(leads, ZHOU_MIN)
        clock.move(days=1)
        signed = {"reason": "补签", "is_signed": True}
        leads.get(LI_QIANG, "correct_registration", signed, id=inquiry["id"])
        assert [one["consultant"] for one in leads_of(leads)] == ["李强"]

    def test_it_stays_so_when_the_claim_has_lapsed(self, leads, clock):
        register(leads)
        clock.move(days=60)
        register(leads, ZHOU_MIN, is_signed=False)
        assert [one["consultant"] for one in leads_of(leads)] == ["李强"]

    def test_each_estate_has_its_own(self, leads):
        leads.hear(an_estate("水墨林溪"))
        both = LI_QIANG.__class__(**LI_QIANG.__dict__ | {"estates": frozenset({"*"})})
        register(leads)
        register(leads, both, estate_id=an_id("水墨林溪"))
        assert (len(leads_of(leads, both)), len(leads_of(leads)), len(leads_of(leads, STRANGER))) == (2, 1, 1)

    def test_a_correction_to_somebody_known_takes_the_work_along(self, leads, clock):
        unknown = register(leads, phones=[], channel="phone")
        grade(leads, unknown, grade="B")
        contact(leads, unknown)
        known = register(leads, ZHOU_MIN, channel="phone")
        leads.get(LI_QIANG, "correct_registration", {"reason": "补电话", "phones": [PHONE]}, id=unknown["id"])
        (lead,) = leads_of(leads)
        assert (lead["customer_id"], lead["grade"]) == (known["customer_id"], "B")
        assert [one["said"] for one in show(leads, known)["contacts"]] == ["想看东向的房"]
        assert show(leads, unknown)["customer_id"] == known["customer_id"]


@pytest.mark.rule("LEAD-20")
class TestGrading:
    def test_the_last_grade_holds_and_all_stay_to_be_seen(self, leads, clock):
        one = register(leads)
        grade(leads, one, grade="C", note="只看看")
        clock.move(hours=1)
        shown = grade(leads, one, grade="A", note="问了付款方式").body
        assert shown["grade"] == "A"
        assert [(each["grade"], each["note"], each["by"]) for each in shown["gradings"]] == [
            ("A", "问了付款方式", "李强"),
            ("C", "只看看", "李强"),
        ]

    def test_sales_control_sees_the_grades_and_gives_none(self, leads):
        one = register(leads)
        grade(leads, one, grade="A")
        assert [each["grade"] for each in leads_of(leads, SALES, grade="A")] == ["A"]
        assert leads_of(leads, SALES, grade="B") == []
        assert grade(leads, one, SALES).status == 403
        (act,) = (each for each in show(leads, one, SALES)["may_do"] if each["act"] == "grade")
        assert [reason["code"] for reason in act["reasons_against"]] == ["forbidden"]

    def test_the_ungraded_are_found(self, leads):
        one = register(leads)
        register(leads, name="李娜", phones=[ANOTHER])
        grade(leads, one)
        assert [each["name"] for each in leads_of(leads, grade="none")] == ["李娜"]

    def test_a_colleague_grades_nobody_elses_lead_and_a_superior_does(self, leads):
        one = register(leads)
        assert codes(grade(leads, one, ZHOU_MIN)) == (409, ["not_yours"])
        assert grade(leads, one, SUPERVISOR).status == 201

    @pytest.mark.parametrize("wrong", [{"grade": "E"}, {"grade": None}, {"note": "长" * 501}])
    def test_what_is_no_grade_is_refused(self, leads, wrong):
        one = register(leads)
        told = {"estate_id": ESTATE, "grade": "A"} | wrong
        assert leads.ask(LI_QIANG, "grade_lead", told, customer_id=one["customer_id"]).status == 422
        assert leads.count(Grading) == 0

    @pytest.mark.rule("GATE-2")
    def test_another_estates_lead_does_not_exist(self, leads):
        one = register(leads)
        assert codes(grade(leads, one, STRANGER)) == (404, ["no_lead"])
        assert leads.codes(STRANGER, "show_lead", customer_id=one["customer_id"]) == (404, ["no_lead"])

    def test_the_others_are_told_without_the_name(self, leads):
        one = register(leads)
        grade(leads, one, grade="B")
        (said,) = leads.said(LeadGraded)
        assert (said.customer_id, said.grade, said.number) == (one["customer_id"], "B", "LF000001")
        assert not {"name", "phones", "note"} & set(vars(said))

    @pytest.mark.parametrize("table", ["gradings", "contacts"])
    def test_the_database_refuses_to_change_what_was_said(self, leads, table):
        one = register(leads, channel="phone")
        grade(leads, one)
        contact(leads, one)
        with pytest.raises(DBAPIError), leads.runtime.work() as work:
            work.session.execute(text(f"DELETE FROM {table}"))

    def test_pages_go_on_where_the_last_ended(self, leads):
        for number in range(5):
            register(leads, name=f"客户{number}", phones=[f"1380013800{number}"])
        first = leads.get(LI_QIANG, "list_leads", {"limit": 3, "count": True})
        rest = leads.get(LI_QIANG, "list_leads", {"limit": 3, "cursor": first["next"]})
        names = [one["name"] for one in (*first["items"], *rest["items"])]
        assert (first["total"], len(set(names)), rest["next"]) == (5, 5, None)

    def test_two_at_once_leave_both_gradings_and_one_grade(self, leads, second):
        one = register(leads)
        replies = at_once(lambda: grade(leads, one, grade="A"), lambda: grade(second, one, grade="B"))
        assert [reply.status for reply in replies] == [201, 201]
        shown = show(leads, one)
        assert shown["grade"] in ("A", "B")
        assert {each["grade"] for each in shown["gradings"]} == {"A", "B"}


@pytest.mark.rule("LEAD-17")
class TestTheFirstCall:
    @pytest.mark.parametrize("channel", ["walk_in", "exhibition"])
    def test_after_a_visit_it_is_due_between_day_two_and_day_three(self, leads, clock, channel):
        register(leads, channel=channel)
        assert due(leads, when="to_come") == [("LF000001", "first_call", "2026-12-10", "to_come")]
        clock.move(days=2)
        assert due(leads, when="today") == [("LF000001", "first_call", "2026-12-10", "today")]
        clock.move(days=2)
        assert due(leads, when="overdue") == [("LF000001", "first_call", "2026-12-10", "overdue")]

    def test_who_only_rang_is_called_at_the_rhythm(self, leads):
        register(leads, channel="phone")
        assert due(leads, when="to_come") == [("LF000001", "rhythm", "2026-12-21", "to_come")]

    def test_a_call_before_day_two_is_refused_and_the_list_says_why(self, leads, clock):
        one = register(leads)
        clock.move(days=1)
        assert codes(contact(leads, one)) == (409, ["too_early"])
        (item,) = leads.get(LI_QIANG, "list_follow_ups", {"when": "to_come"})["items"]
        against = {act["act"]: [reason["code"] for reason in act["reasons_against"]] for act in item["may_do"]}
        assert (against["call"], against["contact"]) == (["too_early"], [])
        assert leads.count(Contact) == 0

    def test_unless_the_customer_asked_for_it(self, leads, clock):
        one = register(leads)
        clock.move(days=1)
        assert contact(leads, one, customer_asked=True).status == 201
        assert due(leads, when="all") == [("LF000001", "rhythm", "2026-12-22", "to_come")]

    def test_on_day_two_it_is_made_and_the_rhythm_goes_on(self, leads, clock):
        one = register(leads)
        clock.move(days=2)
        shown = contact(leads, one).body
        assert (shown["contacted_on"], shown["stage"], shown["due_until"]) == ("2026-12-09", "rhythm", "2026-12-23")
        assert [(each["kind_zh"], each["outcome"], each["by"]) for each in shown["contacts"]] == [
            ("电话", "thinking", "李强")
        ]

    def test_a_new_visit_starts_anew(self, leads, clock):
        one = register(leads)
        clock.move(days=2)
        contact(leads, one)
        clock.move(days=8)
        receive(leads)
        assert due(leads, when="all") == [("LF000001", "first_call", "2026-12-20", "to_come")]

    def test_who_left_no_phone_can_be_called_by_nobody_until_one_is_known(self, leads):
        one = register(leads, phones=[])
        assert due(leads, when="all") == []
        leads.get(LI_QIANG, "correct_registration", {"reason": "补电话", "phones": [ANOTHER]}, id=one["id"])
        assert due(leads, when="all") == [("LF000001", "first_call", "2026-12-10", "to_come")]

    def test_a_later_entry_that_says_less_takes_nothing_away(self, leads):
        register(leads, company="金桥投资")
        register(leads, name="王", company=None, is_signed=False)
        (lead,) = leads_of(leads)
        assert (lead["number"], lead["name"], lead["company"]) == ("LF000002", "王", "金桥投资")

    def test_a_stranger_at_the_desk_is_nobodys_visit(self, leads, clock):
        register(leads)
        clock.move(days=5)
        receive(leads, phone=None)
        assert due(leads, when="all") == [("LF000001", "first_call", "2026-12-10", "overdue")]

    def test_the_days_are_the_estates_own(self, leads, clock):
        leads.hear(an_estate("曼哈顿中心", "America/New_York"))
        caller = LI_QIANG.__class__(**LI_QIANG.__dict__ | {"estates": frozenset({"*"})})
        clock.at = datetime(2026, 12, 7, 23, 30, tzinfo=UTC)
        register(leads, caller)
        register(leads, caller, estate_id=an_id("曼哈顿中心"))
        due_on = {one["estate_id"]: one["due_from"] for one in leads_of(leads, caller)}
        assert due_on == {ESTATE: "2026-12-10", an_id("曼哈顿中心"): "2026-12-09"}
        clock.at = datetime(2026, 12, 9, 23, 0, tzinfo=UTC)
        assert [one[3] for one in due(leads, caller, when="today")] == ["today", "today"]

    @pytest.mark.parametrize(
        ("wrong", "status"),
        [
            ({"said": ""}, 422),
            ({"kind": "fax"}, 422),
            ({"at": "2026-12-10T02:00:00+00:00"}, 409),
            ({"at": "2026-12-01T02:00:00+00:00"}, 409),
        ],
    )
    def test_what_cannot_be_meant_is_refused(self, leads, clock, wrong, status):
        one = register(leads)
        clock.move(days=2)
        assert contact(leads, one, **wrong).status == status
        assert leads.count(Contact) == 0

    def test_a_colleague_logs_no_contact_with_anothers_lead(self, leads, clock):
        one = register(leads)
        clock.move(days=2)
        assert codes(contact(leads, one, ZHOU_MIN)) == (409, ["not_yours"])

    def test_the_others_are_told_without_what_was_said(self, leads, clock):
        one = register(leads)
        clock.move(days=2)
        contact(leads, one)
        (said,) = leads.said(LeadContacted)
        assert (said.customer_id, said.kind, said.day.isoformat()) == (one["customer_id"], "phone", "2026-12-09")
        assert not {"said", "name"} & set(vars(said))


@pytest.mark.rule("LEAD-17")
class TestTooLate:
    def marked(self, house):
        house.by_the_clock("mark_overdue_first_calls")
        return house.said(FollowUpOverdue)

    def test_until_the_end_of_day_three_nothing_is_said(self, leads, clock):
        register(leads)
        clock.at = datetime(2026, 12, 10, 15, 59, tzinfo=UTC)
        assert self.marked(leads) == []

    def test_then_it_is_said_once_to_the_consultant(self, leads, clock):
        one = register(leads)
        clock.at = datetime(2026, 12, 10, 16, 0, tzinfo=UTC)
        (said,) = self.marked(leads)
        assert (said.customer_id, said.consultant_id, said.number) == (one["customer_id"], LI_QIANG.id, "LF000001")
        clock.move(days=1)
        grade(leads, one)
        assert len(self.marked(leads)) == 1

    def test_a_new_visit_may_be_late_anew(self, leads, clock):
        register(leads)
        clock.move(days=5)
        self.marked(leads)
        receive(leads)
        clock.move(days=4)
        assert [said.visited_on.isoformat() for said in self.marked(leads)] == ["2026-12-07", "2026-12-12"]

    def test_nothing_is_said_of_a_call_that_was_made(self, leads, clock):
        one = register(leads)
        clock.move(days=2)
        contact(leads, one)
        clock.move(days=30)
        assert self.marked(leads) == []
        assert due(leads) == [("LF000001", "rhythm", "2026-12-23", "overdue")]

    def test_two_copies_say_it_once(self, leads, second, clock):
        for number in range(4):
            register(leads, name=f"客户{number}", phones=[f"1380013800{number}"])
        clock.move(days=4)
        at_once(*(lambda house=house: house.by_the_clock("mark_overdue_first_calls") for house in (leads, second)))
        assert len(self.marked(leads)) == 4

    def test_it_is_found_by_index(self, leads):
        table = Lead.__table__
        assert ("alarm_at",) in {tuple(column.name for column in index.columns) for index in table.indexes}
