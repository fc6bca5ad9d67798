"""The new unit of a unit change is kept for it, or the change waits for who has it and property is told (SALE-17)."""

import threading
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.contracts.actions.keeping import tell_what_was_never_told
from services.contracts.actions.leases import correct_lease
from services.contracts.events import UnitKept, UnitLetGo, UnitNotKept, UnitStateChanged
from services.contracts.models import Unit, WaitingChange
from services.contracts.queries.leases import find_lease
from services.contracts.service import Contracts
from tests.contracts.board import (
    LI_QIANG,
    MANAGER,
    SALES,
    ZHOU_MIN,
    a_wish,
    an_id,
    close,
    confirm,
    finance_refuses,
    hold,
    pay,
    state_of,
)
from tests.contracts.builders import a_cancellation, a_change, a_lease, a_request
from tests.contracts.test_board import terms_of_lease
from tests.databases import back_and_up_again

pytestmark = pytest.mark.rule("SALE-17")
ANSWERS = (UnitKept, UnitNotKept, UnitLetGo)


def the_tenant(house):
    """金桥投资, who rents A1306."""
    return house.get(LI_QIANG, "register_lease", a_lease("A1306"))


def answers(house):
    return [type(one).__name__ for one in house.said(*ANSWERS)]


def kept_for(house, unit="A1205"):
    return house.get(SALES, "show_board_unit", id=an_id(unit))["kept_for"]


def let_go(house, deal):
    house.get(LI_QIANG, "let_unit_go", {"reason": "客户改主意"}, id=deal["id"])


def refuse_the_deposit(house, deal):
    pay(house, deal)
    house.hear(finance_refuses(deal))


def run_out(house, deal):
    house.runtime.clock.move(hours=48)
    house.by_the_clock("end_what_has_run_out")


def take_it_up_again(house, deal):
    """Somebody else asks for the unit when the hold has run out, before the clock has come by."""
    house.runtime.clock.move(hours=48)
    assert house.codes(ZHOU_MIN, "hold_unit", a_wish("A1205")) == (409, ["unit_kept"])
    house.by_the_clock("end_what_has_run_out")


class TestAUnitThatIsFree:
    def test_it_is_kept_and_property_is_told(self, counter):
        counter.hear(a_request(the_tenant(counter)))
        (told,) = counter.said(*ANSWERS)
        assert isinstance(told, UnitKept)
        assert (told.unit_change_id, told.unit_change_number) == (an_id("HF-1"), "HF-1")
        assert counter.codes(LI_QIANG, "hold_unit", a_wish("A1205")) == (409, ["unit_kept"])

    def test_asked_again_it_is_said_again_and_nothing_else_changes(self, counter):
        lease = the_tenant(counter)
        counter.hear(a_request(lease), a_request(lease))
        assert (answers(counter), kept_for(counter)) == (["UnitKept"] * 2, "HF-1")
        assert counter.count(WaitingChange) == 0

    def test_called_off_it_is_let_go(self, counter):
        lease = the_tenant(counter)
        counter.hear(a_request(lease), a_cancellation(lease))
        assert answers(counter) == ["UnitKept", "UnitLetGo"]
        assert hold(counter, unit="A1205")["state"] == "held"

    def test_called_off_before_it_was_asked_for_nothing_is_kept(self, counter):
        lease = the_tenant(counter)
        counter.hear(a_cancellation(lease))
        counter.hear(a_request(lease))
        assert (answers(counter), kept_for(counter)) == ([], None)

    def test_the_tenant_in_it_is_let_go_of_and_keeps_nothing_twice(self, counter):
        lease = the_tenant(counter)
        counter.hear(a_request(lease), a_change(lease))
        counter.hear(a_request(lease))
        assert (answers(counter), kept_for(counter)) == (["UnitKept", "UnitLetGo"], None)

    def test_of_two_changes_told_crosswise_the_later_gets_it_and_it_is_never_free_between(self, counter):
        lease = the_tenant(counter)
        counter.hear(a_request(lease, number="HF-1"))
        counter.hear(a_request(lease, number="HF-2"))
        assert kept_for(counter) == "HF-1"
        counter.hear(a_cancellation(lease, number="HF-1"))
        assert (answers(counter), kept_for(counter)) == (["UnitKept", "UnitKept"], "HF-2")


