"""Inboxes: tasks of every service come and go, each sees the own, reading is everybody's own mark (NOTE-1)."""

from datetime import date

import pytest

from kit.procedure.events import TaskKind, TaskOutcome
from services.leads.events import FollowUpOverdue
from services.notify.events import InboxChanged
from services.notify.models import Item
from tests.engineering.house import ELSEWHERE, ESTATE, an_id
from tests.notify.builders import (
    CHANGE,
    ELSEWHERES,
    ENGINEERING,
    GENERAL_MANAGER,
    PROPERTY,
    a_person,
    closed,
    late,
    of,
    opened,
    the_cancellation,
    the_dispatch,
)

pytestmark = pytest.mark.rule("NOTE-1")


def items(house, caller=PROPERTY, **asked):
    return house.get(caller, "list_inbox", asked)["items"]


def titles(house, caller=PROPERTY, **asked):
    return [item["title_zh"] for item in items(house, caller, **asked)]


def counts(house, caller=PROPERTY):
    told = house.get(caller, "count_inbox")
    return told["todo"], told["unread"], told["overdue"]


class TestTasks:
    def test_a_task_comes_into_its_departments_inbox_with_a_link(self, notify):
        notify.hear(opened())
        (item,) = items(notify)
        assert (item["kind"], item["number"], item["link"]) == ("task", "HF-1", f"/unit-changes/{CHANGE}")
        assert (item["title_zh"], item["title_en"]) == ("客户换房:检查新单元", "Unit change: inspect the new unit")
        assert (item["due_at"], item["read_at"]) == ("2026-12-07T04:00:00+00:00", None)

    @pytest.mark.parametrize("service", ["property", "finance", "engineering", "leads"])
    def test_whichever_service_it_is_of(self, notify, service):
        notify.hear(opened(), by=service)
        assert len(items(notify)) == 1

    def test_a_closed_task_leaves_the_list_and_can_be_found(self, notify):
        notify.hear(opened(), closed())
        assert items(notify) == []
        assert [item["outcome"] for item in items(notify, show="closed")] == ["done"]
        assert len(items(notify, show="all", q="HF-1")) == 1

    def test_a_task_heard_twice_is_one(self, notify):
        notify.hear(opened(), opened())
        assert len(items(notify)) == 1

    def test_hearing_a_closed_task_open_again_does_not_open_it(self, notify):
        notify.hear(opened(), closed(), opened(), closed())
        assert counts(notify) == (0, 0, 0)
        assert notify.count(Item) == 1

    def test_an_end_without_a_beginning_harms_nothing(self, notify):
        notify.hear(closed(), late())
        assert titles(notify, of("property", "supervisor")) == ["逾期:客户换房:检查新单元"]

    def test_a_step_sent_back_is_a_task_of_its_own(self, notify):
        notify.hear(opened(), closed(outcome=TaskOutcome.SENT_BACK), opened(round=2))
        assert len(items(notify)) == 1
        assert len(items(notify, show="all")) == 2

    def test_a_signature_is_asked_of_each_department_alone(self, notify):
        sign = {"kind": TaskKind.SIGN}
        notify.hear(opened(), opened(**sign, department="engineering"), closed())
        assert items(notify) == []
        assert [item["kind"] for item in items(notify, ENGINEERING)] == ["signature"]

    def test_closing_what_is_to_be_done_leaves_what_is_to_be_signed(self, notify):
        notify.hear(opened(), opened(kind=TaskKind.SIGN), late(), closed())
        assert [item["kind"] for item in items(notify)] == ["signature"]
        assert len(items(notify, of("property", "supervisor"))) == 2


