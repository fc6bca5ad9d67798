"""From the unit confirmation to the deal: nothing but finance's word makes a unit sold (SALE-2, SALE-4, SALE-18)."""

import io
from datetime import date

import pypdf
import pytest

from services.contracts.events import DealClosed, DealLapsed, DepositTaken, DepositUnplaced
from services.contracts.models import PermitEntry
from services.contracts.rules.permits import Permit
from tests.contracts.board import (
    ESTATE,
    LI_QIANG,
    MANAGER,
    SALES,
    STRANGER,
    TERMS,
    ZHOU_MIN,
    a_concession,
    a_confirmation,
    a_person,
    an_id,
    confirm,
    finance_confirms,
    finance_refuses,
    hold,
    pay,
    price,
    state_of,
)


class TestTheUnitConfirmation:
    @pytest.mark.rule("SALE-2")
    def test_it_names_price_deposit_and_the_terms_of_refund(self, sales):
        deal = confirm(sales, hold(sales))
        assert (deal["state"], deal["price"], deal["deposit"]) == ("confirmed", "2000000.00", "50000.00")
        assert (deal["terms"], state_of(sales)) == (TERMS, "confirmed")

    @pytest.mark.rule("SALE-4")
    def test_the_customer_has_to_have_seen_the_terms(self, sales):
        deal = hold(sales)
        reply = sales.ask(SALES, "confirm_unit", a_confirmation(terms_shown=False), id=deal["id"])
        assert (reply.status, reply.body["reasons"][0]["field"]) == (422, "terms_shown")

    @pytest.mark.rule("SALE-4")
    @pytest.mark.parametrize("deposit", ["0", "2000000.01", "0.001"])
    def test_the_deposit_is_a_part_of_the_price(self, sales, deposit):
        deal = hold(sales)
        told = a_confirmation(deposit=deposit)
        assert sales.codes(SALES, "confirm_unit", told, id=deal["id"]) == (409, ["deposit"])

    @pytest.mark.rule("SALE-1")
    def test_a_unit_that_has_lost_its_price_is_confirmed_at_none(self, sales):
        deal = hold(sales)
        price(sales, ["A1109"], sale_price=None)
        told = a_confirmation(price="1", deposit="1")
        assert sales.codes(SALES, "confirm_unit", told, id=deal["id"]) == (409, ["no_price"])

    @pytest.mark.rule("SALE-2")
    def test_only_what_is_held_is_confirmed(self, sales):
        deal = confirm(sales, hold(sales))
        assert sales.codes(SALES, "confirm_unit", a_confirmation(), id=deal["id"]) == (409, ["deal_state"])

    @pytest.mark.rule("SALE-4")
    def test_it_prints_with_the_terms_of_refund(self, sales):
        deal = hold(sales)
        assert sales.codes(LI_QIANG, "print_confirmation", id=deal["id"]) == (409, ["not_confirmed"])
        confirm(sales, deal)
        file = sales.ask(LI_QIANG, "print_confirmation", id=deal["id"]).file
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file.data)).pages)
        assert file.name == f"房位确认单 {deal['number']}.pdf"
        for told in ("A1109", "王伟", "2000000.00", "50000.00", TERMS):
            assert told in text

    def test_less_than_the_list_asks_takes_somebody_who_may_and_a_reason(self, sales):
        deal = hold(sales)
        less = a_confirmation(price="1900000")
        assert sales.codes(SALES, "confirm_unit", less, id=deal["id"]) == (409, ["discount"])
        assert sales.codes(MANAGER, "confirm_unit", less, id=deal["id"]) == (409, ["discount_reason"])
        told = sales.get(MANAGER, "confirm_unit", less | {"discount_reason": "老客户"}, id=deal["id"])
        assert (told["list_price"], told["price"], told["discount_reason"]) == ("2000000.00", "1900000.00", "老客户")

    def test_until_it_is_issued_a_deal_shows_what_the_list_asks_now(self, sales):
        deal = hold(sales)
        price(sales, ["A1109"], sale_price="2100000")
        assert sales.get(SALES, "show_deal", id=deal["id"])["list_price"] == "2100000.00"
        confirm(sales, deal, price="2100000")
        price(sales, ["A1109"], sale_price="2200000")
        assert sales.get(SALES, "show_deal", id=deal["id"])["list_price"] == "2100000.00"

    @pytest.mark.rule("LEAD-14")
    @pytest.mark.rule("SALE-8")
    def test_less_than_the_list_asks_is_sold_by_the_concession_that_was_granted(self, sales):
        sales.hear(a_concession("5"), a_concession("7", until=date(2026, 12, 6), name="past"))
        deal = hold(sales)
        told = a_confirmation(price="1899999.99")
        assert sales.codes(SALES, "confirm_unit", told, id=deal["id"]) == (409, ["discount"])
        sold = sales.get(SALES, "confirm_unit", a_confirmation(price="1900000"), id=deal["id"])
        assert sold["discount_reason"] == "YH000001（谢芳）：老客户"

    @pytest.mark.rule("LEAD-14")
    def test_a_concession_is_for_its_customer_and_its_unit(self, sales):
        sales.hear(a_concession("5", customer_id=an_id("李娜")), a_concession("5", unit="A1205", name="another"))
        deal = hold(sales)
        assert sales.codes(SALES, "confirm_unit", a_confirmation(price="1900000"), id=deal["id"])[1] == ["discount"]

    def test_the_price_of_a_lease_is_its_rent_for_a_month(self, sales):
        deal = hold(sales, kind="lease")
        assert deal["list_price"] == "48661.34"
        told = a_confirmation(price="48661.34", deposit="48661.34")
        assert sales.get(SALES, "confirm_unit", told, id=deal["id"])["list_price"] == "48661.34"


