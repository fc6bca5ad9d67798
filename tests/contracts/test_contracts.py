"""Contracts with their plans, clauses and supplements, and what is not signed in time (SALE-5, SALE-6, SALE-7)."""

from datetime import date
from decimal import Decimal

import pytest

from services.contracts.events import ContractOverdue, ContractSigned, LeaseRegistered, SupplementSubmitted
from services.contracts.models import ContractClause
from services.contracts.rules.board import Kind
from services.contracts.rules.contracts import Bargain, Means, Paper, Part, Plan, reasons_against_plan, rents
from services.contracts.rules.supplements import fingerprint
from tests.contracts.board import (
    DIRECTOR,
    LI_QIANG,
    MANAGER,
    SALES,
    a_contract,
    a_lease_contract,
    an_id,
    close,
    confirm,
    hold,
    state_of,
)
from tests.contracts.builders import TARIFFS

JUNE = date(2026, 6, 15)


def a_paper(*parts, plan=Plan.INSTALMENTS, **told):
    known = {"number": "HT-1", "signed_on": JUNE, "plan": plan}
    return Paper(parts=tuple(Part(day, Decimal(amount), Means(means)) for day, amount, means in parts), **known | told)


def plan_codes(*parts, plan=Plan.INSTALMENTS):
    bargain = Bargain(Kind.SALE, Decimal(100), JUNE)
    return [reason.code for reason in reasons_against_plan(a_paper(*parts, plan=plan), bargain)]


@pytest.mark.rule("SALE-6")
class TestThePlan:
    def test_payments_add_up_to_the_price_to_the_cent(self):
        assert plan_codes((JUNE, "40", "bank"), (date(2026, 7, 1), "60", "cash")) == []
        assert plan_codes((JUNE, "40", "bank"), (date(2026, 7, 1), "59.99", "cash")) == ["plan_total"]

    def test_they_come_in_order_and_not_before_the_signing(self):
        assert plan_codes((date(2026, 7, 1), "40", "bank"), (JUNE, "60", "bank")) == ["plan_order"]
        assert plan_codes((date(2026, 6, 14), "100", "bank")) == ["plan_order"]

    @pytest.mark.parametrize("amount", ["0", "-1", "0.001"])
    def test_each_is_an_amount_of_money(self, amount):
        assert "amount" in plan_codes((JUNE, amount, "bank"))

    def test_a_lump_sum_is_one_payment(self):
        assert plan_codes((JUNE, "100", "bank"), plan=Plan.LUMP_SUM) == []
        assert plan_codes((JUNE, "40", "bank"), (JUNE, "60", "bank"), plan=Plan.LUMP_SUM) == ["lump_sum"]

    def test_a_mortgage_has_its_payment_and_no_other_plan_has(self):
        assert plan_codes((JUNE, "30", "bank"), (JUNE, "70", "mortgage"), plan=Plan.MORTGAGE) == []
        assert plan_codes((JUNE, "100", "bank"), plan=Plan.MORTGAGE) == ["mortgage"]
        assert plan_codes((JUNE, "100", "mortgage")) == ["mortgage"]

    def test_a_plan_without_payments_is_none(self):
        assert plan_codes() == ["plan_length"]


