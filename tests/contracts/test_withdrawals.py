"""Units given back, customers with a problem, and the lists that sales control keeps an eye on (SALE-8, SALE-9)."""

import io

import openpyxl
import pytest

from services.contracts.events import DealWithdrawn, ProblemReported, RefundApproved
from services.finance.events import RefundPaid, RefundRefused
from tests.contracts.board import (
    ESTATE,
    LI_QIANG,
    MANAGER,
    SALES,
    STRANGER,
    a_contract,
    a_lease_contract,
    close,
    confirm,
    hold,
    state_of,
)
from tests.contracts.builders import a_change, a_lease, an_estate
from tests.engineering.house import a_caller

READER = a_caller("sales_control", "manager", "韩梅", permissions=MANAGER.permissions, language="zh")
WISH = {"why": "loan", "reason": "银行未批贷款", "refund": "20000", "evidence": "收据 SJ-0001"}
GRANT = {"is_approved": True, "reason": "同意"}


def ask(sales, deal, caller=SALES, **told):
    return sales.get(caller, "request_withdrawal", WISH | told, id=deal["id"])


def paid(sales, deal, amount=20000):
    return RefundPaid(deal_id=deal["id"], estate_id=ESTATE, amount=amount, paid_at=sales.runtime.clock.now())


@pytest.mark.rule("SALE-9")
class TestGivingBack:
    def test_it_is_asked_for_approved_refunded_and_the_unit_is_on_the_board_again(self, sales):
        deal = close(sales)
        one = ask(sales, deal)
        sales.get(MANAGER, "decide_on_withdrawal", GRANT, id=one["id"])
        (asked,) = sales.said(RefundApproved)
        assert (asked.deal_id, str(asked.amount), asked.evidence) == (deal["id"], "20000.00", "收据 SJ-0001")
        assert state_of(sales) == "sold"
        sales.hear(paid(sales, deal), paid(sales, deal))
        (told,) = sales.said(DealWithdrawn)
        assert (state_of(sales), told.why, told.reason) == ("available", "loan", "")
        assert sales.get(SALES, "show_deal", id=deal["id"])["state"] == "withdrawn"

    @pytest.mark.rule("SALE-4")
    def test_the_terms_that_were_shown_stand_beside_it(self, sales):
        assert "退还定金的一半" in ask(sales, close(sales))["terms"]

    @pytest.mark.rule("SALE-4")
    @pytest.mark.parametrize("refund", ["40000.01", "0.001"])
    def test_no_more_is_refunded_than_was_paid(self, sales, refund):
        deal = close(sales)
        told = WISH | {"refund": refund}
        assert sales.codes(SALES, "request_withdrawal", told, id=deal["id"]) == (409, ["refund"])

    def test_without_a_refund_the_unit_is_free_at_once(self, sales):
        one = ask(sales, close(sales), refund="0")
        sales.get(MANAGER, "decide_on_withdrawal", GRANT, id=one["id"])
        assert (state_of(sales), sales.said(RefundApproved)) == ("available", [])

    def test_refused_it_changes_nothing_and_may_be_asked_for_again(self, sales):
        deal = close(sales)
        no = {"is_approved": False, "reason": "条件不符"}
        sales.get(MANAGER, "decide_on_withdrawal", no, id=ask(sales, deal)["id"])
        assert (state_of(sales), ask(sales, deal)["state"]["code"]) == ("sold", "requested")

    def test_it_is_asked_for_once_at_a_time(self, sales):
        deal = close(sales)
        ask(sales, deal)
        assert sales.codes(SALES, "request_withdrawal", WISH, id=deal["id"]) == (409, ["under_way"])

    def test_a_manager_decides_and_not_on_their_own_request(self, sales):
        one = ask(sales, close(sales), MANAGER)
        assert sales.codes(MANAGER, "decide_on_withdrawal", GRANT, id=one["id"]) == (409, ["own_request"])

    def test_what_is_to_be_given_back_is_not_signed_meanwhile(self, sales):
        deal = close(sales, kind="lease", price="48661.34")
        ask(sales, deal)
        assert sales.codes(SALES, "sign_contract", a_lease_contract(), id=deal["id"]) == (409, ["under_way"])

    def test_what_finance_does_not_hold_is_asked_for_anew_with_less(self, sales):
        deal = close(sales)
        one = ask(sales, deal)
        sales.get(MANAGER, "decide_on_withdrawal", GRANT, id=one["id"])
        sales.hear(RefundRefused(deal_id=deal["id"], estate_id=ESTATE, amount=20000, reason="在账不足"))
        told = sales.get(SALES, "show_withdrawal", id=one["id"])
        assert (told["state"]["code"], told["decision"]) == ("refused", "在账不足")
        assert (state_of(sales), ask(sales, deal, refund="10000")["state"]["code"]) == ("sold", "requested")

    def test_it_is_decided_once(self, sales):
        one = ask(sales, close(sales))
        sales.get(MANAGER, "decide_on_withdrawal", GRANT, id=one["id"])
        assert sales.codes(MANAGER, "decide_on_withdrawal", GRANT, id=one["id"]) == (409, ["withdrawal_state"])

    def test_what_is_not_closed_is_let_go_and_not_given_back(self, sales):
        deal = confirm(sales, hold(sales))
        assert "deal_state" in sales.codes(SALES, "request_withdrawal", WISH, id=deal["id"])[1]

    def test_a_signed_sale_may_be_given_back_and_its_contract_is_withdrawn(self, sales):
        deal = close(sales)
        contract = sales.get(SALES, "sign_contract", a_contract(), id=deal["id"])
        one = ask(sales, deal, refund="600000")
        sales.get(MANAGER, "decide_on_withdrawal", GRANT, id=one["id"])
        sales.hear(paid(sales, deal, 600000))
        assert state_of(sales) == "available"
        assert sales.get(SALES, "show_contract", id=contract["id"])["state"]["code"] == "withdrawn"

    def test_a_signed_lease_ends_by_its_own_terms(self, sales):
        deal = close(sales, kind="lease", price="48661.34")
        sales.get(SALES, "sign_contract", a_lease_contract(), id=deal["id"])
        assert "signed_lease" in sales.codes(SALES, "request_withdrawal", WISH, id=deal["id"])[1]

    def test_the_unit_is_sold_again_to_another(self, sales):
        one = ask(sales, close(sales), refund="0")
        sales.get(MANAGER, "decide_on_withdrawal", GRANT, id=one["id"])
        assert close(sales, deposit="second")["state"] == "closed"

    def test_the_reasons_are_counted(self, sales):
        one = ask(sales, close(sales), refund="0", why="price")
        sales.get(MANAGER, "decide_on_withdrawal", GRANT, id=one["id"])
        (row,) = sales.get(SALES, "count_withdrawal_reasons", {"estate_id": ESTATE})["reasons"]
        assert (row["why"]["code"], row["withdrawals"], row["refund"]) == ("price", 1, "0.00")


