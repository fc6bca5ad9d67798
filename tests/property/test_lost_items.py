"""Every item is accounted for: lost ones are told of once and charged, found ones not any more (PROP-1, PROP-2)."""

import io
from datetime import date
from decimal import Decimal

import pypdf
import pytest

from services.property.events import ItemFound, ItemLost, OldUnitReadyToSettle
from services.property.models import Item
from services.property.rules.words import ItemState
from tests.conftest import one_engine as engine  # noqa: F401 - it is asked for by name
from tests.property.builders import CUSTOMER, YUNQI, a_lease
from tests.property.desk import LEASING, PROPERTY, an_id, at_once
from tests.property.walking import Walk

pytestmark = pytest.mark.rule("PROP-1", "PROP-2")
KEY = {"kind": "key", "number": "A1109-1"}
PERMIT = {"kind": "parking_permit", "number": "TCZ-7"}
WHY = {"reason": "客户决定续租原单元"}


@pytest.fixture
def moving(desk) -> Walk:
    """The tenant of A1109 holds a key and a permit, and moves on the 14th."""
    issue(desk, KEY, PERMIT)
    return Walk(desk).prepare().wait_for_the_day()


def issue(desk, *items, lease="ZL-2025-0001"):
    return desk.get(PROPERTY, "issue_items", {"lease_id": desk.leases[lease], "items": list(items)})


def item(desk, number) -> Item:
    (found,) = [one for one in desk.rows(Item) if one.number == number]
    return found


def lose(desk, number):
    return desk.get(PROPERTY, "lose_item", id=item(desk, number).id)


def bring_back(desk, number):
    return desk.get(PROPERTY, "take_back_item", id=item(desk, number).id)


def tick(walk, missing: str) -> Walk:
    """Everything comes back but the one."""
    held = walk.now()["items_to_return"]
    outcomes = {one["number"]: "missing" if one["number"] == missing else "returned" for one in held}
    ticks = [{"kind": one["kind"], "number": one["number"], "outcome": outcomes[one["number"]]} for one in held]
    walk.do("return_items", {"items": ticks})
    return walk


class TestLostByHand:
    def test_the_house_hears_what_it_costs_and_whose_it_is(self, desk):
        issue(desk, PERMIT)
        lose(desk, "TCZ-7")
        assert desk.said(ItemLost) == [
            ItemLost(
                item_id=item(desk, "TCZ-7").id,
                estate_id=desk.estates[YUNQI],
                customer_id=an_id(CUSTOMER),
                lease_id=desk.leases["ZL-2025-0001"],
                unit_id=desk.units["A1109"],
                unit_number="A1109",
                kind="parking_permit",
                number="TCZ-7",
                charge=Decimal("100.00"),
                lost_on=date(2026, 12, 7),
                unit_change_id=None,
            )
        ]

    def test_what_turns_up_costs_nothing_any_more(self, desk):
        issue(desk, PERMIT)
        lose(desk, "TCZ-7")
        assert bring_back(desk, "TCZ-7")["charge"] is None
        (told,) = desk.said(ItemFound)
        assert (told.item_id, told.kind, told.unit_change_id) == (item(desk, "TCZ-7").id, "parking_permit", None)

    def test_what_was_never_missing_is_not_found(self, desk):
        issue(desk, KEY)
        bring_back(desk, "A1109-1")
        assert desk.said(ItemFound, ItemLost) == []

    def test_lost_before_the_change_it_is_on_the_record_and_not_in_the_settlement(self, moving):
        lose(moving.desk, "TCZ-7")
        moving.read_and_sign().return_all()
        (told,) = moving.desk.said(OldUnitReadyToSettle)
        assert (told.missing, len(moving.desk.said(ItemLost))) == ((), 1)
        shown = {one["number"]: one["charge"] for one in moving.now()["items_returned"]}
        assert shown == {"A1109-1": None, "TCZ-7": "100.00"}
        record = moving.desk.ask(PROPERTY, "print_record", id=moving.id).file.data
        assert "TCZ-7" in "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(record)).pages)


