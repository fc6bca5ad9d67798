"""The unit board: its table of moves, who takes a unit, what everybody sees, and what leases do to it (SALE-1)."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from kit.errors import Refused
from services.contracts.actions import deals
from services.contracts.actions.board import move
from services.contracts.actions.leases import correct_lease
from services.contracts.events import DealLapsed, LeaseRegistered, UnitPriced, UnitStateChanged
from services.contracts.models import BoardChange, Deal, Unit
from services.contracts.queries.leases import find_lease
from services.contracts.rules import Payment, Terms
from services.contracts.rules.board import FREE, MOVES, Cause, Holder, State, reasons_against_move
from tests.contracts.board import (
    CUSTOMER,
    ESTATE,
    LI_QIANG,
    MANAGER,
    SALES,
    STRANGER,
    ZHOU_MIN,
    a_customer,
    a_wish,
    an_id,
    confirm,
    hold,
    price,
    state_of,
)
from tests.contracts.builders import a_lease, a_unit
from tests.engineering.house import ELSEWHERE


@pytest.mark.rule("SALE-1")
class TestTheTableOfMoves:
    @pytest.mark.parametrize("cause", Cause)
    def test_every_cause_leads_from_somewhere_to_somewhere_else(self, cause):
        sources, after = MOVES[cause]
        assert sources
        assert after not in sources

    @pytest.mark.parametrize("state", State)
    def test_no_state_is_a_dead_end(self, state):
        assert any(state in sources for sources, _ in MOVES.values())

    def test_a_unit_somebody_has_is_taken_by_nobody_else(self):
        assert MOVES[Cause.HELD][0] == {State.AVAILABLE}

    @pytest.mark.parametrize("state", [state for state in State if state not in FREE])
    def test_whoever_comes_second_is_told_who_has_it(self, state):
        (reason,) = reasons_against_move("A1109", state, Cause.HELD, Holder("RG-2026-0001", "李强"))
        assert "李强" in reason.zh
        assert reason.details["state"] == state


@pytest.mark.rule("SALE-1")
class TestTheBoard:
    def test_it_shows_every_unit_with_what_it_is_and_costs_and_how_it_stands(self, sales):
        (first, *others) = sales.get(LI_QIANG, "list_board")["items"]
        assert (first["number"], first["building"], first["floor"]) == ("A1109", "A座", 11)
        assert (first["layout"], first["area_built"], first["sale_price"]) == ("标准间", "213.31", "2000000.00")
        assert [one["state"] for one in (first, *others)] == ["available"] * 3

    def test_it_is_filtered_by_state_floor_and_price(self, sales):
        hold(sales)
        price(sales, ["A1205"], sale_price="900000", rent_per_sqm_day=None)
        found = sales.get(LI_QIANG, "list_board", {"state": ["available"], "price_to": "1000000"})["items"]
        assert [one["number"] for one in found] == ["A1205"]
        assert sales.get(LI_QIANG, "list_board", {"floor": 12})["items"] == []

    def test_a_held_unit_shows_who_has_it_and_until_when(self, sales):
        deal = hold(sales)
        (shown,) = sales.get(ZHOU_MIN, "list_board", {"state": ["held"]})["items"]
        assert (shown["consultant"], shown["deal_number"]) == ("李强", deal["number"])
        assert shown["until"] == deal["due_at"]

    def test_each_change_is_kept_with_reason_person_and_time(self, sales):
        deal = hold(sales)
        sales.get(LI_QIANG, "let_unit_go", {"reason": "客户改主意"}, id=deal["id"])
        history = sales.get(SALES, "show_board_unit", id=an_id("A1109"))["history"]
        told = [(one["cause"]["code"], one["by"], one["reason"]) for one in history]
        assert told == [("let_go", "李强", "客户改主意"), ("held", "李强", ""), ("released", "韩梅", "开盘")]

    def test_the_others_are_told_of_each_change(self, sales):
        deal = hold(sales)
        last = sales.said(UnitStateChanged)[-1]
        assert (last.before, last.state, last.cause) == ("available", "held", "held")
        assert (last.deal_id, last.customer_id) == (deal["id"], CUSTOMER)

    def test_the_history_of_a_unit_cannot_be_changed(self, sales):
        with pytest.raises(Exception, match="append-only"), sales.runtime.work() as work:
            work.session.query(BoardChange).update({"reason": ""})

    def test_what_lies_in_another_estate_is_not_there(self, sales):
        assert sales.get(STRANGER, "list_board")["items"] == []
        assert sales.ask(STRANGER, "show_board_unit", id=an_id("A1109")).status == 404

    def test_a_new_unit_waits_to_be_released(self, sales):
        sales.hear(a_unit("A1409"))
        assert state_of(sales, "A1409") == "withdrawn"

    def test_a_later_record_of_the_unit_leaves_its_state_and_price(self, sales):
        hold(sales)
        sales.hear(a_unit("A1109", layout="大开间"))
        shown = sales.get(SALES, "show_board_unit", id=an_id("A1109"))
        assert (shown["layout"], shown["state"], shown["sale_price"]) == ("大开间", "held", "2000000.00")


@pytest.mark.rule("SALE-1")
class TestTaking:
    def test_a_unit_is_held_for_a_customer_until_its_time(self, sales):
        deal = hold(sales)
        assert (deal["state"], deal["consultant"], deal["number"]) == ("held", "李强", "RG-2026-0001")
        assert state_of(sales) == "held"

    def test_the_second_is_told_who_has_it(self, sales):
        deal = hold(sales)
        reply = sales.ask(ZHOU_MIN, "hold_unit", a_wish())
        assert reply.status == 409
        assert reply.body["reasons"][0]["details"]["consultant"] == "李强"
        assert deal["number"] in reply.body["detail"]

    def test_the_act_that_is_shown_as_barred_names_who_has_it_too(self, sales):
        hold(sales)
        shown = sales.get(ZHOU_MIN, "show_board_unit", id=an_id("A1109"))
        (act,) = [one for one in shown["may_do"] if one["act"] == "hold"]
        assert [one["code"] for one in act["reasons_against"]] == ["unit_taken"]
        assert "李强" in act["reasons_against"][0]["zh"]

    def test_of_many_who_ask_at_once_one_gets_it_and_nothing_is_half_written(self, sales, second):
        replies, together = [], threading.Barrier(20)

        def take(house, caller):
            together.wait()
            replies.append(house.ask(caller, "hold_unit", a_wish()))

        askers = [
            threading.Thread(target=take, args=(house, caller))
            for house in (sales, second)
            for caller in (LI_QIANG, ZHOU_MIN) * 5
        ]
        for asker in askers:
            asker.start()
        for asker in askers:
            asker.join()
        won = [reply for reply in replies if reply.status == 201]
        lost = {reply.body["reasons"][0]["details"]["deal"] for reply in replies if reply.status == 409}
        assert len(won) == 1
        assert lost == {won[0].body["number"]}
        assert len(replies) == 20
        assert (sales.count(Deal), len(sales.said(UnitStateChanged))) == (1, 4)

    def test_the_database_itself_lets_one_deal_have_a_unit(self, sales):
        hold(sales)
        with pytest.raises(IntegrityError), sales.runtime.work() as work:
            first = work.session.execute(select(Deal.__table__)).mappings().one()
            another = {"id": an_id("another deal"), "number": "RG-2026-0002"}
            work.session.execute(insert(Deal.__table__).values(dict(first) | another))

    def test_a_unit_that_was_held_back_since_it_was_seen_is_held_for_nobody(self, counter):
        with counter.runtime.work() as work:
            unit = work.session.get_one(Unit, an_id("A1109"))
            meanwhile = update(Unit).where(Unit.id == unit.id).values(state=State.WITHDRAWN)
            work.session.execute(meanwhile, execution_options={"synchronize_session": False})
            assert unit.state is State.AVAILABLE
            with pytest.raises(Refused, match="not for sale|未推出"):
                move(work, unit, Cause.HELD)
        assert state_of(counter) == "withdrawn"

    def test_a_hold_ends_by_itself(self, sales, clock):
        deal = hold(sales)
        clock.move(hours=48)
        sales.by_the_clock("end_what_has_run_out")
        assert state_of(sales) == "available"
        assert sales.get(LI_QIANG, "show_deal", id=deal["id"])["state"] == "lapsed"

    def test_a_deal_that_cannot_end_holds_up_none_of_the_others(self, sales, clock):
        held = [hold(sales, unit=unit) for unit in ("A1109", "A1205", "A1306")]
        clock.move(hours=48)
        told = len(sales.said())
        with sales.runtime.work() as work:
            work.session.get_one(Unit, an_id("A1109")).state = State.SOLD  # Which no hold runs out from.
        for _ in range(2):
            with sales.runtime.work() as work:
                deals.end_what_has_run_out(work, limit=1)
        states = [sales.get(LI_QIANG, "show_deal", id=deal["id"])["state"] for deal in held]
        assert states == ["held", "lapsed", "lapsed"]
        assert [one.deal_id for one in sales.said(DealLapsed)] == [deal["id"] for deal in held[1:]]
        assert len(sales.said()) == told + 4

    def test_a_hold_lasts_to_its_last_second(self, sales, clock):
        hold(sales)
        clock.move(hours=47, minutes=59, seconds=59)
        sales.by_the_clock("end_what_has_run_out")
        assert state_of(sales) == "held"

    def test_a_hold_that_is_over_holds_nobody_up_before_the_clock_comes_by(self, sales, clock):
        first = hold(sales)
        clock.move(hours=48)
        assert hold(sales, ZHOU_MIN)["state"] == "held"
        assert sales.get(LI_QIANG, "show_deal", id=first["id"])["state"] == "lapsed"

    def test_a_unit_that_is_not_released_is_not_taken(self, sales):
        sales.get(MANAGER, "hold_units_back", {"unit_ids": [an_id("A1109")], "reason": "留作样板"})
        assert sales.codes(LI_QIANG, "hold_unit", a_wish()) == (409, ["withdrawn"])

    def test_a_unit_is_held_for_what_it_has_a_price_for(self, sales):
        price(sales, sale_price=None)
        assert sales.codes(LI_QIANG, "hold_unit", a_wish()) == (409, ["no_price"])
        assert hold(sales, kind="lease")["kind"] == "lease"

    def test_only_a_registered_customer_of_the_estate_has_a_unit_held(self, sales):
        assert sales.codes(LI_QIANG, "hold_unit", a_wish(customer_id=an_id("陌生人"))) == (404, ["unknown_customer"])

    def test_a_customer_of_another_estate_is_none_here(self, sales):
        sales.hear(a_customer(an_id("李娜"), ELSEWHERE))
        assert sales.codes(LI_QIANG, "hold_unit", a_wish(customer_id=an_id("李娜"))) == (404, ["unknown_customer"])

    def test_sales_control_holds_for_a_consultant_and_says_for_whom(self, sales):
        assert hold(sales, SALES, consultant_id=ZHOU_MIN.id)["consultant"] == "周敏"
        assert sales.codes(SALES, "hold_unit", a_wish("A1205")) == (404, ["unknown_consultant"])

    def test_a_consultant_holds_for_nobody_else(self, sales):
        assert sales.codes(LI_QIANG, "hold_unit", a_wish(consultant_id=ZHOU_MIN.id)) == (409, ["not_yours"])

    def test_a_deal_is_let_go_by_its_own_consultant_only(self, sales):
        deal = hold(sales)
        assert sales.codes(ZHOU_MIN, "let_unit_go", {"reason": "x"}, id=deal["id"]) == (409, ["not_yours"])


@pytest.mark.rule("SALE-3")
class TestReleasing:
    def test_units_are_released_and_held_back_all_or_none(self, sales):
        hold(sales)
        both = {"unit_ids": [an_id("A1109"), an_id("A1205")], "reason": "调整比例"}
        assert sales.codes(MANAGER, "hold_units_back", both) == (409, ["unit_taken"])
        assert state_of(sales, "A1205") == "available"

    def test_a_unit_without_a_price_is_not_released(self, sales):
        sales.hear(a_unit("A1409"))
        asked = {"unit_ids": [an_id("A1409")], "reason": "加推"}
        assert sales.codes(MANAGER, "release_units", asked) == (409, ["no_price"])

    def test_the_board_in_numbers_tells_the_share_that_is_released(self, sales):
        hold(sales)
        sales.get(MANAGER, "hold_units_back", {"unit_ids": [an_id("A1205")], "reason": "惜售"})
        told = sales.get(SALES, "show_board_summary", {"estate_id": ESTATE})
        counts = {one["state"]["code"]: one["units"] for one in told["states"] if one["units"]}
        assert counts == {"held": 1, "withdrawn": 1, "available": 1}
        assert (told["units"], told["released_percent"]) == (3, "66.7")


class TestPrices:
    @pytest.mark.rule("SALE-1")
    def test_a_new_price_is_told_and_the_same_again_is_not(self, sales):
        price(sales, ["A1109"], sale_price="2100000")
        price(sales, ["A1109"], sale_price="2100000")
        told = [one for one in sales.said(UnitPriced) if one.number == "A1109"]
        assert [str(one.sale_price) for one in told] == ["2000000", "2100000"]

    @pytest.mark.rule("SALE-1")
    def test_a_deal_keeps_the_price_it_agreed(self, sales):
        deal = confirm(sales, hold(sales))
        price(sales, ["A1109"], sale_price="2500000")
        assert sales.get(SALES, "show_deal", id=deal["id"])["price"] == "2000000.00"


@pytest.mark.rule("SALE-17")
class TestLeasesOnTheBoard:
    def test_a_unit_that_is_let_by_the_register_is_signed(self, sales):
        sales.get(LI_QIANG, "register_lease", a_lease())
        assert state_of(sales) == "signed"

    def test_it_is_available_the_day_after_the_lease_ends(self, sales, clock):
        sales.get(LI_QIANG, "register_lease", a_lease(ends_on="2026-12-08"))
        clock.move(days=1)
        sales.by_the_clock("free_what_is_over")
        assert state_of(sales) == "signed"
        clock.move(days=1)
        sales.by_the_clock("free_what_is_over")
        assert state_of(sales) == "available"

    def test_one_that_was_never_released_is_not_for_sale_when_its_lease_is_over(self, counter, clock):
        counter.hear(a_unit("A1409"))
        counter.get(LI_QIANG, "register_lease", a_lease("A1409", ends_on="2026-12-08"))
        clock.move(days=2)
        counter.by_the_clock("free_what_is_over")
        assert (state_of(counter, "A1409"), counter.said(UnitStateChanged)[-1].cause) == (
            "withdrawn",
            "lease_over_unoffered",
        )

    def test_nor_is_one_that_was_held_back_before_it_was_let(self, counter, clock):
        counter.get(MANAGER, "hold_units_back", {"unit_ids": [an_id("A1109")], "reason": "惜售"})
        counter.get(LI_QIANG, "register_lease", a_lease(ends_on="2026-12-08"))
        clock.move(days=2)
        counter.by_the_clock("free_what_is_over")
        assert state_of(counter) == "withdrawn"

    def test_a_unit_that_a_deal_has_is_let_to_no_other(self, sales):
        hold(sales)
        assert sales.codes(LI_QIANG, "register_lease", a_lease()) == (409, ["unit_taken"])
        assert sales.said(LeaseRegistered) == []

    def test_a_lease_is_not_made_longer_into_somebody_elses_deal(self, sales, clock):
        lease = sales.get(LI_QIANG, "register_lease", a_lease(ends_on="2026-12-08"))
        clock.move(days=2)
        sales.by_the_clock("free_what_is_over")
        hold(sales)
        with sales.runtime.work() as work:
            found = find_lease(work, lease["id"])
            terms = replace(terms_of_lease(found), ends_on=date(2027, 12, 31))
            with pytest.raises(Refused, match="held on the board"):
                correct_lease(work, found, found.unit_id, terms)

    def test_a_let_unit_is_held_for_nobody(self, sales):
        sales.get(LI_QIANG, "register_lease", a_lease())
        assert sales.codes(LI_QIANG, "hold_unit", a_wish()) == (409, ["unit_state"])


def terms_of_lease(lease):
    """The terms of a lease as they stand."""
    return Terms(
        number=lease.number,
        customer_name=lease.customer.name,
        phone=lease.customer.phone,
        contact=lease.contact,
        business=lease.business,
        starts_on=lease.starts_on,
        ends_on=lease.ends_on,
        payment=Payment(lease.payment),
        tariffs=lease.tariffs(),
    )


@pytest.mark.rule("SALE-1")
@pytest.mark.parametrize("asked", [{"price_to": "9" * 20}, {"floor": 10**20}, {"area_from": "-1"}])
def test_a_figure_that_no_unit_has_is_refused_with_a_sentence(sales, asked):
    assert sales.ask(SALES, "list_board", asked).status == 422