@pytest.mark.rule("SALE-18")
class TestPermits:
    @pytest.mark.parametrize("permit", Permit)
    def test_nothing_is_confirmed_for_sale_while_one_permit_is_not_in_force(self, sales, permit):
        deal = hold(sales)
        over = {"permit": permit.value, "number": "旧证", "since": "2025-01-01", "until": "2026-12-06"}
        sales.get(MANAGER, "record_permit", {"estate_id": ESTATE, **over})
        reply = sales.ask(SALES, "confirm_unit", a_confirmation(), id=deal["id"])
        assert reply.status == 409
        assert [one["details"]["permit"] for one in reply.body["reasons"]] == [permit.value]
        assert state_of(sales) == "held"

    def test_a_permit_is_in_force_to_the_end_of_its_last_day(self, sales):
        deal = hold(sales)
        last = {"permit": "presale", "number": "预售 1", "since": "2026-01-01", "until": "2026-12-07"}
        sales.get(MANAGER, "record_permit", {"estate_id": ESTATE, **last})
        assert confirm(sales, deal)["state"] == "confirmed"

    def test_one_that_is_renewed_early_leaves_the_old_one_in_force_until_it_begins(self, sales):
        renewed = {"permit": "presale", "number": "预售 2", "since": "2027-01-01"}
        sales.get(MANAGER, "record_permit", {"estate_id": ESTATE, **renewed})
        assert confirm(sales, hold(sales))["state"] == "confirmed"

    def test_a_lease_needs_none_of_them(self, sales):
        late = {"permit": "presale", "number": "预售 1", "since": "2025-01-01", "until": "2026-12-06"}
        sales.get(MANAGER, "record_permit", {"estate_id": ESTATE, **late})
        deal = hold(sales, kind="lease")
        assert confirm(sales, deal, price="50000", deposit="50000")["state"] == "confirmed"

    def test_they_are_shown_with_what_is_missing(self, sales):
        told = sales.get(SALES, "show_permits", {"estate_id": ESTATE})
        assert (len(told["permits"]), told["may_sell"]) == (7, True)
        wrong = {"permit": "presale", "number": "x", "since": "2026-02-01", "until": "2026-01-01"}
        assert sales.codes(MANAGER, "record_permit", {"estate_id": ESTATE, **wrong})[0] == 422

    def test_what_was_recorded_stays_recorded(self, sales):
        with pytest.raises(Exception, match="append-only"), sales.runtime.work() as work:
            work.session.query(PermitEntry).delete()


