"""Notices: who gets them, kept as sent, acknowledged by department, chased day by day (NOTE-2, NOTE-3, NOTE-5)."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.notify.events import NoticeAcknowledged
from services.notify.models import Notice
from tests.engineering.house import an_id
from tests.notify.builders import (
    ADMINISTRATOR,
    CHANGE,
    DEPARTMENTS,
    ELSEWHERES,
    GENERAL_MANAGER,
    PROPERTY,
    an_estate,
    of,
    the_blockage,
    the_cancellation,
    the_settlement,
    the_unit_change,
)

FINANCE, LEASING = of("finance"), of("leasing")
UNIT_CHANGED = "property.unit_changed.v1"
SETTLED = "finance.old_unit_settled.v1"


def items(house, caller, **asked):
    return house.get(caller, "list_inbox", asked)["items"]


def the_notice(house, caller=PROPERTY):
    """The newest notice, as the caller's own page shows it."""
    listed = house.get(caller, "list_notices")["items"]
    return house.get(caller, "show_notice", id=listed[0]["id"])


def acknowledge(house, caller, notice_id):
    return house.get(caller, "acknowledge_notice", id=notice_id)


@pytest.mark.rule("NOTE-2")
class TestWhoGetsIt:
    def test_the_unit_change_notice_reaches_all_six_departments(self, notify):
        notify.hear(the_unit_change())
        for department in DEPARTMENTS:
            (item,) = items(notify, of(department))
            assert (item["kind"], item["asks"], item["title_zh"]) == ("notice", True, "客户单元变更通知单 HF-1")
            assert item["link"] == f"/unit-changes/{CHANGE}"

    def test_a_cancelled_change_is_told_to_those_involved(self, notify):
        notify.hear(the_cancellation())
        assert [bool(items(notify, of(one))) for one in DEPARTMENTS] == [True, False, False, True, True, True]

    @pytest.mark.rule("SALE-17")
    def test_a_blocked_change_is_told_to_those_who_can_do_something_about_it(self, notify):
        notify.hear(the_blockage())
        told = [bool(items(notify, of(one))) for one in DEPARTMENTS]
        assert dict(zip(DEPARTMENTS, told, strict=True)) == {
            **dict.fromkeys(DEPARTMENTS, False),
            **dict.fromkeys(("leasing", "sales_control", "property"), True),
        }
        (item,) = items(notify, PROPERTY)
        assert item["title_zh"] == "换房 HF-1 受阻：新单元 A1205 已被占用"
        assert "held on the board" in item["body_en"]

    def test_a_settlement_is_told_to_property_and_leasing(self, notify):
        notify.hear(the_settlement())
        assert items(notify, LEASING)[0]["title_en"] == "The old unit's account is settled: 1234.56 yuan"
        assert items(notify, PROPERTY)
        assert not items(notify, FINANCE)

    def test_an_estate_not_heard_of_yet_does_not_hold_up_its_notices(self, notify):
        notify.hear(the_unit_change(estate_id=an_id("西溪")))
        (item,) = items(notify, of("finance", estates=frozenset({"*"})))
        assert item["body_zh"].startswith(":客户自")

    def test_an_event_heard_again_after_it_was_forgotten_sends_nothing(self, notify):
        envelope = notify._envelope(the_unit_change(), None)
        notify.hear_again([envelope])
        with notify.runtime.work() as work:
            work.session.execute(text("DELETE FROM inbox"))
        notify.hear_again([envelope])
        assert notify.count(Notice) == 1