@pytest.mark.rule("SALE-8")
class TestProblems:
    def test_one_is_reported_upward_and_resolved_once(self, sales):
        deal = hold(sales)
        one = sales.get(LI_QIANG, "report_problem", {"text": "要求退一赔一"}, id=deal["id"])
        (told,) = sales.said(ProblemReported)
        assert (told.problem_id, told.deal_id, told.text, told.customer_name) == (one["id"], deal["id"], "", "")
        done = {"resolution": "已协商"}
        assert sales.get(MANAGER, "resolve_problem", done, id=one["id"])["resolved_by"] == "韩梅"
        assert sales.codes(MANAGER, "resolve_problem", done, id=one["id"]) == (409, ["resolved_already"])

    def test_the_list_shows_what_is_open(self, sales):
        sales.get(LI_QIANG, "report_problem", {"text": "漏水"}, id=hold(sales)["id"])
        (row,) = sales.get(SALES, "show_problem_customers", {"state": "open"})["items"]
        assert (row["text"], row["customer_name"], row["state_zh"]) == ("漏水", "王伟", "待解决")

    def test_it_was_reported_on_the_day_that_it_was_at_its_estate(self, counter, clock):
        counter.hear(an_estate(timezone="Pacific/Auckland"))
        clock.move(hours=13)  # 22:00 in Shanghai, and the next day in Auckland.
        counter.get(LI_QIANG, "report_problem", {"text": "漏水"}, id=hold(counter)["id"])
        (row,) = counter.get(SALES, "show_problem_customers")["items"]
        assert row["reported_on"] == "2026-12-08"


