"""Who may change units, and until when it may be called off: rules without a database (PROP-2)."""

from dataclasses import replace
from datetime import date

import pytest

from services.property.rules.changes import (
    LeaseFacts,
    UnitFacts,
    Wish,
    reasons_not_to_cancel,
    reasons_not_to_print_notice,
    reasons_not_to_request,
    reasons_not_to_send_back,
    reasons_not_to_skip,
)
from services.property.rules.items import Ticket
from services.property.rules.words import ItemKind

TODAY = date(2026, 12, 7)
WISH = Wish("jinqiao", date(2026, 12, 14))
LEASE = LeaseFacts("ZL-2025-0001", "jinqiao", "a1109", date(2025, 4, 11), date(2030, 4, 10))
OLD = UnitFacts("a1109", "A1109", "yunqi", let_until=date(2030, 4, 10))
NEW = UnitFacts("a0501", "A0501", "yunqi")


def codes(wish=WISH, lease=LEASE, old=OLD, new=NEW, today=TODAY) -> list[str]:
    return [reason.code for reason in reasons_not_to_request(wish, lease, old, new, today)]


@pytest.mark.rule("PROP-2")
class TestRequesting:
    def test_a_tenant_may_move_to_a_vacant_unit(self):
        assert codes() == []

    def test_today_is_early_enough(self):
        assert codes(replace(WISH, change_date=TODAY)) == []

    def test_a_change_date_that_is_past_is_refused(self):
        assert codes(replace(WISH, change_date=date(2026, 12, 6))) == ["date_past"]

    @pytest.mark.parametrize("day", [date(2030, 4, 11), date(2040, 1, 1)])
    def test_nobody_moves_after_the_lease_has_ended(self, day):
        assert codes(replace(WISH, change_date=day)) == ["outside_the_lease"]

    def test_the_last_day_of_the_lease_is_inside_it(self):
        assert codes(replace(WISH, change_date=LEASE.ends_on)) == []

    def test_a_lease_of_somebody_else_is_refused(self):
        assert codes(replace(WISH, customer_id="huifeng")) == ["not_the_customers_lease"]

    def test_a_customer_without_a_lease_of_the_unit_is_refused(self):
        assert codes(lease=None) == ["not_the_customers_lease"]

    def test_a_lease_alone_says_whose_it_is(self):
        assert codes(replace(WISH, customer_id=None)) == []

    def test_a_lease_of_another_unit_is_refused(self):
        assert codes(lease=replace(LEASE, unit_id="a0502")) == ["lease_of_another_unit"]

    def test_the_new_unit_is_not_the_old_one(self):
        assert codes(new=OLD) == ["same_unit"]

    def test_a_unit_that_is_let_is_refused(self):
        assert codes(new=replace(NEW, let_until=date(2027, 1, 1))) == ["not_free"]

    def test_a_unit_that_is_let_for_today_only_cannot_be_inspected_at_once(self):
        assert codes(new=replace(NEW, let_until=TODAY)) == ["not_free"]

    def test_a_unit_that_sales_control_has_a_deal_for_is_refused(self):
        assert codes(new=replace(NEW, is_sold_or_held=True)) == ["sold_or_held"]

    def test_a_unit_whose_lease_ended_yesterday_is_free(self):
        assert codes(new=replace(NEW, let_until=date(2026, 12, 6))) == []

    def test_a_unit_of_another_estate_is_refused(self):
        assert codes(new=replace(NEW, estate_id="shuimo")) == ["another_estate"]

    @pytest.mark.parametrize(("side", "field"), [("old", "old_unit_id"), ("new", "new_unit_id")])
    def test_a_unit_in_an_open_change_is_refused_on_either_side(self, side, field):
        units = {"old": OLD, "new": NEW}
        units[side] = replace(units[side], claimed_by="HF-2026-0001")
        (reason,) = reasons_not_to_request(WISH, LEASE, units["old"], units["new"], TODAY)
        assert (reason.code, reason.field, "HF-2026-0001" in reason.zh) == ("change_open", field, True)

    def test_everything_that_is_wrong_is_said_at_once(self):
        wish = Wish("huifeng", date(2026, 1, 1))
        new = replace(NEW, let_until=date(2027, 1, 1), claimed_by="HF-2026-0001")
        assert codes(wish, new=new) == ["date_past", "not_the_customers_lease", "not_free", "change_open"]

    def test_every_reason_speaks_both_languages_and_names_its_rule(self):
        reasons = list(reasons_not_to_request(Wish("x", date(2026, 1, 1)), LEASE, OLD, OLD, TODAY))
        assert all(reason.zh != reason.en and reason.rule == "PROP-2" and reason.field for reason in reasons)


@pytest.mark.rule("PROP-2", "PROC-7")
class TestCancelling:
    def test_an_open_change_can_be_called_off(self):
        assert list(reasons_not_to_cancel(False, [])) == []

    def test_it_cannot_once_the_notice_is_out(self):
        assert [reason.code for reason in reasons_not_to_cancel(True, [])] == ["notice_issued"]

    def test_what_was_handed_over_comes_back_first(self):
        (reason,) = reasons_not_to_cancel(
            False, [Ticket(ItemKind.KEY, "A0501-1"), Ticket(ItemKind.ACCESS_CARD, "9001")]
        )
        assert "钥匙 A0501-1、客户人员出入证 9001" in reason.zh


@pytest.mark.rule("PROP-2")
class TestSkipping:
    @pytest.mark.parametrize("step", ["repair", "reinspect"])
    def test_repair_and_reinspection_fall_away_only_when_the_unit_is_clear(self, step):
        assert [reason.code for reason in reasons_not_to_skip(step)] == ["only_when_clear"]

    def test_of_other_steps_the_table_decides(self):
        assert list(reasons_not_to_skip("clean")) == []


@pytest.mark.rule("PROP-2", "PROC-2")
class TestSendingBack:
    def test_what_a_person_does_is_done_again_until_the_notice_is_out(self):
        assert list(reasons_not_to_send_back(False, False)) == []
        assert [reason.code for reason in reasons_not_to_send_back(False, True)] == ["notice_issued"]

    def test_what_an_event_completes_is_not_asked_for_again(self):
        assert [reason.code for reason in reasons_not_to_send_back(True, False)] == ["done_by_event"]


@pytest.mark.rule("PROP-3")
class TestPrinting:
    def test_there_is_no_notice_before_it_is_issued(self):
        assert [reason.code for reason in reasons_not_to_print_notice(False)] == ["notice_not_issued"]

    def test_an_issued_notice_prints(self):
        assert list(reasons_not_to_print_notice(True)) == []
