"""The lists of sales control and the sales in numbers, at the page (SALE-3, SALE-7, SALE-8)."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser import test_page
from tests.journeys.running import wait_for
from tests.journeys.selling import CONSULTANT, Selling

UNIT = "A2704"
GIFT, VISIT = "口头答应交付时赠送一年物业费。", "可提前看房量尺。"
QUARREL = "客户认为层高与样板间不符，要求书面说明。"


@pytest.fixture(scope="module")
def deal(house) -> dict[str, str]:
    """A unit is priced, released and held for a customer, who was promised two things and complains of a third."""
    clerk, selling = house.as_("sales_control.clerk"), Selling(house, "13611115555")
    customer = selling.register()
    (unit,) = clerk.get(f"/board?estate_id={customer['estate_id']}&q={UNIT}")["items"]
    selling.price(UNIT)
    held = selling.hold(CONSULTANT, unit, customer["customer_id"])
    for text, risk in ((GIFT, "high"), (VISIT, "low")):
        promised_on = clerk.get("/session")["now"][:10]
        told = {"promised_on": promised_on, "text": text, "risk": risk, "risk_note": "合同没有此项。"}
        clerk.do(f"/deals/{held['id']}/promises", told)
    clerk.do(f"/deals/{held['id']}/problems", {"text": QUARREL})
    wait_for(lambda: clerk.get("/lists/problem-customers")["items"])
    return {"number": held["number"], "estate_id": customer["estate_id"]}


class TestTheLists:
    @pytest.mark.rule("SALE-7", "SALE-8")
    def test_each_is_found_with_what_it_is_for_and_leads_to_what_it_tells_of(self, deal, somebody, web):
        clerk = somebody("sales_control.clerk")
        clerk.go("/lists")
        expect(clerk.page.get_by_test_id("list-unsigned")).to_contain_text("过了应签约日还没签的")
        clerk.page.get_by_test_id("list-promises").click()
        expect(clerk.page.get_by_role("heading", name="销售承诺登记表")).to_be_visible()
        row = clerk.page.get_by_role("row").filter(has_text=GIFT)
        expect(row.get_by_role("link", name=deal["number"])).to_have_attribute("href", re.compile("^/deals/"))
        assert test_page.TestReaders.faults_on(clerk.page, web) == []

    @pytest.mark.rule("SALE-8", "GATE-5")
    def test_excel_goes_out_as_filtered(self, deal, somebody, tmp_path):
        clerk = somebody("sales_control.clerk")
        clerk.go("/lists/promises")
        clerk.page.get_by_test_id("filter-risk").select_option("high")
        expect(clerk.page).to_have_url(re.compile(r"risk=high"))
        expect(clerk.page.get_by_role("row").filter(has_text=VISIT)).to_have_count(0)
        with clerk.page.expect_request("**/export?*") as asked, clerk.page.expect_download() as saved:
            clerk.page.get_by_test_id("export").click()
        assert parse_qs(urlsplit(asked.value.url).query) == {"risk": ["high"], "sort": ["-at"]}
        saved.value.save_as(tmp_path / "list.xlsx")
        rows = list(openpyxl.load_workbook(tmp_path / "list.xlsx").active.iter_rows(values_only=True))
        assert [row[6] for row in rows] == ["承诺内容", GIFT]

    @pytest.mark.rule("SALE-8")
    def test_each_row_leads_to_its_trace_for_those_who_may_see_it(self, deal, somebody):
        clerk = somebody("sales_control.clerk")
        clerk.go("/lists/promises")
        expect(clerk.page.get_by_role("columnheader", name="承诺内容")).to_be_visible()
        expect(clerk.page.get_by_role("columnheader", name="追踪")).to_have_count(0)
        manager = somebody("sales_control.manager")
        manager.go("/lists/problem-customers")
        manager.page.get_by_role("link", name=f"追踪 {deal['number']}").click()
        expect(manager.page).to_have_url(re.compile(r"/operations/trace\?id=[0-9a-f-]{36}$"))
        manager.sees("contracts.problem_reported")

    @pytest.mark.rule("SALE-8")
    def test_a_manager_writes_down_how_a_problem_was_resolved(self, deal, somebody):
        clerk = somebody("sales_control.clerk")
        clerk.go("/lists/problem-customers")
        expect(clerk.page.get_by_role("row").filter(has_text=QUARREL)).to_contain_text("待解决")
        expect(clerk.page.get_by_test_id("resolve")).to_have_count(0)
        manager = somebody("sales_control.manager")
        manager.go("/lists/problem-customers")
        manager.page.get_by_test_id("resolve").click()
        dialog = manager.page.get_by_role("dialog")
        dialog.get_by_label("处理结果").fill("已出具书面说明，客户认可。")
        manager.press("保存", dialog)
        row = manager.page.get_by_role("row").filter(has_text=QUARREL)
        expect(row).to_contain_text("已解决")
        expect(row).to_contain_text("客户认可")


class TestSalesInNumbers:
    @pytest.mark.rule("SALE-3")
    def test_units_are_counted_by_what_is_chosen_and_the_choice_stands_in_the_address(self, deal, somebody, web):
        manager = somebody("sales_control.manager")
        manager.go("/reports/sales")
        sales = manager.page.get_by_test_id("sales")
        expect(sales.get_by_role("row").filter(has_text="A座")).to_be_visible()
        sales.get_by_text("楼层", exact=True).first.click()
        expect(manager.page).to_have_url(re.compile("dimension=floor"))
        expect(sales.get_by_role("columnheader", name="楼层")).to_be_visible()
        manager.page.mouse.move(0, 0)
        assert test_page.TestReaders.faults_on(manager.page, web) == []

    @pytest.mark.rule("SALE-3")
    def test_the_report_has_a_row_for_each_period_between_two_days_and_their_total(self, deal, somebody):
        manager = somebody("sales_control.manager")
        manager.go("/reports/sales?by=month&since=2026-10-05&until=2026-12-07")
        periods = manager.page.get_by_test_id("periods")
        for month in (10, 11, 12):
            expect(periods.get_by_role("row").filter(has_text=str(date(2026, month, 1)))).to_be_visible()
        expect(manager.page.get_by_test_id("total")).to_contain_text("售出（套）")
        with manager.page.expect_download() as saved:
            periods.get_by_test_id("export").click()
        assert saved.value.suggested_filename == "销售日报表.xlsx"