@pytest.mark.rule("SALE-8")
class TestTheLists:
    def sheet_of(self, sales, door, asked=None, caller=SALES):
        reply = sales.ask(caller, door, asked or {})
        page = openpyxl.load_workbook(io.BytesIO(reply.file.data)).active
        return [[cell.value for cell in row] for row in page.iter_rows()]

    def test_owners_are_those_who_bought(self, sales):
        close(sales)
        close(sales, "A1205", "another", kind="lease", price="48661.34")
        (row,) = sales.get(SALES, "show_owners")["items"]
        assert (row["unit_number"], row["customer_name"], row["price"]) == ("A1109", "王伟", "2000000.00")

    def test_special_discounts_tell_how_much_and_why(self, sales):
        less = {"price": "1900000", "deposit": "50000", "terms": "x", "terms_shown": True, "discount_reason": "老客户"}
        sales.get(MANAGER, "confirm_unit", less, id=hold(sales)["id"])
        (row,) = sales.get(SALES, "show_special_discounts")["items"]
        assert (row["discount"], row["discount_reason"]) == ("100000.00", "老客户")

    def test_changes_and_withdrawals_stand_in_one_list(self, sales):
        lease = sales.get(LI_QIANG, "register_lease", a_lease("A1205"))
        sales.hear(a_change(lease, new="A1306"))
        one = ask(sales, close(sales), refund="0")
        sales.get(MANAGER, "decide_on_withdrawal", GRANT, id=one["id"])
        rows = sales.get(SALES, "show_changes_and_withdrawals")["items"]
        told = {(row["what"], row["old_unit_number"], row["new_unit_number"], row["why_zh"]) for row in rows}
        assert told == {("unit_change", "A1205", "A1306", "客户自身原因"), ("withdrawal", "A1109", None, "贷款未获批")}
        (only,) = sales.get(SALES, "show_changes_and_withdrawals", {"what": "withdrawal"})["items"]
        assert only["link"] == f"/withdrawals/{one['id']}"

    def test_the_export_has_chinese_headers_and_the_rows_as_filtered(self, sales):
        close(sales)
        head, row = self.sheet_of(sales, "export_owners", {"q": "王伟"}, READER)
        assert head[:4] == ["认购编号", "楼盘", "楼栋", "楼层"]
        assert row[5:8] == ["标准间", 213.31, "王伟"]
        assert self.sheet_of(sales, "export_owners", {"q": "李娜"})[1:] == []

    def test_each_row_has_the_trace_of_what_made_it(self, sales):
        close(sales)
        (row,) = sales.get(SALES, "show_owners")["items"]
        assert len(row["trace"]) == 36
        assert row["link"].startswith("/deals/")

    def test_pages_follow_each_other_by_cursor(self, sales):
        close(sales)
        close(sales, "A1205", "another")
        first = sales.get(SALES, "show_owners", {"limit": 1})
        second = sales.get(SALES, "show_owners", {"limit": 1, "cursor": first["next"]})
        assert [page["items"][0]["unit_number"] for page in (first, second)] == ["A1205", "A1109"]

    @pytest.mark.parametrize(
        "name", ["owners", "special_discounts", "unsigned", "contracts", "withdrawals", "problem_customers"]
    )
    def test_what_lies_in_another_estate_is_on_no_list(self, sales, name):
        sales.get(SALES, "sign_contract", a_contract(), id=close(sales)["id"])
        assert sales.get(STRANGER, f"show_{name}")["items"] == []


@pytest.mark.rule("SALE-3")
class TestSalesInNumbers:
    def test_units_are_counted_by_building_with_what_is_taken(self, sales):
        close(sales)
        (row,) = sales.get(SALES, "count_sales", {"estate_id": ESTATE})["rows"]
        assert (row["value"], row["units"], row["sold"], row["available"]) == ("A座", 3, 1, 2)
        assert (row["taken_percent"], row["amount"]) == ("33.3", "2000000.00")

    @pytest.mark.parametrize(
        ("dimension", "value"),
        [("layout", "标准间"), ("floor", "11"), ("area", "200–250"), ("price", "2000000–2500000")],
    )
    def test_and_by_layout_floor_area_and_price(self, sales, dimension, value):
        rows = sales.get(SALES, "count_sales", {"estate_id": ESTATE, "dimension": dimension})["rows"]
        assert [row["value"] for row in rows] == [value]

    def test_the_daily_report_counts_a_deal_on_its_day_and_a_withdrawal_on_its_own(self, sales, clock):
        deal = close(sales)
        one = ask(sales, deal)
        sales.get(MANAGER, "decide_on_withdrawal", GRANT, id=one["id"])
        clock.move(days=2)
        sales.hear(paid(sales, deal))
        asked = {"estate_id": ESTATE, "since": "2026-12-06", "until": "2026-12-09"}
        told = sales.get(SALES, "report_sales", asked)
        assert [(row["since"], row["sales"], row["withdrawn"]) for row in told["rows"]] == [
            ("2026-12-06", 0, 0),
            ("2026-12-07", 1, 0),
            ("2026-12-08", 0, 0),
            ("2026-12-09", 0, 1),
        ]
        assert (told["total"]["amount"], told["total"]["refunds"]) == ("2000000.00", "20000.00")

    @pytest.mark.parametrize(
        ("by", "first"), [("week", "2026-12-07"), ("month", "2026-12-01"), ("half_year", "2026-10-01")]
    )
    def test_and_by_week_month_and_half_year(self, sales, by, first):
        close(sales)
        asked = {"estate_id": ESTATE, "since": "2026-12-07", "until": "2026-12-31", "by": by}
        row = sales.get(SALES, "report_sales", asked)["rows"][0]
        assert (row["since"], row["sales"]) == (first, 1)

    def test_days_the_wrong_way_round_are_refused(self, sales):
        asked = {"estate_id": ESTATE, "since": "2026-12-07", "until": "2026-12-06"}
        assert sales.ask(SALES, "report_sales", asked).status == 422
