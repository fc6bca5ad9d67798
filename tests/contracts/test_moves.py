"""A unit change reaches the lease (SALE-17), whatever the order in which the house is told."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.contracts.events import LeaseMoved
from tests.contracts.builders import a_cancellation, a_change, a_lease, a_request, a_unit, an_id

pytestmark = pytest.mark.rule("SALE-17")


def unit_states(contracts):
    return {unit["number"]: unit["state"] for unit in contracts.ask("list_unit_states").body["items"]}


def stays(lease):
    return [(stay["unit_number"], stay["since"], stay["until"]) for stay in lease["stays"]]


class TestTheMove:
    def test_the_lease_points_to_the_new_unit_from_the_change_date(self, contracts):
        lease = contracts.registered()
        contracts.hear(a_change(lease))
        moved = contracts.shown(lease)
        assert moved["unit_number"] == "A1205"
        assert stays(moved) == [("A1109", "2025-04-11", "2026-12-14"), ("A1205", "2026-12-15", None)]

    def test_the_change_is_in_the_leases_history(self, contracts):
        lease = contracts.registered()
        contracts.hear(a_change(lease))
        last = contracts.shown(lease)["history"][-1]
        assert (last["change"], last["unit_change_id"]) == ("moved", an_id("HF-1"))
        assert last["details"] == {"unit": ["A1109", "A1205"]}
        assert "A1109" in last["zh"]
        assert "A1205" in last["en"]

    def test_the_old_unit_is_available_again_from_the_change_date(self, contracts, clock):
        lease = contracts.registered()
        contracts.hear(a_change(lease))
        assert unit_states(contracts) == {"A1109": "let", "A1205": "vacant", "A1306": "vacant"}
        clock.move(days=8)  # the 15th
        assert unit_states(contracts) == {"A1109": "vacant", "A1205": "let", "A1306": "vacant"}
        again = contracts.registered(number="ZL-2026-0099", starts_on="2026-12-15", ends_on="2027-12-14")
        assert again["unit_number"] == "A1109"

    def test_units_are_found_by_whether_they_are_let(self, contracts):
        contracts.registered()
        let = contracts.ask("list_unit_states", body={"state": "let"}).body["items"]
        vacant = contracts.ask("list_unit_states", body={"state": "vacant"}).body["items"]
        assert [unit["number"] for unit in let] == ["A1109"]
        assert [unit["number"] for unit in vacant] == ["A1205", "A1306"]

    def test_the_others_are_told(self, contracts):
        lease = contracts.registered()
        contracts.hear(a_change(lease))
        (told,) = contracts.said(LeaseMoved)
        assert (told.lease_id, told.new_unit_id, told.moved_on) == (lease["id"], an_id("A1205"), date(2026, 12, 15))

    def test_the_new_unit_is_not_let_to_another(self, contracts):
        contracts.hear(a_change(contracts.registered()))
        reply = contracts.ask("register_lease", body=a_lease("A1205", number="ZL-2"))
        assert reply.body["reasons"][0]["code"] == "unit_taken"

    def test_a_lease_may_move_on_the_day_it_starts_and_twice_in_a_day(self, contracts):
        lease = contracts.registered(starts_on="2026-12-15")
        contracts.hear(a_change(lease))
        contracts.hear(a_change(contracts.shown(lease), "A1306", number="HF-2"))
        contracts.registered(number="ZL-2", starts_on="2026-12-01", ends_on="2027-01-01")
        assert contracts.shown(lease)["unit_number"] == "A1306"
        assert contracts.waiting() == []

    def test_a_lease_may_come_back_to_a_unit_it_had(self, contracts):
        lease = contracts.registered()
        contracts.hear(a_change(lease))
        contracts.hear(a_change(contracts.shown(lease), "A1109", date(2026, 12, 20), "HF-2"))
        assert contracts.shown(lease)["unit_number"] == "A1109"


class TestWhatComesTwiceOrOutOfOrder:
    def test_a_change_told_twice_moves_the_lease_once(self, contracts):
        lease = contracts.registered()
        contracts.hear(a_change(lease), a_change(lease))
        assert len(contracts.said(LeaseMoved)) == 1
        assert len(contracts.shown(lease)["stays"]) == 2

    def test_a_change_of_an_unknown_lease_is_tried_again_and_then_parked(self, contracts, clock):
        unknown = {
            "id": an_id("nobody's"),
            "customer_id": an_id("x"),
            "unit_id": an_id("A1109"),
            "unit_number": "A1109",
        }
        contracts.hear(a_change(unknown), attempts=2)
        assert [state for state, _ in contracts.waiting()] == ["pending"]
        clock.move(minutes=1)
        contracts.hear(attempts=2)
        ((state, error),) = contracts.waiting()
        assert state == "parked"
        assert "HF-1 is not registered here" in error

    def test_a_change_that_is_ahead_of_its_unit_waits_for_it(self, contracts, clock):
        lease = contracts.registered()
        contracts.hear(a_change(lease, "A3001"))
        assert contracts.shown(lease)["unit_number"] == "A1109"
        contracts.hear(a_unit("A3001"))
        clock.move(minutes=1)
        contracts.hear()
        assert contracts.shown(lease)["unit_number"] == "A3001"

    def test_a_second_change_heard_before_the_first_waits_for_it(self, contracts, clock):
        lease = contracts.registered()
        second = a_change(
            lease | {"unit_id": an_id("A1205"), "unit_number": "A1205"}, "A1306", date(2026, 12, 20), "HF-2"
        )
        contracts.hear(second, a_change(lease))
        clock.move(minutes=1)
        contracts.hear()
        units = [unit for unit, _, _ in stays(contracts.shown(lease))]
        assert units == ["A1109", "A1205", "A1306"]

    def test_a_change_after_the_leases_end_is_parked_for_an_operator(self, contracts):
        lease = contracts.registered(ends_on="2026-12-14")
        contracts.hear(a_change(lease))
        ((state, error),) = contracts.waiting()
        assert state == "parked"
        assert "not between" in error


class TestKeepingTheNewUnit:
    def test_a_unit_somebody_is_about_to_move_into_is_not_let(self, contracts):
        lease = contracts.registered()
        contracts.hear(a_request(lease))
        reply = contracts.ask("register_lease", body=a_lease("A1205", number="ZL-2"))
        assert (reply.status, reply.body["reasons"][0]["code"]) == (409, "unit_kept")

    def test_it_is_let_again_once_the_change_is_cancelled(self, contracts):
        lease = contracts.registered()
        contracts.hear(a_request(lease), a_cancellation(lease))
        contracts.registered(unit="A1205", number="ZL-2")

    def test_a_cancelled_change_does_not_release_what_another_keeps(self, contracts):
        lease = contracts.registered()
        contracts.hear(a_request(lease, number="HF-2"), a_cancellation(lease, number="HF-1"))
        assert contracts.ask("register_lease", body=a_lease("A1205", number="ZL-2")).status == 409

    def test_a_change_asked_for_ahead_of_its_unit_waits_for_it(self, contracts, clock):
        contracts.hear(a_request(contracts.registered(), "A3001"))
        assert [state for state, _ in contracts.waiting()] == ["pending"]
        contracts.hear(a_unit("A3001"))
        clock.move(minutes=1)
        contracts.hear()
        assert contracts.ask("register_lease", body=a_lease("A3001", number="ZL-2")).status == 409

    def test_a_change_asked_for_ahead_of_its_lease_waits_for_it(self, contracts):
        lease = contracts.registered()
        contracts.hear(a_request(lease | {"id": an_id("nobody's")}))
        ((state, error),) = contracts.waiting()
        assert (state, "HF-1 is not registered here" in error) == ("pending", True)

    def test_a_change_that_has_come_keeps_the_unit_no_longer(self, contracts):
        lease = contracts.registered(ends_on="2026-12-31")
        contracts.hear(a_request(lease), a_change(lease))
        contracts.registered(unit="A1205", number="ZL-2", starts_on="2027-01-01", ends_on="2027-12-31")


class TestHistory:
    def test_no_row_of_a_leases_history_can_be_altered_or_removed(self, contracts):
        contracts.registered()
        for statement in ("UPDATE lease_changes SET zh = ''", "DELETE FROM lease_changes"):
            with pytest.raises(DBAPIError, match="append-only"), contracts.runtime.work() as work:
                work.session.execute(text(statement))