@pytest.mark.rule("SALE-6")
class TestRents:
    def term(self, starts_on, ends_on, signed_on=JUNE):
        return a_paper(starts_on=starts_on, ends_on=ends_on, signed_on=signed_on)

    def test_a_year_by_quarters_is_four_rents_of_three_months(self):
        parts = rents(self.term(date(2026, 7, 1), date(2027, 6, 30)), Decimal(1000), 3)
        assert [(part.due_on.isoformat(), part.amount) for part in parts] == [
            ("2026-07-01", 3000),
            ("2026-10-01", 3000),
            ("2027-01-01", 3000),
            ("2027-04-01", 3000),
        ]

    def test_a_last_month_that_is_not_whole_is_paid_by_its_days(self):
        parts = rents(self.term(date(2026, 7, 1), date(2026, 8, 10)), Decimal(1000), 1)
        assert [part.amount for part in parts] == [1000, Decimal("322.58")]

    def test_a_quarter_cut_short_is_whole_months_and_days(self):
        (part,) = rents(self.term(date(2026, 7, 1), date(2026, 8, 10)), Decimal(1000), 3)
        assert part.amount == Decimal("1322.58")

    def test_a_lease_from_the_last_of_a_month_is_due_on_the_last_of_shorter_ones(self):
        parts = rents(self.term(date(2026, 8, 31), date(2026, 11, 29)), Decimal(1000), 1)
        assert [part.due_on.day for part in parts] == [31, 30, 31]
        assert sum(part.amount for part in parts) == 3000

    @pytest.mark.parametrize(("last", "whole"), [(27, "3903.23"), (28, "3935.48"), (29, "3967.74"), (30, "4000.00")])
    def test_a_day_more_never_costs_less_at_the_end_of_a_month(self, last, whole):
        lease = self.term(date(2027, 1, 31), date(2027, 5, last), signed_on=date(2027, 1, 1))
        by_month, by_quarter = (rents(lease, Decimal(1000), months) for months in (1, 3))
        assert sum(part.amount for part in by_month) == Decimal(whole)
        assert sum(part.amount for part in by_quarter) == Decimal(whole)

    def test_a_lease_too_long_for_a_plan_is_not_cut_short(self):
        lease = self.term(date(2026, 7, 1), date(2087, 6, 30))
        assert len(rents(lease, Decimal(1000), 1)) == 601

    def test_what_is_signed_late_is_due_at_the_signing(self):
        parts = rents(self.term(date(2026, 6, 1), date(2026, 7, 31)), Decimal(1000), 1)
        assert [part.due_on for part in parts] == [JUNE, date(2026, 7, 1)]