class TestLateness:
    def test_a_late_task_is_marked_and_the_rank_is_told(self, notify):
        notify.hear(opened(), late())
        assert counts(notify) == (1, 1, 1)
        assert len(items(notify, show="overdue")) == 1
        supervisor = items(notify, of("property", "supervisor"))
        assert sorted(item["kind"] for item in supervisor) == ["escalation", "task"]
        assert titles(notify, of("property", "manager")) == ["客户换房:检查新单元"]

    def test_each_further_rank_is_told_once(self, notify):
        notify.hear(opened(), late(), late(), late(2, "manager"))
        manager = [item for item in items(notify, of("property", "manager")) if item["kind"] == "escalation"]
        assert len(manager) == 1

    def test_where_nobody_holds_the_rank_the_next_one_is_told(self, notify):
        notify.hear(a_person("property", "clerk"), a_person("property", "manager"), opened(), late())
        assert len(items(notify, of("property", "manager"))) == 2

    def test_somebody_who_left_or_works_elsewhere_holds_no_rank_here(self, notify):
        gone = a_person("property", "supervisor", active=False)
        other = a_person("property", "supervisor", person_id=an_id("x"), estates=(ELSEWHERE,))
        notify.hear(gone, other, a_person("property", "director", estates=("*",)), opened(), late())
        assert len(items(notify, of("property", "director"))) == 2

    def test_the_reports_go_when_the_task_is_done(self, notify):
        notify.hear(opened(), late(), late(2, "manager"), closed())
        assert counts(notify, of("property", "supervisor")) == (0, 0, 0)
        assert counts(notify, of("property", "manager")) == (0, 0, 0)


class TestWhoSeesWhat:
    def test_another_departments_and_another_estates_items_do_not_exist(self, notify):
        notify.hear(opened())
        (item,) = items(notify)
        for stranger in (ENGINEERING, ELSEWHERES, GENERAL_MANAGER):
            assert items(notify, stranger, show="all") == []
            assert notify.ask(stranger, "mark_read", id=item["id"]).status == 404

    def test_somebody_for_all_estates_sees_the_departments_everywhere(self, notify):
        notify.hear(opened())
        assert len(items(notify, of("property", estates=frozenset({"*"})))) == 1

    def test_what_belongs_to_no_estate_is_seen_in_all(self, notify):
        notify.hear(opened(estate_id=None))
        assert len(items(notify)) == len(items(notify, ELSEWHERES)) == 1

    def test_what_is_for_one_person_only_that_person_sees(self, notify):
        technician = of("engineering", name="杨军")
        notify.hear(the_dispatch(technician.id))
        assert titles(notify, technician, personal=True) == ["新工单 GD20261207-001:强电"]
        assert items(notify, ENGINEERING) == []

    @pytest.mark.rule("LEAD-17")
    def test_a_consultant_alone_is_told_that_a_first_call_is_late(self, notify):
        consultant, customer = of("leasing", name="李强"), an_id("王伟")
        late_call = FollowUpOverdue(
            customer_id=customer,
            estate_id=ESTATE,
            number="LF000001",
            consultant_id=consultant.id,
            visited_on=date(2026, 12, 7),
            due_until=date(2026, 12, 10),
        )
        notify.hear(late_call)
        (item,) = items(notify, consultant, personal=True)
        assert (item["title_zh"], item["link"]) == ("客户 LF000001 的首次回访已逾期", f"/leads/{customer}")
        assert items(notify, of("leasing", name="周敏")) == []

    def test_a_technician_without_a_log_in_is_told_nothing(self, notify):
        notify.hear(the_dispatch(None))
        assert notify.count(Item) == 0


class TestReading:
    def test_reading_is_ones_own_and_closes_nothing(self, notify):
        notify.hear(opened())
        (item,) = items(notify)
        read = notify.get(PROPERTY, "mark_read", id=item["id"])
        assert read["read_at"] == "2026-12-07T01:00:00+00:00"
        assert counts(notify) == (1, 0, 0)
        assert counts(notify, of("property", name="另一位")) == (1, 1, 0)

    def test_reading_twice_is_reading_once(self, notify, clock):
        notify.hear(opened())
        (item,) = items(notify)
        first = notify.get(PROPERTY, "mark_read", id=item["id"])
        clock.move(hours=1)
        assert notify.get(PROPERTY, "mark_read", id=item["id"]) == first

    def test_all_can_be_read_at_once(self, notify):
        notify.hear(opened(), opened(step="clean"), the_cancellation())
        assert notify.get(PROPERTY, "mark_all_read") == {"count": 3}
        assert notify.get(PROPERTY, "mark_all_read") == {"count": 0}
        assert counts(notify) == (2, 0, 0)

    def test_a_plain_notice_is_off_the_list_once_read(self, notify):
        notify.hear(the_cancellation())
        (item,) = items(notify)
        notify.get(PROPERTY, "mark_read", id=item["id"])
        assert items(notify) == []
        assert len(items(notify, show="all")) == 1

    def test_a_plain_notice_that_nobody_reads_is_laid_aside_after_a_month(self, notify, clock):
        notify.hear(the_cancellation(), opened())
        clock.move(days=29)
        notify.by_the_clock("lay_plain_notices_aside")
        assert counts(notify) == (2, 2, 0)
        clock.move(days=2)
        notify.by_the_clock("lay_plain_notices_aside")
        assert counts(notify) == (1, 1, 0)