@pytest.mark.rule("NOTE-2")
class TestWishes:
    def wish(self, house, event_type=UNIT_CHANGED, caller=ADMINISTRATOR, **told):
        body = {"departments": ["finance"], "asks_acknowledgement": True} | told
        return house.ask(caller, "change_subscription", body, event_type=event_type)

    def test_an_administrator_says_who_gets_it_from_now_on(self, notify):
        told = self.wish(notify).body
        assert (told["departments"], told["usual"]) == (["finance"], False)
        notify.hear(the_unit_change())
        assert [bool(items(notify, of(one))) for one in DEPARTMENTS] == [False] * 5 + [True]

    def test_an_event_nobody_gets_by_default_can_be_subscribed_to_with_a_text(self, notify):
        requested = "property.unit_change_requested.v1"
        assert self.wish(notify, requested).status == 422
        texts = {"title_zh": "换房申请 {number}", "title_en": "Unit change {number} requested"}
        assert self.wish(notify, requested, **texts).status == 200

    def test_a_text_of_ones_own_is_used_in_both_languages(self, notify):
        texts = {
            "title_zh": "{new_unit_number} 有新客户",
            "title_en": "{new_unit_number} has a new customer",
            "link": "/x",
        }
        assert self.wish(notify, **texts).status == 200
        notify.hear(the_unit_change())
        (item,) = items(notify, FINANCE)
        assert (item["title_zh"], item["title_en"]) == ("A2001 有新客户", "A2001 has a new customer")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"title_zh": "{phone}", "title_en": "x"},
            {"title_zh": "只有中文"},
            {"departments": ["kitchen"]},
            {"departments": []},
            {"asks_acknowledgement": False},
            {"title_zh": "x", "title_en": "x", "link": "javascript:alert(1)"},
            {"asks_acknowledgement": "maybe"},
        ],
    )
    def test_a_wish_that_makes_no_sense_is_refused_and_changes_nothing(self, notify, wrong):
        assert self.wish(notify, **wrong).status == 422
        assert all(one["usual"] for one in notify.get(ADMINISTRATOR, "list_subscriptions"))

    def test_nobody_but_an_administrator_may(self, notify):
        assert self.wish(notify, caller=of("property", "director")).status == 403

    def test_an_event_that_does_not_exist_is_not_found(self, notify):
        assert self.wish(notify, "property.unit_exploded.v1").status == 404

    def test_the_list_shows_what_is_in_force_and_what_a_text_may_name(self, notify):
        self.wish(notify, departments=["finance", "leasing", "finance"])
        listed = {one["event_type"]: one for one in notify.get(PROPERTY, "list_subscriptions")}
        told = listed[UNIT_CHANGED]
        assert (told["departments"], told["version"]) == (["finance", "leasing"], 1)
        assert "new_unit_number" in told["fields"]
        assert told["says"].startswith("All is done")
        assert listed["engineering.work_order_opened.v1"]["template"] is None

    def test_a_wish_can_be_changed_again_by_who_has_seen_it(self, notify):
        self.wish(notify)
        assert self.wish(notify, departments=["leasing"]).body["version"] == 2

    def test_switching_off_sends_nothing(self, notify):
        off = {"departments": [], "asks_acknowledgement": False}
        assert self.wish(notify, "property.unit_change_cancelled.v1", **off).status == 200
        notify.hear(the_cancellation())
        assert notify.count(Notice) == 0


