"""What was done wrongly is put right before the notice: counted again by property, settled again by finance."""

import pytest

from tests.journeys.room_change import DEPARTMENTS, RoomChange
from tests.journeys.running import wait_for

ITEMS = (("key", "旧钥匙-7"), ("access_card", "旧证-71"), ("access_card", "旧证-72"), ("parking_permit", "旧停-7"))


@pytest.fixture(scope="module")
def change(embedded):
    """A change whose old unit is counted and settled, and whose notice could go out."""
    change = RoomChange(embedded, items=ITEMS)
    change.choose_units("A07")
    change.issue_items()
    change.request()
    change.inspect_with_a_fault()
    change.repair()
    change.prepare_new_unit()
    change.read_meters()
    change.return_and_hand_over()
    change.settle()
    change.wait_for_step("settle", "done")
    return change


def confirmed(change):
    return [one for one in change.settlements() if one["state"] == "confirmed"]


def settle_the_draft(change):
    def draft():
        return next((one for one in change.settlements() if one["state"] == "draft"), None)

    settlement = wait_for(draft, lambda: f"no draft came: {change.settlements()}", seconds=60)
    change.house.as_("finance.clerk").do(f"/settlements/{settlement['id']}/confirm")
    change.wait_for_step("settle", "done")
    return settlement


@pytest.mark.rule("PROP-2", "PROC-2", "FIN-4")
def test_readings_and_settlement_are_taken_back_and_the_change_still_ends_well(change):
    (first,) = confirmed(change)
    supervisor = change.house.as_("property.supervisor")
    supervisor.do(f"/unit-changes/{change.id}/steps/read_meters/send-back", {"reason": "电表抄错"})
    assert change.step("settle")["state"] == "waiting"
    change.read_meters("130.0")
    change.return_and_hand_over()
    second = settle_the_draft(change)
    assert (second["id"] != first["id"], len(confirmed(change))) == (True, 1)

    manager = change.house.as_("finance.manager")
    manager.do(f"/settlements/{second['id']}/take-back", {"reason": "单价有误"})
    change.wait_for_step("settle", "open")
    third = settle_the_draft(change)
    assert [one["id"] for one in confirmed(change)] == [third["id"]]

    change.issue_notice()
    for department in DEPARTMENTS:
        change.acknowledge(department)
    change.wait_until_done()
    lease, customer = change.old_unit["lease_id"], change.now()["customer_id"]
    owed = change.house.as_("finance.clerk").get(f"/ledger/balances?customer_id={customer}&lease_id={lease}")
    assert owed["receivable"] == third["total"]