class TestAUnitThatADealHas:
    def test_the_change_waits_and_property_is_told_who_has_it(self, counter):
        deal = hold(counter, unit="A1205")
        counter.hear(a_request(the_tenant(counter)))
        (told,) = counter.said(*ANSWERS)
        assert (told.deal_number, told.state, told.lease_number) == (deal["number"], "held", None)
        assert told.why_zh == f"单元 A1205 在销控表上保留（认购 {deal['number']}）。"
        assert told.why_en == f"Unit A1205 is held on the board, for deal {deal['number']}."

    def test_the_deal_goes_on_and_property_hears_how_far_it_is(self, counter):
        deal = hold(counter, unit="A1205")
        counter.hear(a_request(the_tenant(counter)))
        confirm(counter, deal)
        assert [told.state for told in counter.said(UnitNotKept)] == ["held", "confirmed"]

    def test_asked_again_it_is_said_again(self, counter):
        hold(counter, unit="A1205")
        lease = the_tenant(counter)
        counter.hear(a_request(lease), a_request(lease))
        assert (answers(counter), counter.count(WaitingChange)) == (["UnitNotKept"] * 2, 1)

    @pytest.mark.parametrize("end", [let_go, run_out, take_it_up_again, refuse_the_deposit])
    def test_when_the_deal_is_over_the_unit_is_kept_for_the_change(self, counter, end):
        deal = hold(counter, unit="A1205")
        counter.hear(a_request(the_tenant(counter)))
        end(counter, deal)
        assert (answers(counter)[-1], kept_for(counter)) == ("UnitKept", "HF-1")
        assert (state_of(counter, "A1205"), counter.count(WaitingChange)) == ("available", 0)
        assert counter.codes(ZHOU_MIN, "hold_unit", a_wish("A1205")) == (409, ["unit_kept"])

    def test_given_back_it_is_kept_too(self, counter):
        deal = close(counter, unit="A1205")
        counter.hear(a_request(the_tenant(counter)))
        told = {"why": "plans", "reason": "外派", "refund": "0", "evidence": "无"}
        one = counter.get(LI_QIANG, "request_withdrawal", told, id=deal["id"])
        counter.get(MANAGER, "decide_on_withdrawal", {"is_approved": True, "reason": "同意"}, id=one["id"])
        assert (answers(counter), kept_for(counter)) == (["UnitNotKept", "UnitKept"], "HF-1")

    def test_it_is_known_to_be_kept_before_it_is_known_to_be_free(self, counter):
        deal = hold(counter, unit="A1205")
        counter.hear(a_request(the_tenant(counter)))
        let_go(counter, deal)
        *_, kept, freed = counter.said(UnitKept, UnitStateChanged)
        assert (type(kept), freed.state) == (UnitKept, "available")

    def test_a_change_that_was_called_off_meanwhile_waits_no_more(self, counter):
        deal, lease = hold(counter, unit="A1205"), the_tenant(counter)
        counter.hear(a_request(lease), a_cancellation(lease))
        let_go(counter, deal)
        assert (answers(counter), kept_for(counter)) == (["UnitNotKept"], None)
        assert hold(counter, ZHOU_MIN, "A1205")["state"] == "held"


class TestAUnitThatALeaseHas:
    def test_the_change_waits_until_the_lease_is_corrected(self, counter):
        other = counter.get(LI_QIANG, "register_lease", a_lease("A1205", number="ZL-2", starts_on="2026-12-01"))
        counter.hear(a_request(the_tenant(counter)))
        (told,) = counter.said(*ANSWERS)
        assert (told.lease_number, told.deal_id) == ("ZL-2", None)
        with counter.runtime.work() as work:
            found = find_lease(work, other["id"])
            shorter = replace(terms_of_lease(found), ends_on=date(2026, 12, 14))
            correct_lease(work, found, found.unit_id, shorter)
        assert (answers(counter), kept_for(counter)) == (["UnitNotKept", "UnitKept"], "HF-1")


class TestAtOnce:
    def test_of_a_hold_and_a_change_one_has_the_unit_and_the_other_is_told(self, sales, second):
        lease, both, replies = the_tenant(sales), threading.Barrier(2), []

        def take():
            both.wait()
            replies.append(second.ask(LI_QIANG, "hold_unit", a_wish("A1205")))

        def ask():
            both.wait()
            sales.hear(a_request(lease))

        threads = [threading.Thread(target=act) for act in (take, ask)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        held = replies[0].status == 201
        assert (answers(sales), kept_for(sales)) == ((["UnitNotKept"], None) if held else (["UnitKept"], "HF-1"))
        if held:
            let_go(sales, replies[0].body)
        assert (answers(sales)[-1], kept_for(sales), sales.count(WaitingChange)) == ("UnitKept", "HF-1", 0)


class TestUpgrades:
    @pytest.fixture
    def before(self, sales):
        """A house of before: a unit is kept for a change, which nobody was told of."""
        hold(sales, unit="A1109")
        sales.hear(a_request(the_tenant(sales)))
        sales.get(MANAGER, "hold_units_back", {"unit_ids": [an_id("A1205")], "reason": "惜售"})
        back_and_up_again(Contracts, "0005", sales.runtime.database)
        return sales

    def test_what_was_kept_before_is_told_of_once(self, before):
        for _ in range(2):
            before.by_the_clock("tell_what_was_never_told")
        assert (answers(before), kept_for(before)) == (["UnitKept", "UnitKept"], "HF-1")

    def test_what_has_to_wait_for_another_change_keeps_nobody_from_being_told(self, counter):
        lease = the_tenant(counter)
        counter.hear(a_request(lease, number="HF-1"))
        known = {"number": "HF", "lease_id": lease["id"], "change_date": date(2026, 12, 15), "told": ""}
        ids = [str(UUID(int=number)) for number in range(3)]
        with counter.runtime.work() as work:
            for one, unit in zip(ids, ("A1205", "A1109", "A1109"), strict=True):
                work.session.add(WaitingChange(unit_change_id=one, unit_id=an_id(unit), **known))
        with counter.runtime.work() as work:
            tell_what_was_never_told(work, limit=1)
        told = counter.said(UnitKept)
        assert [one.unit_change_id for one in told] == [an_id("HF-1"), ids[-1]]

    def test_what_was_on_offer_still_is(self, before):
        with before.runtime.look() as work:
            offered = {unit.number: unit.is_offered for unit in work.session.query(Unit)}
        assert offered == {"A1109": True, "A1205": False, "A1306": True}
