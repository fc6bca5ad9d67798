"""What a deal shows of its further papers, and who may begin one (SALE-5 to SALE-9)."""

import pytest

from tests.contracts.board import LI_QIANG, MANAGER, SALES, ZHOU_MIN, a_contract, a_lease_contract, close, hold

WISH = {"why": "loan", "reason": "银行未批贷款", "refund": "20000", "evidence": "收据 SJ-0001"}
NOTHING: dict[str, list[str]] = {"sign": [], "withdraw": [], "promise": [], "problem": []}
FURTHER = tuple(NOTHING)


def shown(sales, deal, caller=SALES):
    return sales.get(caller, "show_deal", id=deal["id"])


def against(sales, deal, caller=SALES):
    """The codes of what stands against each further act."""
    told = {
        one["act"]: [reason["code"] for reason in one["reasons_against"]]
        for one in shown(sales, deal, caller)["may_do"]
    }
    return {act: told[act] for act in FURTHER}


class TestTheFurtherActs:
    @pytest.mark.rule("SALE-2", "SALE-9")
    def test_before_the_deposit_there_is_nothing_to_sign_or_to_give_back(self, sales):
        stands = {"sign": ["deal_state"], "withdraw": ["deal_state"], "promise": [], "problem": []}
        assert against(sales, hold(sales)) == stands

    @pytest.mark.rule("SALE-6")
    def test_a_closed_deal_is_signed_by_sales_control_and_given_back_through_its_consultant_too(self, sales):
        deal = close(sales)
        assert against(sales, deal) == NOTHING
        assert against(sales, deal, LI_QIANG) == NOTHING | {"sign": ["forbidden"]}
        assert against(sales, deal, ZHOU_MIN)["withdraw"] == ["not_yours"]

    @pytest.mark.rule("SALE-9")
    def test_a_signed_lease_ends_by_its_own_terms(self, sales):
        deal = close(sales, kind="lease", price="48661.34")
        sales.get(SALES, "sign_contract", a_lease_contract(), id=deal["id"])
        assert against(sales, deal)["withdraw"] == ["signed_lease"]


class TestThePapers:
    @pytest.mark.rule("SALE-6")
    def test_a_deal_names_its_contract(self, sales):
        deal = close(sales)
        assert (shown(sales, deal)["contract_id"], shown(sales, deal)["withdrawal_id"]) == (None, None)
        contract = sales.get(SALES, "sign_contract", a_contract(), id=deal["id"])
        assert shown(sales, deal)["contract_id"] == contract["id"]

    @pytest.mark.rule("SALE-9")
    def test_a_deal_names_its_newest_withdrawal_and_takes_no_second_one_meanwhile(self, sales, clock):
        deal = close(sales)
        first = sales.get(SALES, "request_withdrawal", WISH, id=deal["id"])
        assert (shown(sales, deal)["withdrawal_id"], against(sales, deal)["withdraw"]) == (first["id"], ["under_way"])
        sales.get(MANAGER, "decide_on_withdrawal", {"is_approved": False, "reason": "条件不符"}, id=first["id"])
        assert against(sales, deal)["withdraw"] == []
        clock.move(minutes=1)
        second = sales.get(SALES, "request_withdrawal", WISH, id=deal["id"])
        assert shown(sales, deal)["withdrawal_id"] == second["id"]

    @pytest.mark.rule("SALE-8", "SALE-9")
    def test_the_list_of_withdrawals_leads_to_the_request_itself(self, sales):
        one = sales.get(SALES, "request_withdrawal", WISH, id=close(sales)["id"])
        (row,) = sales.get(SALES, "show_withdrawals")["items"]
        assert row["link"] == f"/withdrawals/{one['id']}"