class TestSigning:
    @pytest.mark.rule("SALE-6")
    def test_a_sale_is_signed_and_all_are_told_what_is_to_be_paid_when(self, sales):
        deal = close(sales)
        contract = sales.get(SALES, "sign_contract", a_contract(), id=deal["id"])
        assert (contract["unit_number"], contract["price"], contract["area"]) == ("A1109", "2000000.00", "213.31")
        assert [part["amount"] for part in contract["parts"]] == ["600000.00", "1400000.00"]
        (told,) = sales.said(ContractSigned)
        assert [str(one.amount) for one in told.instalments] == ["600000", "1400000"]
        assert (state_of(sales), sales.get(SALES, "show_deal", id=deal["id"])["state"]) == ("signed", "signed")

    @pytest.mark.rule("SALE-6")
    def test_special_clauses_are_kept_apart_and_found(self, sales):
        deal = close(sales)
        clauses = [{"title": "车位", "text": "赠送 B1 层车位一个"}]
        sales.get(SALES, "sign_contract", a_contract(clauses=clauses), id=deal["id"])
        assert len(sales.get(SALES, "show_contracts", {"clause": "车位"})["items"]) == 1
        assert sales.get(SALES, "show_contracts", {"clause": "泳池"})["items"] == []
        with pytest.raises(Exception, match="append-only"), sales.runtime.work() as work:
            work.session.query(ContractClause).delete()

    @pytest.mark.rule("SALE-6")
    def test_what_is_not_closed_is_not_signed(self, sales):
        deal = confirm(sales, hold(sales))
        assert sales.codes(SALES, "sign_contract", a_contract(), id=deal["id"]) == (409, ["deal_state"])

    @pytest.mark.rule("SALE-6")
    def test_a_number_is_signed_once(self, sales):
        sales.get(SALES, "sign_contract", a_contract(), id=close(sales)["id"])
        other = close(sales, "A1205", deposit="another")
        assert sales.codes(SALES, "sign_contract", a_contract(), id=other["id"]) == (409, ["number_taken"])

    @pytest.mark.rule("SALE-6")
    def test_it_is_not_signed_tomorrow_nor_before_the_deal(self, sales):
        deal = close(sales)
        for day in ("2026-12-08", "2026-12-06"):
            codes = sales.codes(SALES, "sign_contract", a_contract(signed_on=day), id=deal["id"])[1]
            assert "signed_on" in codes

    @pytest.mark.rule("SALE-18")
    def test_a_sample_unit_is_signed_with_the_notes_on_its_fit_out(self, sales):
        notes = {"is_sample": True, "notes": "样板间装修不在交付标准之内"}
        sales.get(MANAGER, "mark_sample", notes, id=an_id("A1109"))
        deal = close(sales)
        assert sales.codes(SALES, "sign_contract", a_contract(), id=deal["id"]) == (409, ["sample_clause"])
        clauses = [{"title": "样板间", "text": f"双方确认:{notes['notes']}。"}]
        assert sales.get(SALES, "sign_contract", a_contract(clauses=clauses), id=deal["id"])["number"] == "HT-1"

    @pytest.mark.rule("SALE-18")
    def test_a_sample_unit_has_notes(self, sales):
        assert sales.codes(MANAGER, "mark_sample", {"is_sample": True}, id=an_id("A1109")) == (422, ["sample_notes"])

    @pytest.mark.rule("SALE-6")
    def test_a_lease_goes_into_the_register_of_leases_with_its_rents(self, sales):
        deal = close(sales, kind="lease", price="48661.34")
        contract = sales.get(SALES, "sign_contract", a_lease_contract(), id=deal["id"])
        (lease,) = sales.said(LeaseRegistered)
        assert (contract["lease_id"], lease.number, lease.unit_number) == (lease.lease_id, "ZL-9", "A1109")
        assert [part["amount"] for part in contract["parts"]] == ["145984.02"] * 4
        assert state_of(sales) == "signed"

    @pytest.mark.rule("SALE-6")
    def test_a_lease_keeps_to_the_rent_that_was_agreed(self, sales):
        deal = close(sales, kind="lease", price="48661.34")
        less = [{"due_on": "2026-12-07", "amount": "1", "means": "bank"}]
        assert sales.codes(SALES, "sign_contract", a_lease_contract(parts=less), id=deal["id"])[1] == ["plan_total"]
        terms = a_lease_contract()["lease"]
        cheap = terms | {"tariffs": terms["tariffs"] | {"rent_per_sqm_day": "5"}}
        assert sales.codes(SALES, "sign_contract", a_lease_contract(lease=cheap), id=deal["id"])[1] == ["rent_tariff"]

    @pytest.mark.rule("SALE-6")
    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"tariffs": TARIFFS | {"water_per_m3": "-0.01"}}, "lease.tariffs.water_per_m3"),
            ({"tariffs": TARIFFS | {"phone_lines": -1}}, "lease.tariffs.phone_lines"),
            ({"phone": "没有"}, "lease.phone"),
        ],
    )
    def test_what_is_wrong_with_its_terms_is_named_as_the_form_has_it(self, counter, wrong, field):
        deal = close(counter, kind="lease", price="48661.34")
        terms = a_lease_contract()["lease"] | wrong
        refused = counter.ask(SALES, "sign_contract", a_lease_contract(lease=terms), id=deal["id"])
        assert [reason["field"] for reason in refused.body["reasons"]] == [field]

    @pytest.mark.rule("SALE-6")
    def test_a_lease_without_tariffs_is_refused_and_nothing_is_signed(self, sales):
        deal = close(sales, kind="lease", price="48661.34")
        told = a_lease_contract(lease=None)
        assert sales.codes(SALES, "sign_contract", told, id=deal["id"]) == (409, ["lease_terms"])
        assert (state_of(sales), sales.said(ContractSigned)) == ("let", [])


