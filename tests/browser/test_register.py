"""The register of visitors at the page: entered, corrected, checked, and asked whose customer somebody is."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import test_page


@pytest.fixture(scope="module")
def entered() -> dict[str, str]:
    """The registration of this module, once it has been entered: its address and its number."""
    return {}


class TestRegister:
    @pytest.mark.rule("LEAD-1", "LEAD-2")
    def test_a_consultant_enters_a_visitor_and_sees_what_the_registration_lacks(self, entered, somebody):
        clerk = somebody("leasing.clerk")
        clerk.go("/register")
        clerk.page.get_by_role("link", name="登记来访").click()
        expect(clerk.page).to_have_url(re.compile("/register/new$"))
        expect(clerk.page.get_by_test_id("filter-channel")).to_have_count(0)
        clerk.page.get_by_role("combobox", name="接触方式").click(force=True)
        clerk.page.get_by_role("option", name="来访", exact=True).click()
        clerk.page.get_by_label("公司", exact=True).fill("金桥投资")
        clerk.page.get_by_label("电话 1").fill("12345")
        clerk.press("登记")
        expect(clerk.page.get_by_role("alert").filter(has_text="不是电话号码。")).to_be_visible()
        clerk.page.get_by_label("电话 1").fill("138 0013 8000")
        clerk.press("登记")
        expect(clerk.page).to_have_url(re.compile(r"/register/[0-9a-f-]{36}$"))
        expect(clerk.page.get_by_test_id("lacks")).to_contain_text("没有姓名。")
        expect(clerk.page.locator("main h1 + .tag")).to_have_text("咨询")
        entered |= {"address": clerk.page.url, "number": clerk.page.locator("main h1").inner_text()}

    @pytest.mark.rule("LEAD-3")
    def test_a_correction_is_a_further_entry_and_makes_it_valid(self, entered, somebody):
        clerk = somebody("leasing.clerk")
        clerk.go(entered["address"])
        clerk.press("更正")
        dialog = clerk.page.get_by_role("dialog")
        expect(dialog.get_by_label("公司", exact=True)).to_have_value("金桥投资")
        dialog.get_by_label("姓名", exact=True).fill("王伟")
        dialog.get_by_label("原因").fill("来访者告知姓名")
        clerk.press("保存", dialog)
        expect(clerk.page.locator("main h1 + .tag")).to_have_text("有效")
        clerk.sees("来访者告知姓名")
        entry = clerk.page.get_by_role("listitem").filter(has_text="来访者告知姓名")
        expect(entry).to_contain_text("空 → 王伟")
        expect(clerk.page.get_by_test_id("lacks")).to_have_count(0)

    @pytest.mark.rule("LEAD-3")
    def test_only_the_consultant_or_a_superior_corrects(self, entered, somebody):
        manager = somebody("leasing.manager")
        manager.go(entered["address"])
        expect(manager.page.get_by_test_id("act-correct")).to_have_attribute("aria-disabled", "false")
        barred = manager.page.get_by_test_id("act-extend")
        expect(barred).to_have_attribute("aria-disabled", "true")
        expect(barred).to_contain_text("到期后方可延期")
        sales = somebody("sales_control.clerk")
        sales.go(entered["address"])
        expect(sales.page.get_by_text("138****8000").first).to_be_visible()
        expect(sales.page.get_by_test_id("act-correct")).to_have_count(0)

    @pytest.mark.rule("LEAD-4", "LEAD-10")
    def test_the_customers_page_says_whose_customer_it_is_and_why(self, entered, somebody, web):
        clerk = somebody("leasing.clerk")
        clerk.go(entered["address"])
        clerk.page.get_by_role("link", name="客户归属").click()
        expect(clerk.page.get_by_role("heading", name="王伟")).to_be_visible()
        clerk.page.get_by_test_id("attribution").click()
        verdict = clerk.page.get_by_test_id("verdict")
        expect(verdict.get_by_role("list", name="归属")).to_contain_text("100%")
        expect(verdict).to_contain_text("由第一登记顾问成交")
        expect(verdict.get_by_role("row").filter(has_text=entered["number"])).to_contain_text("有效")
        clerk.page.mouse.move(0, 0)  # A button that is pointed at has paler colours.
        assert test_page.TestReaders.faults_on(clerk.page, web) == []

    @pytest.mark.rule("LEAD-3")
    def test_anybody_checks_that_the_register_is_whole(self, entered, somebody):
        clerk = somebody("leasing.clerk")
        clerk.go("/register?phone=13800138000")
        expect(clerk.page.get_by_role("row").filter(has_text="王伟")).to_contain_text("138****8000")
        clerk.press("核验登记簿")
        expect(clerk.page.get_by_test_id("check")).to_contain_text("登记簿完整")
