"""When a lead is to be called, without a database (LEAD-17)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.leads.rules.follow_up import (
    Contacted,
    ContactKind,
    Due,
    Numbers,
    Outcome,
    Stage,
    Visited,
    months_after,
    next_due,
    reasons_not_to_contact,
    reasons_not_to_note,
)

pytestmark = pytest.mark.rule("LEAD-17")
MONDAY = date(2026, 12, 7)
NINE = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)
VISITED = Visited(NINE, MONDAY)


def on(number: int) -> date:
    return MONDAY + timedelta(number)


def contacted(number: int, kind=ContactKind.PHONE, outcome=Outcome.THINKING) -> Contacted:
    return Contacted(NINE + timedelta(number, hours=1), on(number), kind, outcome)


class TestTheFirstCall:
    def test_is_due_from_day_two_to_the_end_of_day_three(self):
        assert next_due(VISITED, MONDAY, []) == Due(Stage.FIRST_CALL, on(2), on(3))

    @pytest.mark.parametrize(
        "instead",
        [contacted(2, ContactKind.LETTER), contacted(2, outcome=Outcome.NOT_REACHED), contacted(-1)],
        ids=["a letter", "nobody reached", "a call before the visit"],
    )
    def test_is_not_made_by(self, instead):
        due = next_due(VISITED, MONDAY, [instead])
        assert due is not None
        assert due.stage is Stage.FIRST_CALL

    def test_a_visit_to_the_customer_is_as_good(self):
        due = next_due(VISITED, MONDAY, [contacted(3, ContactKind.VISIT)])
        assert due == Due(Stage.RHYTHM, on(17), on(17))

    @pytest.mark.parametrize("kind", [ContactKind.PHONE, ContactKind.VISIT])
    @pytest.mark.parametrize(("number", "codes"), [(0, ["too_early"]), (1, ["too_early"]), (2, []), (3, []), (9, [])])
    def test_nobody_is_pressed_before_day_two(self, kind, number, codes):
        assert [one.code for one in reasons_not_to_contact(kind, on(number), MONDAY, False)] == codes

    def test_unless_they_asked_for_it_or_get_a_letter_or_were_never_here(self):
        assert not [*reasons_not_to_contact(ContactKind.PHONE, on(1), MONDAY, True)]
        assert not [*reasons_not_to_contact(ContactKind.LETTER, on(1), MONDAY, False)]
        assert not [*reasons_not_to_contact(ContactKind.PHONE, on(1), None, False)]

    def test_the_days_are_settings(self):
        numbers = Numbers(first_from=1, first_until=5)
        assert next_due(VISITED, MONDAY, [], numbers) == Due(Stage.FIRST_CALL, on(1), on(5))
        assert not [*reasons_not_to_contact(ContactKind.PHONE, on(1), MONDAY, False, numbers)]


class TestTheRhythm:
    def test_goes_on_every_fourteen_days_after_the_first_call(self):
        due = next_due(VISITED, MONDAY, [contacted(2), contacted(16, ContactKind.LETTER)])
        assert due == Due(Stage.RHYTHM, on(30), on(30))

    def test_whoever_was_not_reached_is_still_to_be_called(self):
        due = next_due(VISITED, MONDAY, [contacted(2), contacted(16, outcome=Outcome.NOT_REACHED)])
        assert due == Due(Stage.RHYTHM, on(16), on(16))

    def test_one_who_only_asked_is_called_at_the_rhythm(self):
        assert next_due(None, MONDAY, []) == Due(Stage.RHYTHM, on(14), on(14))

    def test_ends_six_months_after_the_customer_was_heard_of(self):
        assert next_due(VISITED, MONDAY, [contacted(2), contacted(168)]) == Due(Stage.RHYTHM, on(182), on(182))
        assert months_after(MONDAY, 6) == on(182)
        assert next_due(VISITED, MONDAY, [contacted(2), contacted(169)]) is None

    def test_a_new_question_makes_it_go_on(self):
        due = next_due(VISITED, on(160), [contacted(2), contacted(169)])
        assert due == Due(Stage.RHYTHM, on(183), on(183))

    @pytest.mark.parametrize(
        ("day", "months", "expected"),
        [
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
            (date(2027, 8, 31), 6, date(2028, 2, 29)),
            (date(2026, 12, 7), 0, date(2026, 12, 7)),
            (date(2026, 12, 31), 12, date(2027, 12, 31)),
        ],
    )
    def test_months_end_with_their_last_day(self, day, months, expected):
        assert months_after(day, months) == expected

    @given(
        st.lists(st.builds(contacted, st.integers(-5, 400), st.sampled_from(ContactKind), st.sampled_from(Outcome))),
        st.booleans(),
    )
    def test_what_is_due_is_never_before_what_was_done(self, contacts, was_here):
        due = next_due(VISITED if was_here else None, MONDAY, contacts)
        if due is not None:
            assert due.since <= due.until
            done = [one.day for one in contacts if one.reached_somebody and due.stage is Stage.RHYTHM]
            assert all(day < due.until for day in done)


class TestWritingItDown:
    def test_when_it_has_been_and_soon_after(self):
        def codes(hours: float, days: int) -> list[str]:
            at = NINE + timedelta(days, hours=hours)
            return [one.code for one in reasons_not_to_note(at, NINE, on(days), MONDAY)]

        assert (codes(0, 0), codes(0, -1), codes(1, 0), codes(0, -2)) == ([], [], ["to_come"], ["too_long_ago"])