@pytest.mark.rule("SALE-2")
class TestTheDeposit:
    def test_finance_is_told_of_it_with_the_terms_and_its_time(self, sales):
        deal = pay(sales, hold(sales))
        (told,) = sales.said(DepositTaken)
        assert (told.deal_id, str(told.amount), told.purse, told.terms) == (deal["id"], "50000.00", "bank", TERMS)
        assert told.confirm_by.isoformat() == "2026-12-08T16:00:00+00:00"
        assert state_of(sales) == "confirmed"

    def test_only_finance_makes_the_unit_sold_and_all_are_told(self, sales):
        deal = pay(sales, hold(sales))
        sales.hear(finance_confirms(sales, deal))
        (told,) = sales.said(DealClosed)
        assert (told.deal_id, told.closer_id, told.closed_on) == (deal["id"], LI_QIANG.id, date(2026, 12, 7))
        assert state_of(sales) == "sold"
        shown = sales.get(SALES, "show_deal", id=deal["id"])
        assert (shown["state"], shown["receipt_number"], shown["sign_by"]) == ("closed", "SJ-0001", "2026-12-14")

    def test_a_unit_to_let_is_let(self, sales):
        deal = hold(sales, kind="lease")
        confirm(sales, deal, price="50000", deposit="50000")
        sales.get(SALES, "take_deposit", {"purse": "cash"}, id=deal["id"])
        sales.hear(finance_confirms(sales, deal))
        assert state_of(sales) == "let"

    def test_the_deal_was_made_when_the_deposit_was_taken(self, sales, clock):
        deal = pay(sales, hold(sales))
        clock.move(days=1)
        sales.hear(finance_confirms(sales, deal))
        (told,) = sales.said(DealClosed)
        assert told.closed_on == date(2026, 12, 7)
        assert told.closed_at.isoformat() == deal["taken_at"]

    def test_the_same_word_twice_closes_it_once(self, sales):
        deal = pay(sales, hold(sales))
        sales.hear(finance_confirms(sales, deal), finance_confirms(sales, deal))
        assert (len(sales.said(DealClosed)), sales.said(DepositUnplaced)) == (1, [])

    def test_a_deposit_is_taken_once(self, sales):
        deal = pay(sales, hold(sales))
        assert sales.codes(SALES, "take_deposit", {"purse": "cash"}, id=deal["id"]) == (409, ["taken_already"])

    def test_a_deposit_that_finance_refuses_frees_the_unit(self, sales):
        deal = pay(sales, hold(sales))
        sales.hear(finance_refuses(deal))
        (told,) = sales.said(DealLapsed)
        assert (told.cause, told.consultant_id) == ("deposit_refused", LI_QIANG.id)
        assert state_of(sales) == "available"
        history = sales.get(SALES, "show_deal", id=deal["id"])["history"]
        assert history[-1]["reason"] == "银行未到账"

    def test_a_deposit_that_is_not_paid_in_time_frees_the_unit(self, sales, clock):
        deal = confirm(sales, hold(sales))
        clock.move(days=3, hours=15)
        assert sales.codes(SALES, "take_deposit", {"purse": "cash"}, id=deal["id"]) == (409, ["too_late"])
        sales.by_the_clock("end_what_has_run_out")
        assert state_of(sales) == "available"

    def test_a_deposit_that_is_not_confirmed_in_time_frees_the_unit(self, sales, clock):
        pay(sales, hold(sales))
        clock.move(days=2)
        sales.by_the_clock("end_what_has_run_out")
        assert (state_of(sales), sales.said(DealLapsed)[0].cause) == ("available", "ran_out")

    def test_once_it_is_paid_nobody_lets_the_unit_go(self, sales):
        deal = pay(sales, hold(sales))
        assert sales.codes(LI_QIANG, "let_unit_go", {"reason": "x"}, id=deal["id"]) == (409, ["deposit_taken"])

    def test_a_word_from_finance_comes_before_the_deal_is_known_and_is_kept(self, sales):
        with pytest.raises(AssertionError):
            sales.hear(finance_confirms(sales, {"id": an_id("a deal to come")}))
        assert "is not known here" in sales.troubles()[0]