class TestLists:
    def test_kind_case_and_search(self, notify):
        notify.hear(opened(), opened(case_id=an_id("HF-2"), number="HF-2"), the_cancellation())
        assert len(items(notify, kind="task")) == 2
        assert [item["number"] for item in items(notify, case_id=an_id("HF-2"))] == ["HF-2"]
        assert [item["number"] for item in items(notify, q="检查", sort="number")] == ["HF-1", "HF-2"]

    def test_pages(self, notify):
        notify.hear(*(opened(step=f"step{number}") for number in range(5)))
        first = notify.get(PROPERTY, "list_inbox", {"limit": 3, "count": True})
        rest = notify.get(PROPERTY, "list_inbox", {"limit": 3, "cursor": first["next"]})
        assert (len(first["items"]), len(rest["items"]), first["total"], rest["next"]) == (3, 2, 5, None)

    def test_an_unknown_part_is_refused(self, notify):
        assert notify.ask(PROPERTY, "list_inbox", {"show": "secret"}).status == 422


class TestLive:
    def test_every_change_is_announced_for_its_inbox_and_counts_it_up(self, notify):
        notify.hear(opened(), late(), closed())
        told = [(event.inbox_id, event.revision, event.change) for event in notify.said(InboxChanged)]
        department, supervisor = f"{ESTATE}/property", f"{ESTATE}/property/supervisor"
        assert told == [
            (department, 1, "added"),
            (department, 2, "overdue"),
            (supervisor, 1, "added"),
            (department, 3, "closed"),
            (supervisor, 2, "closed"),
        ]

    def test_a_change_names_whose_inbox_it_is(self, notify):
        notify.hear(opened(), the_dispatch("p-1"))
        first, second = notify.said(InboxChanged)
        assert (first.department, first.rank, first.person_id, first.estate_id) == ("property", None, None, ESTATE)
        assert (second.department, second.person_id, second.inbox_id) == (None, "p-1", "person/p-1")

    def test_reading_moves_only_the_readers_own_inbox(self, notify):
        notify.hear(opened())
        (item,) = items(notify)
        notify.get(PROPERTY, "mark_read", id=item["id"])
        event = notify.said(InboxChanged)[-1]
        assert (event.person_id, event.change, event.item_id) == (PROPERTY.id, "read", item["id"])

    def test_nothing_is_announced_where_nothing_changed(self, notify):
        notify.hear(opened(), opened(), closed(), closed())
        assert len(notify.said(InboxChanged)) == 2

    def test_since_tells_whether_to_look_again(self, notify):
        notify.hear(opened())
        first = notify.get(PROPERTY, "inbox_since")
        assert (first["changed"], first["todo"]) == (True, 1)
        asked = {"revision": first["revision"]}
        assert notify.get(PROPERTY, "inbox_since", asked) == {"changed": False, "revision": first["revision"]}
        notify.hear(closed())
        assert notify.get(PROPERTY, "inbox_since", asked)["changed"] is True

    def test_what_moves_elsewhere_is_no_change_here(self, notify):
        before = notify.get(ENGINEERING, "inbox_since")["revision"]
        notify.hear(opened())
        assert notify.get(ENGINEERING, "inbox_since", {"revision": before})["changed"] is False