@pytest.mark.rule("NOTE-3")
class TestAcknowledging:
    @pytest.fixture
    def notice(self, notify):
        notify.hear(the_unit_change())
        return the_notice(notify)["id"]

    def test_it_shows_who_has_and_who_has_not(self, notify, notice):
        told = acknowledge(notify, FINANCE, notice)
        assert (told["asked"], told["acknowledged"]) == (6, 1)
        by_department = {one["department"]: one for one in told["recipients"]}
        assert by_department["finance"]["acknowledged_by_name"] == "finance.clerk"
        assert by_department["finance"]["acknowledged_at"] == "2026-12-07T01:00:00+00:00"
        assert [one["department"] for one in told["recipients"] if not one["acknowledged_at"]] == list(DEPARTMENTS[:5])

    def test_it_is_announced_with_how_many_have(self, notify, notice):
        for department in DEPARTMENTS:
            acknowledge(notify, of(department), notice)
        said = notify.said(NoticeAcknowledged)
        assert [(event.acknowledged, event.asked) for event in said] == [(number, 6) for number in range(1, 7)]
        assert {(event.notice_type, event.subject_id) for event in said} == {(UNIT_CHANGED, CHANGE)}

    @pytest.mark.rule("NOTE-1")
    def test_reading_is_not_acknowledging(self, notify, notice):
        (item,) = items(notify, FINANCE)
        notify.get(FINANCE, "mark_read", id=item["id"])
        assert len(items(notify, FINANCE)) == 1
        acknowledge(notify, FINANCE, notice)
        assert items(notify, FINANCE) == []
        assert [item["outcome"] for item in items(notify, FINANCE, show="closed")] == ["acknowledged"]

    def test_once_per_department_and_the_second_is_told_who_did(self, notify, notice):
        acknowledge(notify, FINANCE, notice)
        reply = notify.ask(of("finance", name="徐涛"), "acknowledge_notice", id=notice)
        assert (reply.status, reply.body["reasons"][0]["code"]) == (409, "acknowledged")
        assert "finance.clerk" in reply.body["detail"]
        assert len(notify.said(NoticeAcknowledged)) == 1

    def test_the_page_knows_what_stands_against_it(self, notify, notice):
        assert the_notice(notify, FINANCE)["reasons_not_to_acknowledge"] == []
        acknowledge(notify, FINANCE, notice)
        (reason,) = the_notice(notify, FINANCE)["reasons_not_to_acknowledge"]
        assert reason["code"] == "acknowledged"

    def test_another_estates_or_an_unasked_departments_notice_does_not_exist(self, notify, notice):
        assert notify.ask(ELSEWHERES, "acknowledge_notice", id=notice).status == 404
        assert notify.ask(ELSEWHERES, "show_notice", id=notice).status == 404
        assert notify.ask(PROPERTY, "show_notice", id=an_id("none")).status == 404
        notify.hear(the_settlement())
        settled = the_notice(notify)["id"]
        assert notify.ask(FINANCE, "show_notice", id=settled).status == 404

    def test_the_general_manager_sees_all_and_acknowledges_for_nobody(self, notify, notice):
        assert the_notice(notify, GENERAL_MANAGER)["asked"] == 6
        assert notify.codes(GENERAL_MANAGER, "acknowledge_notice", id=notice) == (409, ["not_asked"])

    def test_a_plain_notice_asks_for_none(self, notify):
        notify.hear(the_settlement())
        assert notify.codes(PROPERTY, "acknowledge_notice", id=the_notice(notify)["id"]) == (409, ["not_asked"])

    def test_the_list_knows_what_waits_for_my_department(self, notify, notice):
        waiting = {"waiting": True, "type": UNIT_CHANGED, "subject_id": CHANGE}
        assert len(notify.get(FINANCE, "list_notices", waiting)["items"]) == 1
        acknowledge(notify, FINANCE, notice)
        assert notify.get(FINANCE, "list_notices", waiting)["items"] == []
        (listed,) = notify.get(FINANCE, "list_notices", {"waiting": False})["items"]
        assert listed["acknowledged"] == 1