@pytest.mark.rule("SALE-2")
class TestADepositForAUnitAlreadyFreed:
    def ended(self, sales, clock):
        deal = pay(sales, hold(sales))
        word = finance_confirms(sales, deal)
        clock.move(days=2)
        sales.by_the_clock("end_what_has_run_out")
        return deal, word

    def test_finance_and_the_consultant_are_told_when_another_has_the_unit(self, sales, clock):
        deal, word = self.ended(sales, clock)
        hold(sales, ZHOU_MIN)
        sales.hear(word)
        (told,) = sales.said(DepositUnplaced)
        assert (told.deal_id, told.consultant_id, str(told.amount)) == (deal["id"], LI_QIANG.id, "50000")
        assert (state_of(sales), sales.said(DealClosed)) == ("held", [])

    def test_what_finance_had_confirmed_in_time_is_sold_if_the_unit_is_still_free(self, sales, clock):
        deal, word = self.ended(sales, clock)
        sales.hear(word)
        assert state_of(sales) == "sold"
        assert sales.get(SALES, "show_deal", id=deal["id"])["state"] == "closed"

    def test_what_finance_confirms_too_late_is_placed_nowhere(self, sales, clock):
        deal, _ = self.ended(sales, clock)
        sales.hear(finance_confirms(sales, deal))
        assert (state_of(sales), len(sales.said(DepositUnplaced))) == ("available", 1)

    def test_a_refusal_after_the_end_changes_nothing(self, sales, clock):
        deal, _ = self.ended(sales, clock)
        sales.hear(finance_refuses(deal))
        assert (state_of(sales), len(sales.said(DealLapsed))) == ("available", 1)


class TestWhoIsGone:
    def test_a_consultant_who_has_left_keeps_the_deal_and_holds_nothing_more(self, sales):
        deal = pay(sales, hold(sales))
        sales.hear(a_person(LI_QIANG, active=False))
        sales.hear(finance_confirms(sales, deal))
        assert sales.said(DealClosed)[0].closer_id == LI_QIANG.id
        price(sales)
        asked = {"unit_id": an_id("A1205"), "kind": "sale", "customer_id": an_id("王伟"), "customer_name": "王伟"}
        assert sales.codes(LI_QIANG, "hold_unit", asked) == (404, ["unknown_consultant"])

    def test_the_list_of_deals_is_filtered_by_whose_and_how_far(self, sales):
        hold(sales)
        hold(sales, ZHOU_MIN, "A1205")
        assert [one["unit_number"] for one in sales.get(LI_QIANG, "list_deals", {"mine": True})["items"]] == ["A1109"]
        assert sales.get(SALES, "list_deals", {"state": ["closed"]})["items"] == []
        assert len(sales.get(SALES, "list_deals", {"since": "2026-12-07", "until": "2026-12-07"})["items"]) == 2

    @pytest.mark.rule("GATE-2")
    def test_what_lies_in_another_estate_is_not_on_the_list_of_deals(self, counter):
        hold(counter)
        assert counter.get(STRANGER, "list_deals")["items"] == []
