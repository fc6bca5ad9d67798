"""The room change from the request to the notice that six departments acknowledge, in the embedded house.

In the full one it is walked in `test_spread_house.py`: begun in one process, finished in many.
"""

import pytest

from tests.journeys.room_change import DEPARTMENTS, RoomChange, walk
from tests.journeys.running import wait_for


@pytest.fixture(scope="module")
def walked(embedded):
    """A change that has gone all the way."""
    change = RoomChange(embedded)
    walk(change)
    return change


class TestRoomChange:
    @pytest.mark.rule("PROP-2")
    def test_all_steps_are_done_and_the_case_is_closed(self, walked):
        steps = walked.now()["procedure"]["steps"]
        assert {step["state"] for step in steps} <= {"done", "skipped"}

    @pytest.mark.rule("SALE-17")
    def test_the_lease_moves_to_the_new_unit(self, walked):
        lease_id = walked.old_unit["lease_id"]
        clerk = walked.house.as_("sales_control.clerk")
        lease = wait_for(
            lambda: next(
                (one for one in [clerk.get(f"/leases/{lease_id}")] if one["unit_id"] == walked.new_unit["id"]), None
            )
        )
        assert lease["unit_number"] == walked.new_unit["number"]

    @pytest.mark.rule("PROP-2")
    def test_the_old_unit_is_vacant_and_the_new_one_is_not(self, walked):
        clerk = walked.house.as_("property.clerk")
        old, new = (clerk.get(f"/units/{unit['id']}") for unit in (walked.old_unit, walked.new_unit))
        assert (old["state"], new["state"]) == ("vacant", "occupied")

    @pytest.mark.rule("FIN-4")
    def test_the_settlement_shows_its_working_and_adds_up(self, walked):
        (item,) = walked.settlements()
        settlement = walked.house.as_("finance.clerk").get(f"/settlements/{item['id']}")
        cents = sum(round(float(line["amount"]) * 100) for line in settlement["lines"])
        assert cents == round(float(settlement["total"]) * 100)
        assert all("×" in line["zh"] or line["income"] == "missing_items" for line in settlement["lines"])

    @pytest.mark.rule("NOTE-2", "NOTE-3")
    def test_the_notice_lies_with_all_six_and_shows_who_acknowledged(self, walked):
        notice = walked.notice("leasing")
        shown = walked.house.as_("leasing.clerk").get(f"/notices/{notice['id']}")
        assert {one["department"] for one in shown["recipients"]} == set(DEPARTMENTS)
        assert all(one["acknowledged_by_name"] for one in shown["recipients"])

    @pytest.mark.rule("PROP-3")
    @pytest.mark.parametrize("form", ["record.pdf", "notice.pdf"])
    def test_the_forms_print(self, walked, form):
        answer = walked.house.as_("property.clerk").ask("GET", f"/unit-changes/{walked.id}/{form}")
        assert (answer.status, answer.body[:5]) == (200, b"%PDF-")