@pytest.mark.rule("NOTE-3")
class TestReminders:
    @pytest.fixture
    def notice(self, notify):
        notify.hear(the_unit_change())
        notice = the_notice(notify)["id"]
        for department in DEPARTMENTS[1:]:
            acknowledge(notify, of(department), notice)
        return notice

    @pytest.fixture
    def settled(self, notify):
        """A notice that asks for acknowledgement, and that no procedure waits for; leasing has not acknowledged."""
        body = {"departments": list(DEPARTMENTS), "asks_acknowledgement": True}
        notify.get(ADMINISTRATOR, "change_subscription", body, event_type=SETTLED)
        notify.hear(the_settlement())
        notice = the_notice(notify)["id"]
        for department in DEPARTMENTS[1:]:
            acknowledge(notify, of(department), notice)
        return notice

    def reminded(self, house, caller):
        return [item for item in items(house, caller) if item["kind"] in ("reminder", "escalation")]

    def a_working_day_later(self, house, clock):
        clock.move(days=1)
        house.by_the_clock("remind_who_has_not_acknowledged")

    def test_nobody_is_reminded_on_the_day_itself(self, notify, notice, clock):
        clock.move(hours=14)
        notify.by_the_clock("remind_who_has_not_acknowledged")
        assert self.reminded(notify, LEASING) == []

    def test_on_the_next_working_day_the_department_that_has_not_is_reminded_once(self, notify, notice, clock):
        self.a_working_day_later(notify, clock)
        notify.by_the_clock("remind_who_has_not_acknowledged")
        (item,) = self.reminded(notify, LEASING)
        assert (item["kind"], item["title_zh"]) == ("reminder", "请确认:客户单元变更通知单 HF-1")
        assert self.reminded(notify, FINANCE) == []
        assert notify.get(LEASING, "count_inbox")["overdue"] == 2

    @pytest.mark.rule("PROC-5")
    def test_the_ranks_are_told_by_the_procedure_that_waits_and_not_a_second_time(self, notify, notice, clock):
        for _ in range(6):
            self.a_working_day_later(notify, clock)
        for rank in ("clerk", "supervisor", "manager", "director"):
            assert [item["kind"] for item in self.reminded(notify, of("leasing", rank))] == ["reminder"]

    def test_else_each_further_working_day_the_next_rank_up_to_the_director(self, notify, settled, clock):
        self.a_working_day_later(notify, clock)
        for rank in ("supervisor", "manager", "director"):
            assert len(self.reminded(notify, of("leasing", rank))) == 1
            self.a_working_day_later(notify, clock)
            told = self.reminded(notify, of("leasing", rank))
            assert sorted(item["title_zh"] for item in told)[0] == "招商部尚未确认:原单元费用已结清,合计 1234.56 元"
        clock.move(days=7)
        self.a_working_day_later(notify, clock)
        assert len(self.reminded(notify, of("leasing", "director"))) == 2

    def test_weekends_do_not_count(self, notify, clock):
        clock.move(days=4)
        notify.hear(the_unit_change())
        for _ in range(2):
            self.a_working_day_later(notify, clock)
            assert self.reminded(notify, LEASING) == []
        self.a_working_day_later(notify, clock)
        assert len(self.reminded(notify, LEASING)) == 1

    def test_after_a_long_standstill_only_one_reminder_comes_at_a_time(self, notify, notice, clock):
        clock.move(days=30)
        for _ in range(3):
            notify.by_the_clock("remind_who_has_not_acknowledged")
        assert len(self.reminded(notify, LEASING)) == 1
        assert self.reminded(notify, of("leasing", "supervisor")) == self.reminded(notify, LEASING)

    def test_a_ladder_made_shorter_meanwhile_ends_the_chase_and_keeps_no_other_waiting(self, notify, settled, clock):
        self.a_working_day_later(notify, clock)
        self.a_working_day_later(notify, clock)
        self.a_working_day_later(notify, clock)
        notify.runtime.settings = {"notify.ladder": ["supervisor"]}
        notify.hear(the_cancellation(), the_unit_change(number="HF-2"))
        self.a_working_day_later(notify, clock)
        assert {item["number"] for item in self.reminded(notify, FINANCE)} == {"HF-2"}

    def test_acknowledging_ends_the_chase(self, notify, settled, clock):
        self.a_working_day_later(notify, clock)
        self.a_working_day_later(notify, clock)
        acknowledge(notify, LEASING, settled)
        for _ in range(3):
            self.a_working_day_later(notify, clock)
        for rank in ("clerk", "supervisor", "manager", "director"):
            assert items(notify, of("leasing", rank)) == []

    def test_it_goes_by_the_estates_own_time(self, notify, clock):
        notify.hear(an_estate("America/New_York"), the_unit_change())
        clock.move(hours=20)
        notify.by_the_clock("remind_who_has_not_acknowledged")
        assert len(self.reminded(notify, LEASING)) == 1


@pytest.mark.rule("NOTE-5")
class TestKeptAsSent:
    def test_the_text_of_both_languages_stays_when_the_template_changes(self, notify):
        notify.hear(the_unit_change())
        before = the_notice(notify)
        texts = {"title_zh": "新文字", "title_en": "New words"}
        body = {"departments": ["property"], "asks_acknowledgement": True} | texts
        notify.get(ADMINISTRATOR, "change_subscription", body, event_type=UNIT_CHANGED)
        assert the_notice(notify) == before
        assert before["title_en"] == "Unit change notice HF-1"

    @pytest.mark.parametrize("statement", ["UPDATE notices SET title_zh = '改'", "DELETE FROM notices"])
    def test_the_database_itself_lets_nobody_change_it(self, notify, statement):
        notify.hear(the_unit_change())
        with pytest.raises(DBAPIError), notify.runtime.work() as work:
            work.session.execute(text(statement))

    def test_a_very_long_text_is_sent_whole(self, notify):
        notify.hear(the_cancellation("原因" * 2000))
        assert the_notice(notify)["body_zh"].endswith("原因" * 2000)