@pytest.mark.rule("SALE-5")
class TestWhatIsNotSigned:
    def test_it_is_told_once_when_its_day_is_over(self, sales, clock):
        deal = close(sales)
        clock.move(days=7)
        sales.by_the_clock("tell_what_is_unsigned")
        assert sales.said(ContractOverdue) == []
        clock.move(days=1)
        for _ in range(2):
            sales.by_the_clock("tell_what_is_unsigned")
        (told,) = sales.said(ContractOverdue)
        assert (told.deal_id, told.consultant_id, told.sign_by) == (deal["id"], LI_QIANG.id, date(2026, 12, 14))

    def test_it_is_on_the_list_by_consultant_until_it_is_signed(self, sales, clock):
        deal = close(sales)
        clock.move(days=8)
        (row,) = sales.get(SALES, "show_unsigned", {"consultant_id": LI_QIANG.id})["items"]
        assert (row["number"], row["consultant"], row["sign_by"]) == (deal["number"], "李强", "2026-12-14")
        sales.get(SALES, "sign_contract", a_contract(), id=deal["id"])
        assert sales.get(SALES, "show_unsigned")["items"] == []


@pytest.mark.rule("SALE-7")
class TestSupplements:
    TEXT = "乙方可于交付前更换厨房地砖一次,\n费用由甲方承担。"

    @pytest.fixture
    def submitted(self, sales):
        contract = sales.get(SALES, "sign_contract", a_contract(), id=close(sales)["id"])
        told = {"title": "更换地砖", "text": self.TEXT}
        return sales.get(SALES, "submit_supplement", told, id=contract["id"])

    def decide(self, sales, caller, one, is_approved=True):
        decision = {"is_approved": is_approved, "reason": "同意" if is_approved else "不妥"}
        return sales.ask(caller, "decide_on_supplement", decision, id=one["id"])

    def test_the_manager_approves_then_the_director_and_then_it_is_signed(self, sales, submitted):
        assert self.decide(sales, MANAGER, submitted).body["state"]["code"] == "manager_approved"
        assert self.decide(sales, DIRECTOR, submitted).body["state"]["code"] == "approved"
        signed = sales.get(SALES, "sign_supplement", {"text": self.TEXT}, id=submitted["id"])
        assert (signed["state"]["code"], signed["signed_by"]) == ("signed", "孙悦")
        assert [one["by"] for one in signed["decisions"]] == ["韩梅", "郑凯"]

    def test_each_waits_for_their_turn(self, sales, submitted):
        assert self.decide(sales, DIRECTOR, submitted).body["reasons"][0]["code"] == "not_yours"
        self.decide(sales, MANAGER, submitted)
        assert self.decide(sales, MANAGER, submitted).body["reasons"][0]["code"] == "not_yours"

    def test_a_text_that_was_not_approved_is_not_signed(self, sales, submitted):
        told = {"text": self.TEXT}
        assert sales.codes(SALES, "sign_supplement", told, id=submitted["id"]) == (409, ["not_approved"])
        self.decide(sales, MANAGER, submitted, is_approved=False)
        assert sales.codes(SALES, "sign_supplement", told, id=submitted["id"]) == (409, ["not_approved"])

    def test_one_changed_word_is_not_what_was_approved(self, sales, submitted):
        self.decide(sales, MANAGER, submitted)
        self.decide(sales, DIRECTOR, submitted)
        changed = {"text": self.TEXT.replace("一次", "两次")}
        assert sales.codes(SALES, "sign_supplement", changed, id=submitted["id"]) == (409, ["text_changed"])

    def test_how_lines_end_changes_no_word(self):
        assert fingerprint("甲方\r\n乙方  \n") == fingerprint("甲方\n乙方")
        assert fingerprint("甲方乙方") != fingerprint("甲方\n乙方")

    def test_whoever_decides_next_is_told(self, sales, submitted):
        self.decide(sales, MANAGER, submitted)
        assert [one.rank for one in sales.said(SupplementSubmitted)] == ["manager", "director"]

    def test_promises_are_registered_with_their_risk(self, sales):
        deal = hold(sales)
        said = {"promised_on": "2026-12-07", "text": "年底前通地铁", "risk": "high", "risk_note": "由政府决定"}
        sales.get(LI_QIANG, "register_promise", said, id=deal["id"])
        (row,) = sales.get(SALES, "show_promises", {"risk": "high"})["items"]
        assert (row["text"], row["risk_zh"], row["by"]) == ("年底前通地铁", "高", "李强")
