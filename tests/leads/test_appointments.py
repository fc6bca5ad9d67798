"""Viewings by appointment: nobody and nothing is promised twice, and calendars know of it (LEAD-21)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from services.leads.events import ViewingCancelled, ViewingHeld, ViewingMoved, ViewingPlanned
from services.leads.models import Appointment, AppointmentSlot
from services.leads.queries.feed import escaped, folded
from services.leads.rules.appointments import (
    AppointmentState,
    reasons_not_to_change,
    reasons_not_to_plan,
    slots,
    unit_spelled,
)
from tests.engineering.house import ESTATE, an_id
from tests.engineering.test_races import at_once
from tests.leads.builders import (
    ANOTHER,
    HE_JIE,
    LI_QIANG,
    SALES,
    STRANGER,
    SUPERVISOR,
    ZHOU_MIN,
    a_person,
    an_estate,
    register,
)

pytestmark = pytest.mark.rule("LEAD-21")
TUESDAY = datetime(2026, 12, 8, 2, 0, tzinfo=UTC)  # Ten in the morning in Shanghai.


def times(hours=0.0, minutes=60):
    start = TUESDAY + timedelta(hours=hours)
    return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(minutes=minutes)).isoformat()}


def ask(house, lead, caller=LI_QIANG, hours=0.0, minutes=60, **told):
    known = {"estate_id": ESTATE, "customer_id": lead["customer_id"], "unit_number": "A1109"} | times(hours, minutes)
    return house.ask(caller, "plan_viewing", known | told)


def planned(house, lead, caller=LI_QIANG, **told):
    reply = ask(house, lead, caller, **told)
    assert reply.status == 201, reply.body
    return reply.body


def codes(reply):
    return reply.status, sorted(reason["code"] for reason in reply.body["reasons"])


class TestTheRules:
    def test_a_viewing_takes_the_quarters_of_an_hour_that_it_lasts(self):
        assert len(slots(TUESDAY, TUESDAY + timedelta(hours=1))) == 4
        before, after = slots(TUESDAY - timedelta(hours=1), TUESDAY), slots(TUESDAY, TUESDAY + timedelta(hours=1))
        assert set(before).isdisjoint(after)

    @given(*(st.integers(0, 200) for _ in range(4)))
    def test_two_share_a_quarter_exactly_where_they_overlap(self, one, length, other, longer):
        def stretch(start, count):
            begin = TUESDAY + timedelta(minutes=15 * start)
            return begin, begin + timedelta(minutes=15 * (count + 1))

        (first, first_end), (second, second_end) = stretch(one, length), stretch(other, longer)
        overlap = first < second_end and second < first_end
        assert overlap == bool(set(slots(first, first_end)) & set(slots(second, second_end)))

    @pytest.mark.parametrize(
        ("begins", "ends", "expected"),
        [
            (0, 60, []),
            (5, 60, ["off_the_grid"]),
            (0, 0, ["no_time"]),
            (60, 0, ["no_time"]),
            (0, 255, ["too_long"]),
            (-600, -540, ["past"]),
        ],
    )
    def test_when_one_can_be(self, begins, ends, expected):
        at = (TUESDAY + timedelta(minutes=minutes) for minutes in (begins, ends))
        found = reasons_not_to_plan(*at, now=TUESDAY - timedelta(hours=1))
        assert [reason.code for reason in found] == expected

    def test_what_is_over_stays_so(self):
        over = {state: [*reasons_not_to_change(state)] for state in AppointmentState}
        assert [state.value for state, reasons in over.items() if not reasons] == ["planned"]

    def test_a_unit_is_the_same_however_its_number_is_written(self):
        assert unit_spelled("Ａ 1109") == unit_spelled("a1109")
        assert len(unit_spelled("\ufdfa" * 64)) == 100


class TestPlanning:
    def test_it_is_whose_lead_it_is_who_shows_the_unit(self, leads):
        one = planned(leads, register(leads))
        assert (one["consultant"], one["customer"], one["unit_number"], one["state"], one["day"]) == (
            "李强",
            "王伟",
            "A1109",
            "planned",
            "2026-12-08",
        )

    def test_or_whoever_is_named(self, leads):
        assert planned(leads, register(leads), consultant_id=ZHOU_MIN.id)["consultant"] == "周敏"

    @pytest.mark.parametrize(
        "wrong",
        [{"unit_number": " "}, {"starts_at": "morgen"}, {"customer_id": "x"}, {"starts_at": "2026-12-08T10:00"}],
    )
    def test_what_cannot_be_meant_is_refused(self, leads, wrong):
        assert ask(leads, register(leads), **wrong).status == 422
        assert leads.count(Appointment) == 0

    def test_for_a_lead_of_this_estate_by_somebody_who_works_there(self, leads):
        lead = register(leads)
        assert codes(ask(leads, {"customer_id": an_id("无人")})) == (404, ["no_lead"])
        assert codes(ask(leads, lead, STRANGER)) == (404, ["no_lead"])
        assert codes(ask(leads, lead, consultant_id=STRANGER.id)) == (404, ["no_consultant"])
        assert codes(ask(leads, lead, ZHOU_MIN)) == (409, ["not_yours"])
        assert ask(leads, lead, SALES).status == 403

    def test_the_others_are_told_without_the_name(self, leads):
        one = planned(leads, register(leads))
        (said,) = leads.said(ViewingPlanned)
        assert (said.appointment_id, said.unit_number, said.starts_at) == (one["id"], "A1109", TUESDAY)
        assert "customer" not in vars(said)


class TestNothingTwice:
    def test_a_consultant_is_in_one_place_at_a_time_and_it_is_said_who_and_when(self, leads):
        planned(leads, register(leads))
        other = register(leads, name="李娜", phones=[ANOTHER])
        reply = ask(leads, other, hours=0.75, unit_number="B0202")
        assert codes(reply) == (409, ["consultant_taken"])
        (reason,) = reply.body["reasons"]
        assert reason["sentence"] == "李强 has a viewing 2026-12-08 10:00-11:00."

    def test_a_unit_is_shown_to_one_at_a_time_and_it_is_said_by_whom(self, leads):
        planned(leads, register(leads))
        other = register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER])
        reply = ask(leads, other, ZHOU_MIN, hours=-0.5, unit_number="a 1109")
        assert codes(reply) == (409, ["unit_taken"])
        assert reply.body["reasons"][0]["sentence"] == "Unit A1109 is taken 2026-12-08 10:00-11:00 by 李强."

    def test_one_after_the_other_is_fine(self, leads):
        lead = register(leads)
        planned(leads, lead)
        planned(leads, lead, hours=1)
        planned(leads, lead, hours=-1)

    def test_a_consultant_of_two_estates_is_in_one_of_them(self, leads):
        leads.hear(an_estate("水墨林溪"))
        both = SUPERVISOR.__class__(**SUPERVISOR.__dict__ | {"estates": frozenset({"*"})})
        leads.hear(a_person(both))
        here = register(leads, both)
        there = register(leads, both, estate_id=an_id("水墨林溪"))
        planned(leads, here, both)
        assert codes(ask(leads, there, both, estate_id=an_id("水墨林溪"))) == (409, ["consultant_taken"])

    def test_a_unit_of_the_same_number_elsewhere_is_another(self, leads):
        leads.hear(an_estate("水墨林溪"))
        both = SUPERVISOR.__class__(**SUPERVISOR.__dict__ | {"estates": frozenset({"*"})})
        leads.hear(a_person(both))
        planned(leads, register(leads), LI_QIANG)
        there = register(leads, both, estate_id=an_id("水墨林溪"))
        planned(leads, there, both, estate_id=an_id("水墨林溪"))

    def test_a_refused_one_leaves_nothing(self, leads):
        planned(leads, register(leads))
        other = register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER])
        ask(leads, other, ZHOU_MIN, hours=0.5)
        assert (leads.count(Appointment), leads.count(AppointmentSlot)) == (1, 8)
        assert len(leads.said(ViewingPlanned)) == 1

    def test_the_key_of_the_table_decides(self, leads):
        one = planned(leads, register(leads))
        taken = {"resource": f"consultant:{LI_QIANG.id}", "slot": slots(TUESDAY, TUESDAY + timedelta(hours=1))[0]}
        with pytest.raises(IntegrityError), leads.runtime.work() as work:
            work.session.execute(insert(AppointmentSlot).values(**taken, appointment_id=one["id"]))

    @pytest.mark.parametrize("same", ["consultant", "unit"])
    def test_of_twenty_at_once_exactly_one_has_it_and_the_others_hear_who(self, leads, second, same):
        everybody = (LI_QIANG, ZHOU_MIN, HE_JIE, SUPERVISOR)
        callers = [LI_QIANG if same == "consultant" else everybody[number % 4] for number in range(20)]
        wanted = [
            (caller, register(leads, caller, name=f"客户{number}", phones=[f"138001380{number:02d}"]), number)
            for number, caller in enumerate(callers)
        ]
        calls = [
            lambda house=(leads, second)[number % 2], caller=caller, lead=lead, number=number: ask(
                house, lead, caller, unit_number=f"A{number:02d}" if same == "consultant" else "A1109"
            )
            for caller, lead, number in wanted
        ]
        replies = at_once(*calls)
        assert sorted(reply.status for reply in replies) == [201] + [409] * 19
        winner = next(reply.body for reply in replies if reply.status == 201)
        refused = [reply.body["reasons"] for reply in replies if reply.status == 409]
        assert all(winner["consultant"] in reason["sentence"] for reasons in refused for reason in reasons)
        assert {reason["code"] for reasons in refused for reason in reasons} >= {f"{same}_taken"}
        assert (leads.count(Appointment), leads.count(AppointmentSlot)) == (1, 8)


class TestMovingAndCancelling:
    def move(self, house, one, caller=LI_QIANG, hours=3.0, **told):
        return house.ask(caller, "move_viewing", times(hours) | told, id=one["id"])

    def test_what_is_moved_is_free_again_where_it_was(self, leads):
        lead = register(leads)
        one = planned(leads, lead)
        moved = self.move(leads, one).body
        assert moved["starts_at"] == (TUESDAY + timedelta(hours=3)).isoformat()
        assert planned(leads, lead)["state"] == "planned"
        assert [said.starts_at for said in leads.said(ViewingMoved)] == [TUESDAY + timedelta(hours=3)]

    def test_it_may_overlap_with_itself(self, leads):
        assert self.move(leads, planned(leads, register(leads)), hours=0.5).status == 200

    def test_to_another_unit_and_another_consultant(self, leads):
        one = planned(leads, register(leads), unit_id=an_id("A1109"))
        moved = self.move(leads, one, consultant_id=ZHOU_MIN.id, unit_number="B0202").body
        assert (moved["consultant"], moved["unit_number"], moved["unit_id"]) == ("周敏", "B0202", None)

    def test_not_to_where_another_is_and_then_it_stays_where_it_was(self, leads):
        lead = register(leads)
        one = planned(leads, lead)
        planned(leads, lead, hours=3)
        assert codes(self.move(leads, one)) == (409, ["consultant_taken", "unit_taken"])
        assert codes(ask(leads, lead)) == (409, ["consultant_taken", "unit_taken"])

    def test_cancelled_with_its_reason_it_is_free_again(self, leads):
        lead = register(leads)
        one = planned(leads, lead)
        assert leads.ask(LI_QIANG, "cancel_viewing", {"reason": " "}, id=one["id"]).status == 422
        cancelled = leads.get(LI_QIANG, "cancel_viewing", {"reason": "客户出差"}, id=one["id"])
        assert (cancelled["state"], cancelled["reason"]) == ("cancelled", "客户出差")
        assert codes(self.move(leads, one)) == (409, ["not_planned"])
        planned(leads, lead)
        assert [said.reason for said in leads.said(ViewingCancelled)] == [""]

    def test_a_colleague_changes_nothing_of_it(self, leads):
        one = planned(leads, register(leads))
        assert codes(self.move(leads, one, HE_JIE)) == (409, ["not_yours"])
        assert codes(self.move(leads, one, STRANGER)) == (404, ["no_appointment"])
        assert self.move(leads, one, SUPERVISOR).status == 200

    def test_two_who_move_to_each_others_place_at_once(self, leads, second):
        lead, other = register(leads), register(leads, name="李娜", phones=[ANOTHER])
        one, two = planned(leads, lead), planned(leads, other, hours=3, unit_number="B0202")
        statuses = [
            reply.status for reply in at_once(lambda: self.move(leads, one), lambda: self.move(second, two, hours=0.0))
        ]
        assert set(statuses) <= {200, 409}
        assert leads.count(AppointmentSlot) == 16

    def test_of_two_who_move_to_the_same_time_at_once_one_has_it_and_the_other_hears_who(self, leads, second):
        lead, other = register(leads), register(leads, name="李娜", phones=[ANOTHER])
        one, two = planned(leads, lead), planned(leads, other, hours=3, unit_number="B0202")
        calls = [
            lambda house=house, viewing=viewing: self.move(house, viewing, hours=6.0)
            for house, viewing in ((leads, one), (second, two))
        ]
        won, lost = sorted(at_once(*calls), key=lambda reply: reply.status)
        assert (won.status, codes(lost)) == (200, (409, ["consultant_taken"]))
        assert leads.count(AppointmentSlot) == 16


class TestHeld:
    def test_it_counts_as_a_visit_after_which_the_customer_is_called(self, leads, clock):
        lead = register(leads, channel="phone")
        one = planned(leads, lead)
        assert codes(leads.ask(LI_QIANG, "hold_viewing", id=one["id"])) == (409, ["to_come"])
        clock.move(days=1, hours=2)
        assert leads.get(LI_QIANG, "hold_viewing", id=one["id"])["state"] == "done"
        shown = leads.get(LI_QIANG, "show_lead", customer_id=lead["customer_id"])
        assert (shown["visited_on"], shown["stage"], shown["due_until"]) == ("2026-12-08", "first_call", "2026-12-11")
        assert [each["state"] for each in shown["appointments"]] == ["done"]
        assert [said.day.isoformat() for said in leads.said(ViewingHeld)] == ["2026-12-08"]
        assert codes(leads.ask(LI_QIANG, "hold_viewing", id=one["id"])) == (409, ["not_planned"])


class TestTheCalendar:
    @pytest.fixture
    def week(self, leads):
        lead, other = register(leads), register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER])
        planned(leads, lead)
        planned(leads, lead, hours=24, unit_number="B0202")
        planned(leads, other, ZHOU_MIN, hours=48)
        gone = planned(leads, other, ZHOU_MIN, hours=72)
        leads.get(ZHOU_MIN, "cancel_viewing", {"reason": "改买别处"}, id=gone["id"])
        return leads

    @pytest.mark.parametrize(
        ("asked", "days"),
        [
            ({}, ["2026-12-08", "2026-12-09", "2026-12-10"]),
            ({"until": "2026-12-08"}, ["2026-12-08"]),
            ({"consultant_id": ZHOU_MIN.id}, ["2026-12-10"]),
            ({"unit_number": "a1109"}, ["2026-12-08", "2026-12-10"]),
            ({"mine": True}, ["2026-12-08", "2026-12-09"]),
        ],
    )
    def test_shows_an_estate_a_consultant_a_unit(self, week, asked, days):
        stretch = {"estate_id": ESTATE, "since": "2026-12-07", "until": "2026-12-13"} | asked
        assert [one["day"] for one in week.get(LI_QIANG, "show_calendar", stretch)] == days

    def test_it_says_what_may_be_done_with_each(self, week):
        stretch = {"since": "2026-12-07", "until": "2026-12-13"}
        first, *_ = week.get(HE_JIE, "show_calendar", stretch)
        assert {reason["code"] for act in first["may_do"] for reason in act["reasons_against"]} == {"not_yours"}

    def test_six_weeks_at_most_and_none_of_another_estate(self, week):
        stretch = {"since": "2026-12-07", "until": "2027-12-13"}
        assert week.ask(LI_QIANG, "show_calendar", stretch).status == 422
        assert week.get(STRANGER, "show_calendar", stretch | {"until": "2026-12-13"}) == []

    def test_the_list_has_the_cancelled_too(self, week):
        asked = {"state": "cancelled", "count": True}
        assert week.get(SALES, "list_viewings", asked)["total"] == 1


def unfolded(data: bytes) -> list[str]:
    """The lines of an iCalendar file as a calendar program reads them."""
    text = data.decode()
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")[:-1]


def events_in(data: bytes) -> list[dict[str, str]]:
    events: list[dict[str, str]] = []
    for line in unfolded(data):
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and line != "END:VEVENT" and not line.startswith("END:"):
            name, _, value = line.partition(":")
            events[-1][name] = unescaped(value)
    return events


def unescaped(value: str) -> str:
    read, letters = "", iter(value)
    for letter in letters:
        read += {"n": "\n"}.get(following := next(letters), following) if letter == "\\" else letter
    return read


class TestTheFeed:
    def feed(self, house, caller=LI_QIANG, **asked):
        return house.ask(caller, "feed_viewings", asked).file

    def test_a_calendar_program_reads_ones_own_viewings(self, leads):
        one = planned(leads, register(leads))
        file = self.feed(leads)
        assert (file.name, file.content_type) == ("appointments.ics", "text/calendar")
        assert unfolded(file.data)[0:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
        (event,) = events_in(file.data)
        assert event == {
            "UID": f"{one['id']}@atrium",
            "SEQUENCE": "1",
            "DTSTAMP": "20261207T010000Z",
            "DTSTART": "20261208T020000Z",
            "DTEND": "20261208T030000Z",
            "SUMMARY": "Viewing A1109: 王伟",
            "LOCATION": "云栖中心 A1109",
            "STATUS": "CONFIRMED",
        }

    def test_moved_it_is_the_same_event_and_a_later_one(self, leads):
        one = planned(leads, register(leads))
        leads.get(LI_QIANG, "move_viewing", times(3), id=one["id"])
        (event,) = events_in(self.feed(leads).data)
        assert (event["UID"], event["DTSTART"]) == (f"{one['id']}@atrium", "20261208T050000Z")
        assert int(event["SEQUENCE"]) > 1

    def test_cancelled_it_says_so_and_why(self, leads):
        one = planned(leads, register(leads))
        leads.get(LI_QIANG, "cancel_viewing", {"reason": "出差;改期,再约\n下周"}, id=one["id"])
        (event,) = events_in(self.feed(leads).data)
        assert (event["STATUS"], event["DESCRIPTION"]) == ("CANCELLED", "出差;改期,再约\n下周")

    def test_it_has_nobody_elses_and_sales_control_asks_for_a_consultants(self, leads):
        planned(leads, register(leads))
        assert events_in(self.feed(leads, ZHOU_MIN).data) == []
        assert len(events_in(self.feed(leads, SALES, consultant_id=LI_QIANG.id).data)) == 1
        assert events_in(self.feed(leads, STRANGER, consultant_id=LI_QIANG.id).data) == []

    def test_what_is_long_over_is_forgotten(self, leads, clock):
        planned(leads, register(leads))
        clock.move(days=70)
        assert events_in(self.feed(leads).data) == []

    @given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
    def test_whatever_stands_in_it_is_read_back(self, text):
        line = folded(f"SUMMARY:{escaped(text)}")
        assert all(len(part.encode()) <= 75 for part in line.split("\r\n"))
        assert unescaped(line.replace("\r\n ", "").removesuffix("\r\n").partition(":")[2]) == text


@pytest.mark.rule("LEAD-15")
def test_whoever_left_neither_phone_nor_card_is_shown_nothing(leads):
    stranger = register(leads, phones=[], name="王先生")
    assert codes(ask(leads, stranger)) == (409, ["not_to_be_said"])
    assert ask(leads, register(leads)).status == 201
