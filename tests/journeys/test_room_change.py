"""The room change from the request to the notice that six departments acknowledge, on both hosts."""

import pytest

from kit.ids import new_id
from tests.journeys.conftest import NOW
from tests.journeys.room_change import DEPARTMENTS, RoomChange
from tests.journeys.running import running_house, wait_for


@pytest.fixture(scope="module")
def walked(embedded):
    """A change that has gone all the way."""
    change = RoomChange(embedded)
    walk(change)
    return change


def walk(change: RoomChange) -> None:
    change.choose_units()
    change.issue_items()
    change.request()
    change.inspect_with_a_fault()
    from_the_repair_on(change)


def from_the_repair_on(change: RoomChange) -> None:
    change.repair()
    change.prepare_new_unit()
    change.read_meters()
    change.return_and_hand_over()
    change.settle()
    change.issue_notice()
    for department in DEPARTMENTS:
        change.acknowledge(department)
    change.wait_until_done()


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


class TestRoomChangeInTheFullHouse:
    @pytest.mark.rule("PROP-2", "GATE-1")
    def test_the_same_walk_on_rabbitmq_and_postgresql(self, full_house):
        change = RoomChange(full_house)
        walk(change)
        assert change.now()["procedure"]["state"] == "done"


@pytest.fixture
def full_house(tmp_path, amqp_url, postgres_server):
    """The same command on the servers; its people get their one-time passwords from the log and choose others."""
    prefix = f"h{new_id().replace('-', '')}"
    url = postgres_server(prefix)
    with running_house(tmp_path, ATRIUM_AMQP_URL=amqp_url, ATRIUM_DATABASE_URL=url, **NOW) as house:
        yield house
