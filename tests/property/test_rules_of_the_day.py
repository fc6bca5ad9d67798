"""Findings, keys, meters, items and papers: rules without a database (PROP-1, PROP-2)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from services.property.rules.inspection import (
    Finding,
    reasons_against_findings,
    reasons_against_key_count,
)
from services.property.rules.items import (
    Tick,
    Ticket,
    reasons_against_issue_day,
    reasons_not_to_close,
    reasons_not_to_hand_over,
    reasons_not_to_issue,
    reasons_not_to_lose,
    reasons_not_to_take_back,
)
from services.property.rules.meters import (
    Read,
    Standing,
    counts_from,
    reasons_against_reading,
    reasons_against_reading_day,
    reasons_against_readings,
    reasons_not_to_supersede,
)
from services.property.rules.papers import LARGEST, kind_of, reasons_against_copy
from services.property.rules.words import ItemKind, ItemState, MeterKind

MONDAY = date(2026, 12, 7)
FAULT = Finding("power", "插座无电", "北墙")
KEY, CARD = Ticket(ItemKind.KEY, "A1109-1"), Ticket(ItemKind.ACCESS_CARD, "CRZ-1001")
POWER = Standing("e", "E-A1109", Decimal("1200.50"), date(2026, 12, 1))
WATER = Standing("w", "W-A1109", Decimal("0.00"), None)


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


@pytest.mark.rule("PROP-2")
class TestFindings:
    def test_a_clear_unit_has_no_faults_and_one_with_faults_is_not_clear(self):
        assert codes(reasons_against_findings(True, [])) == codes(reasons_against_findings(False, [FAULT])) == []

    def test_an_inspection_says_one_or_the_other(self):
        assert codes(reasons_against_findings(False, [])) == ["no_findings"]
        assert codes(reasons_against_findings(True, [FAULT])) == ["clear_with_faults"]


@pytest.mark.rule("PROP-2")
class TestKeys:
    def test_keys_that_match_the_list_are_fine(self):
        assert codes(reasons_against_key_count(["1", "2"], ["2", "1"])) == []

    def test_the_first_count_makes_the_list(self):
        assert codes(reasons_against_key_count([], ["1", "2"])) == []

    def test_absent_and_unknown_keys_are_named(self):
        absent, unknown = reasons_against_key_count(["1", "2"], ["2", "3"])
        assert (absent.code, unknown.code) == ("keys_absent", "keys_unknown")
        assert "1" in absent.zh
        assert "3" in unknown.zh


@pytest.mark.rule("PROP-1")
class TestOrdinaryReadings:
    def test_a_meter_never_runs_backwards(self):
        assert codes(reasons_against_reading(POWER, Decimal("1200.49"), MONDAY, MONDAY)) == ["below_last"]

    @given(some.decimals(min_value=0, max_value=10**8, places=2))
    def test_a_reading_is_fine_exactly_when_it_is_not_below_the_last(self, value):
        fine = codes(reasons_against_reading(POWER, value, MONDAY, MONDAY)) == []
        assert fine == (value >= POWER.value)

    def test_readings_are_not_of_days_to_come(self):
        assert codes(reasons_against_reading(WATER, Decimal(1), date(2026, 12, 8), MONDAY)) == ["day_to_come"]

    def test_readings_are_written_down_in_their_order(self):
        assert codes(reasons_against_reading(POWER, Decimal(1300), date(2026, 11, 30), MONDAY)) == ["before_last"]


@pytest.mark.rule("PROP-2")
class TestReadingsOfTheDay:
    def test_every_meter_once(self):
        reads = [Read("e", Decimal(1300)), Read("w", Decimal(5))]
        assert codes(reasons_against_readings([POWER, WATER], reads, MONDAY)) == []

    def test_what_is_unread_foreign_twice_or_below_is_refused(self):
        reads = [Read("e", Decimal(1)), Read("e", Decimal(1300)), Read("x", Decimal(1))]
        found = codes(reasons_against_readings([POWER, WATER], reads, MONDAY))
        assert found == ["below_last", "read_twice", "foreign_meter", "unread"]

    @pytest.mark.parametrize(("day", "fine"), [(6, False), (7, True), (8, True), (9, False)])
    def test_they_are_of_the_change_date_or_a_later_day_that_has_come(self, day, fine):
        reasons = reasons_against_reading_day(date(2026, 12, day), MONDAY, date(2026, 12, 8))
        assert (codes(reasons) == []) is fine


@pytest.mark.rule("PROP-1")
class TestItems:
    def test_what_is_out_is_not_handed_out_again(self):
        assert codes(reasons_not_to_issue([KEY, CARD], [KEY])) == ["already_out"]

    def test_nothing_is_handed_out_twice_at_once(self):
        assert codes(reasons_not_to_issue([KEY, KEY], [])) == ["twice"]

    def test_nothing_was_handed_out_tomorrow(self):
        assert codes(reasons_against_issue_day(date(2026, 12, 8), MONDAY)) == ["day_to_come"]

    def test_what_is_missing_may_turn_up_but_what_is_back_is_back(self):
        assert codes(reasons_not_to_close(KEY, ItemState.MISSING)) == []
        assert codes(reasons_not_to_close(KEY, ItemState.RETURNED)) == ["not_out"]

    @pytest.mark.parametrize("state", [ItemState.RETURNED, ItemState.MISSING])
    def test_only_what_a_customer_has_can_go_missing(self, state):
        assert codes(reasons_not_to_lose(KEY, state)) == ["not_out"]


@pytest.mark.rule("PROP-2")
class TestTakingBack:
    def test_each_item_is_ticked(self):
        ticks = [Tick(KEY, ItemState.RETURNED), Tick(CARD, ItemState.MISSING)]
        assert codes(reasons_not_to_take_back([KEY, CARD], ticks)) == []

    def test_where_nothing_was_issued_nothing_is_ticked(self):
        assert codes(reasons_not_to_take_back([], [])) == []

    def test_a_key_that_was_never_issued_cannot_come_back(self):
        assert codes(reasons_not_to_take_back([], [Tick(KEY, ItemState.RETURNED)])) == ["never_issued"]

    def test_none_is_forgotten_and_none_ticked_twice(self):
        ticks = [Tick(KEY, ItemState.RETURNED), Tick(KEY, ItemState.MISSING)]
        assert codes(reasons_not_to_take_back([KEY, CARD], ticks)) == ["twice", "not_ticked"]

    def test_nobody_moves_in_without_a_key(self):
        assert codes(reasons_not_to_hand_over([CARD])) == ["no_key"]
        assert codes(reasons_not_to_hand_over([CARD, KEY])) == []


@pytest.mark.rule("PROP-2")
class TestPapers:
    @pytest.mark.parametrize(
        ("data", "kind"),
        [(b"%PDF-1.7", "application/pdf"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"\x89PNG\r\n\x1a\n.", "image/png")],
    )
    def test_a_paper_is_known_by_its_content(self, data, kind):
        assert kind_of(data) == kind

    def test_anything_else_is_no_copy(self):
        assert codes(reasons_against_copy(b"MZ\x90")) == ["not_a_copy"]

    def test_a_copy_has_its_limit(self):
        assert codes(reasons_against_copy(b"%PDF-" + b"0" * LARGEST)) == ["too_large"]


class TestWords:
    def test_electricity_counts_kilowatt_hours_and_water_cubic_metres(self):
        assert [kind.unit for kind in MeterKind] == ["kWh", "m³"]

    def test_a_word_has_both_names(self):
        assert (ItemKind.ACCESS_CARD.zh, ItemKind.PARKING_PERMIT.zh) == ("客户人员出入证", "停车证")


@pytest.mark.rule("PROP-1")
class TestCorrectingReadings:
    def test_a_mistake_where_the_meter_stands_is_corrected(self):
        assert list(reasons_not_to_supersede(False, True, None)) == []

    @pytest.mark.parametrize(
        ("superseded", "is_last", "change", "told"),
        [
            (True, False, None, "superseded"),
            (False, True, "HF-2026-0001", "co_signed"),
            (False, False, None, "not_the_last"),
        ],
    )
    def test_otherwise_there_is_one_reason_against_it(self, superseded, is_last, change, told):
        assert codes(reasons_not_to_supersede(superseded, is_last, change)) == [told]


@pytest.mark.rule("FIN-4", "PROP-2")
class TestWhereAMeterCountsFrom:
    @pytest.mark.parametrize(
        ("moved_in", "replaces", "since"),
        [
            (None, False, MONDAY),
            (None, True, MONDAY),
            (date(2025, 4, 11), False, date(2025, 4, 11)),
            (date(2025, 4, 11), True, MONDAY),
            (date(2026, 12, 9), True, date(2026, 12, 9)),
        ],
    )
    def test_since_the_tenant_moved_in_or_the_old_meter_was_taken_out(self, moved_in, replaces, since):
        assert counts_from(MONDAY, moved_in, replaces) == since
