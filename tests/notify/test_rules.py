"""Notify's policy, without a database."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.events import Event
from services.notify.rules.acknowledging import is_last, rank_to_tell, reasons_not_to_acknowledge, reminder_due
from services.notify.rules.inboxes import Address, Change, Kind, whom_to_tell
from services.notify.rules.subscriptions import Subscription, reasons_not_to_subscribe
from services.notify.rules.templates import Template, fields_of, named_in, reasons_not_to_accept, render
from services.notify.subscriptions import SUBSCRIBABLE, USUAL
from services.property.events import EstateOpened, UnitChanged, UnitRecorded
from services.words import Department
from tests.engineering.house import an_id
from tests.notify.builders import the_dispatch, the_unit_change

SHANGHAI = "Asia/Shanghai"


def codes(reasons):
    return [reason.code for reason in reasons]


@dataclass(frozen=True)
class Told:
    """Something that happened."""

    number: str = "7"
    on: date | None = date(2026, 12, 7)
    at: datetime = datetime(2026, 12, 7, 1, 30, tzinfo=UTC)
    total: Decimal = Decimal("12.50")
    trade: str = "power"
    many: tuple[str, ...] = ()
    kind: Kind = Kind.TASK


@pytest.mark.rule("NOTE-5")
class TestTemplates:
    def accepted(self, **texts):
        template = Template(**{"title_zh": "标题", "title_en": "Title"} | texts)
        return codes(reasons_not_to_accept(template, fields_of(Told)))

    def test_only_plain_fields_and_the_estates_name_can_be_named(self):
        assert fields_of(Told) == ("number", "on", "at", "total", "trade", "kind", "estate")

    def test_a_title_is_needed_in_both_languages(self):
        assert self.accepted(title_zh=" ") == ["no_title"]
        assert self.accepted(title_en="") == ["no_title"]

    @pytest.mark.parametrize(
        "text",
        [
            "{phone}",
            "{}",
            "{0}",
            "{number.__class__}",
            "{number[0]}",
            "{number!r}",
            "{number:>99999999}",
            "{",
            "}",
            "{many}",
        ],
    )
    def test_nothing_but_bare_field_names_stands_in_braces(self, text):
        assert self.accepted(body_zh=text) == ["unknown_field"]

    def test_the_reason_says_which_fields_there_are(self):
        (reason,) = reasons_not_to_accept(Template("标题", "Title", link="/x/{phone}"), ("number",))
        assert (reason.field, reason.en) == ("link", "The template names phone; there are number.")

    def test_values_are_written_as_people_write_them_in_each_language(self):
        text = "{estate} {number} {on} {at} {total} {trade} {kind}"
        letter = render(Template(text, text), Told(), "云栖中心", SHANGHAI)
        assert letter.title_zh == "云栖中心 7 2026-12-07 2026-12-07 09:30 12.50 强电 task"
        assert letter.title_en == "云栖中心 7 2026-12-07 2026-12-07 09:30 12.50 Power task"

    def test_what_is_missing_is_a_dash_and_an_unknown_word_stays_as_it_is(self):
        letter = render(Template("{on}{trade}", "x"), Told(on=None, trade="木工"), "", SHANGHAI)
        assert letter.title_zh == "—木工"

    def test_a_text_that_was_not_told_is_a_dash_too(self):
        assert render(Template("原因：{number}", "x"), Told(number=""), "", SHANGHAI).title_zh == "原因：—"

    def test_braces_in_a_value_are_only_text(self):
        assert render(Template("{number}", "x"), Told(number="{at}"), "", SHANGHAI).title_zh == "{at}"

    @given(st.text(max_size=30))
    def test_a_text_that_was_accepted_can_always_be_rendered(self, text):
        template = Template("标题", "Title", body_zh=text)
        if not list(reasons_not_to_accept(template, fields_of(Told))):
            render(template, Told(), "云栖中心", SHANGHAI)

    def test_a_text_with_stray_braces_names_itself(self):
        assert named_in("a { b") == {"a { b"}


@pytest.mark.rule("NOTE-2", "NOTE-5")
class TestTheUsualSubscriptions:
    @pytest.mark.parametrize("usual", USUAL.values(), ids=lambda usual: usual.event_type)
    def test_each_is_sound(self, usual):
        assert list(reasons_not_to_subscribe(usual)) == []

    def test_the_unit_change_notice_goes_to_all_six_and_is_acknowledged(self):
        usual = USUAL["property.unit_changed.v1"]
        assert usual.departments == tuple(Department)
        assert usual.asks_acknowledgement

    def test_every_notable_event_can_be_subscribed_to_and_no_register_entry(self):
        assert UnitChanged in SUBSCRIBABLE
        assert not {EstateOpened, UnitRecorded} & set(SUBSCRIBABLE)
        assert all(issubclass(kind, Event) and kind.service not in ("*", "notify") for kind in SUBSCRIBABLE)

    def test_its_texts_say_the_matter_in_both_languages(self):
        letter = render(USUAL["property.unit_changed.v1"].template, the_unit_change(), "云栖中心", SHANGHAI)
        assert letter.title_zh == "客户单元变更通知单 HF-1"
        assert letter.body_en.startswith("云栖中心: from 2026-12-07 the customer of A0501 is in A2001.")
        assert letter.link == f"/unit-changes/{an_id('HF-1')}"

    def test_a_technician_reads_the_trade_in_words(self):
        letter = render(
            USUAL["engineering.work_order_dispatched.v1"].template, the_dispatch(None), "云栖中心", SHANGHAI
        )
        assert letter.title_zh == "新工单 GD20261207-001:强电"
        assert letter.title_en == "New work order GD20261207-001: Power"


@pytest.mark.rule("NOTE-2")
class TestSubscribing:
    OFF = Subscription("a.b.v1", fields=("number",))
    TEXT = Template("标题 {number}", "Title {number}")

    def test_an_event_without_a_ready_text_needs_one(self):
        assert codes(reasons_not_to_subscribe(replace(self.OFF, departments=("finance",)))) == ["no_text"]
        assert codes(reasons_not_to_subscribe(replace(self.OFF, departments=("finance",), template=self.TEXT))) == []

    def test_acknowledgement_is_asked_only_of_departments(self):
        wanted = replace(self.OFF, asks_acknowledgement=True, template=self.TEXT)
        assert codes(reasons_not_to_subscribe(wanted)) == ["nobody_to_acknowledge"]

    def test_a_procedure_that_waits_for_the_acknowledgement_is_not_left_waiting(self):
        waited_for = replace(self.OFF, is_waited_for=True, template=self.TEXT)
        assert codes(reasons_not_to_subscribe(waited_for)) == ["waited_for"]
        asked = replace(waited_for, asks_acknowledgement=True, departments=("property",))
        assert codes(reasons_not_to_subscribe(asked)) == []

    def test_it_is_on_when_somebody_gets_it(self):
        assert not self.OFF.is_on
        assert not replace(self.OFF, template=self.TEXT).is_on
        assert replace(self.OFF, template=self.TEXT, person="person_id").is_on

    def test_a_wish_without_a_text_keeps_the_usual_one(self):
        usual = replace(self.OFF, template=self.TEXT, person="person_id")
        changed = usual.changed(("finance",), True, tells_person=False, text=None)
        assert (changed.template, changed.person, changed.departments) == (self.TEXT, None, ("finance",))


@pytest.mark.rule("NOTE-3")
class TestReminders:
    @pytest.mark.parametrize(
        ("sent", "due"),
        [
            ("2026-12-07T10:00+08:00", "2026-12-08T00:00+08:00"),
            ("2026-12-11T17:00+08:00", "2026-12-14T00:00+08:00"),
            ("2026-12-12T10:00+08:00", "2026-12-14T00:00+08:00"),
            ("2026-09-30T10:00+08:00", "2026-10-08T00:00+08:00"),
        ],
    )
    def test_the_reminder_lies_there_as_the_next_working_day_begins(self, sent, due):
        assert reminder_due(datetime.fromisoformat(sent), SHANGHAI) == datetime.fromisoformat(due)

    def test_the_days_can_be_configured(self):
        sent = datetime.fromisoformat("2026-12-11T17:00+08:00")
        assert reminder_due(sent, SHANGHAI, 2) == datetime.fromisoformat("2026-12-15T00:00+08:00")

    def test_first_the_department_then_rank_by_rank(self):
        assert [rank_to_tell(reminders) for reminders in range(4)] == [None, "supervisor", "manager", "director"]
        assert [is_last(reminders) for reminders in range(5)] == [False, False, False, False, True]

    def test_where_nobody_holds_the_rank_the_next_one_is_told(self):
        assert whom_to_tell("supervisor", {"clerk", "director"}) == "director"
        assert whom_to_tell("supervisor", {"supervisor", "director"}) == "supervisor"
        assert whom_to_tell("supervisor", set()) == "supervisor"


@pytest.mark.rule("NOTE-3")
class TestAcknowledging:
    AT = datetime(2026, 12, 7, 1, 30, tzinfo=UTC)

    def against(self, asks=True, is_asked=True, department="finance", by=None, at=None):
        return list(reasons_not_to_acknowledge(asks, is_asked, department, by, at, SHANGHAI))

    def test_a_department_that_was_asked_acknowledges(self):
        assert self.against() == []

    def test_the_second_is_told_who_did_and_when(self):
        (reason,) = self.against(by="林芳", at=self.AT)
        assert reason.zh == "财务部已由林芳于 2026-12-07 09:30 确认。"
        assert reason.en == "Finance: 林芳 acknowledged it at 2026-12-07 09:30."

    def test_who_was_not_asked_cannot(self):
        assert codes(self.against(asks=False)) == ["not_asked"]
        assert codes(self.against(is_asked=False)) == ["not_asked"]
        assert codes(self.against(department=None)) == ["not_asked"]


@pytest.mark.rule("NOTE-1")
class TestAddresses:
    def test_an_inbox_is_a_departments_a_ranks_or_a_persons(self):
        assert Address("e", "finance").inbox_id == "e/finance"
        assert Address(None, "finance").inbox_id == "-/finance"
        assert Address("e", "finance", "manager").inbox_id == "e/finance/manager"
        assert Address(person_id="p").inbox_id == "person/p"

    def test_the_longest_address_is_short(self):
        assert len(Address(an_id("e"), "customer_service", "supervisor").inbox_id) <= 64

    def test_kinds_are_said_in_both_languages(self):
        assert all(kind.zh and kind.en for kind in Kind)
        assert Change.ADDED == "added"