class TestMissedInAChange:
    @pytest.fixture
    def missed(self, moving) -> Walk:
        return tick(moving.read_and_sign(), "TCZ-7")

    def test_the_settlement_charges_it_and_nothing_else_does(self, missed):
        missed.hand_over().settle().do("issue_notice")
        (told,) = missed.desk.said(OldUnitReadyToSettle)
        assert ([one.number for one in told.missing], missed.desk.said(ItemLost)) == (["TCZ-7"], [])

    def test_once_the_change_is_called_off_it_is_told_by_itself(self, missed):
        missed.do("cancel_unit_change", WHY, LEASING)
        (told,) = missed.desk.said(ItemLost)
        assert (told.number, told.charge, told.unit_change_id) == ("TCZ-7", Decimal("100.00"), missed.id)

    def test_found_before_that_it_is_not(self, missed):
        bring_back(missed.desk, "TCZ-7")
        missed.do("cancel_unit_change", WHY, LEASING)
        (told,) = missed.desk.said(ItemLost, ItemFound)
        assert (type(told), told.unit_change_id) == (ItemFound, missed.id)

    def test_found_after_that_it_is_told_with_its_change(self, missed):
        missed.do("cancel_unit_change", WHY, LEASING)
        bring_back(missed.desk, "TCZ-7")
        told = [(type(one), one.unit_change_id) for one in missed.desk.said(ItemLost, ItemFound)]
        assert told == [(ItemLost, missed.id), (ItemFound, missed.id)]

    def test_found_after_the_notice_it_stays_on_the_record(self, missed):
        missed.hand_over().settle().do("issue_notice")
        bring_back(missed.desk, "TCZ-7")
        shown = {one["number"]: (one["state"], one["charge"]) for one in missed.now()["items_returned"]}
        assert shown == {"A1109-1": ("returned", None), "TCZ-7": ("returned", None)}

    def test_found_and_called_off_at_once_it_ends_uncharged(self, missed):
        id = item(missed.desk, "TCZ-7").id
        acts = [
            lambda: missed.desk.ask(PROPERTY, "take_back_item", id=id),
            lambda: missed.desk.ask(LEASING, "cancel_unit_change", WHY, id=missed.id),
        ]
        assert [reply.status for reply in at_once(lambda act: act(), acts)] == [200, 200]
        assert isinstance(missed.desk.said(ItemLost, ItemFound)[-1], ItemFound)


class TestHandingOutForTheOldUnit:
    def test_nothing_more_once_its_items_are_back(self, moving):
        moving.read_and_sign().return_all()
        body = {"lease_id": moving.desk.leases["ZL-2025-0001"], "items": [KEY]}
        assert moving.desk.refusal(PROPERTY, "issue_items", body) == (409, ["unit_is_left"])
        moving.hand_over().settle().do("issue_notice")
        assert issue(moving.desk, {"kind": "key", "number": "A0501-9"})[0]["unit_number"] == "A0501"

    def test_until_then_it_has_to_come_back_too(self, moving):
        issue(moving.desk, {"kind": "key", "number": "A1109-2"})
        assert "A1109-2" in {one["number"] for one in moving.now()["items_to_return"]}

    def test_after_the_change_is_called_off_it_goes_on(self, moving):
        moving.read_and_sign().return_all().do("cancel_unit_change", WHY, LEASING)
        assert issue(moving.desk, KEY)[0]["unit_number"] == "A1109"

    def test_the_notice_waits_for_what_is_still_out(self, moving):
        moving.read_and_sign().return_all().hand_over().settle()
        with moving.desk.runtime.work() as work:  # As it may have come about before this was refused.
            work.session.get_one(Item, item(moving.desk, "A1109-1").id).state = ItemState.ISSUED
        assert moving.refusal("issue_notice") == (409, ["items_left"])
        bring_back(moving.desk, "A1109-1")
        assert moving.do("issue_notice")["issued_by"] == "何芳"


class TestAnEarlierLease:
    def test_what_was_handed_out_under_it_is_asked_back(self, desk):
        desk.hear(a_lease(desk, "ZL-2024-0009", "A1109", starts_on=date(2024, 4, 11), ends_on=date(2025, 4, 10)))
        issue(desk, KEY, lease="ZL-2024-0009")
        issue(desk, PERMIT)
        moving = Walk(desk).prepare().wait_for_the_day().read_and_sign()
        assert {one["number"] for one in moving.now()["items_to_return"]} == {"A1109-1", "TCZ-7"}
        tick(moving, "A1109-1")
        (told,) = desk.said(OldUnitReadyToSettle)
        assert [one.number for one in told.missing] == ["A1109-1"]
