"""The unit board at the page: priced, held by one consultant before the others' eyes, confirmed, its deposit taken."""

import re

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.browser import test_page

UNIT, PRICE = "A2603", "2000000"
CUSTOMER = ("13900139002", "李娜")


def on_the_board(reader, unit=UNIT):
    """The unit on the drawing of its building."""
    reader.go("/board?building=A座")
    cell = reader.page.get_by_test_id(f"unit-{unit}")
    expect(cell).to_be_visible()
    return cell


def at_the_unit(reader, unit=UNIT):
    on_the_board(reader, unit).click()
    expect(reader.page.get_by_role("heading", name=unit)).to_be_visible()


def fill_in_the_hold(reader):
    reader.page.get_by_test_id("act-hold").click()
    dialog = reader.page.get_by_role("dialog")
    reader.choose("客户", *CUSTOMER)
    expect(dialog.get_by_label("证件上的姓名或公司名")).to_have_value(CUSTOMER[1])
    return dialog


def record_the_presale_permit(reader, number, **days):
    reader.page.get_by_test_id("record-presale").click()
    dialog = reader.page.get_by_role("dialog", name="商品房预售许可证")
    dialog.get_by_label("证号").fill(number)
    for label, day in days.items():
        dialog.get_by_label(label).fill(day)
        dialog.get_by_label(label).press("Enter")
    reader.press("保存", dialog)
    expect(dialog).to_be_hidden()


class TestOpening:
    @pytest.mark.rule("SALE-1")
    def test_the_price_list_comes_in_from_the_board(self, somebody, tmp_path):
        manager = somebody("sales_control.manager")
        manager.go("/board")
        manager.page.get_by_role("link", name="导入价格表").click()
        manager.page.locator("input[type=file]").set_input_files(self.a_list(tmp_path))
        expect(manager.page.get_by_role("row").filter(has_text=UNIT)).to_contain_text("总价")
        manager.page.get_by_test_id("take").click()
        manager.sees("导入完成：新增 0，更新 1")
        manager.page.get_by_role("link", name="返回列表").first.click()
        expect(on_the_board(manager)).to_contain_text("200 万")

    @staticmethod
    def a_list(folder):
        book = Workbook()
        book.active.append(["楼盘", "单元号", "总价(元)", "租金(元/㎡·天)", "推出"])
        book.active.append(["云栖中心", UNIT, int(PRICE), None, "是"])
        path = folder / "prices.xlsx"
        book.save(path)
        return path

    @pytest.mark.rule("SALE-18")
    def test_a_permit_that_has_run_out_stops_the_sale_until_the_next_is_recorded(self, somebody):
        supervisor = somebody("sales_control.supervisor")
        supervisor.go("/permits")
        verdict = supervisor.page.get_by_test_id("may-sell")
        expect(verdict).to_contain_text("可以开售")
        record_the_presale_permit(supervisor, "售许字（2024）第 0007 号", 有效至="2026-12-01")
        expect(verdict).to_contain_text("不能确认出售")
        expect(supervisor.page.get_by_role("row").filter(has_text="第 0007 号")).to_contain_text("未生效或已失效")
        record_the_presale_permit(supervisor, "售许字（2026）第 0112 号", 生效日="2026-12-02")
        expect(verdict).to_contain_text("可以开售")

    @pytest.mark.rule("SALE-1")
    def test_the_board_is_a_list_too_with_its_filters_in_the_address(self, somebody):
        clerk = somebody("leasing.clerk")
        clerk.go("/board")
        clerk.page.get_by_test_id("view-list").click()
        clerk.page.get_by_test_id("filter-state").select_option("held")
        expect(clerk.page.get_by_role("row").filter(has_text="A1102")).to_contain_text("马丽")
        expect(clerk.page).to_have_url(re.compile("state=held"))
        clerk.page.get_by_test_id("filter-area_to").fill("200")
        clerk.page.get_by_test_id("filter-area_to").press("Enter")
        expect(clerk.page.get_by_role("row").filter(has_text="A1102")).to_have_count(0)


class TestSelling:
    @pytest.mark.rule("SALE-1")
    def test_a_unit_that_one_holds_shows_on_the_others_boards_at_once_and_is_nobody_elses(self, somebody):
        first, rival, watcher = somebody("leasing.clerk"), somebody("leasing.supervisor"), somebody("property.clerk")
        board = on_the_board(watcher)
        expect(board).to_have_attribute("data-state", "available")
        held = watcher.page.get_by_test_id("count-held").locator(".num")
        before = int(held.inner_text())
        at_the_unit(rival)
        late = fill_in_the_hold(rival)
        at_the_unit(first)
        dialog = fill_in_the_hold(first)
        first.press("保留", dialog)
        first.sees(f"单元 {UNIT} 已保留")
        expect(board).to_have_attribute("data-state", "held")
        expect(board).to_contain_text("马丽")
        expect(held).to_have_text(str(before + 1))
        rival.press("保留", late)
        rival.sees("由马丽办理")
        rival.press("取消", late)
        barred = rival.page.get_by_test_id("act-hold")
        expect(barred).to_have_attribute("aria-disabled", "true")
        expect(barred).to_contain_text("马丽")

    @pytest.mark.rule("SALE-2", "SALE-4")
    def test_sales_control_confirms_it_and_takes_the_deposit_which_finance_has_to_confirm(self, somebody, web):
        board = on_the_board(somebody("property.clerk"))
        clerk = somebody("sales_control.clerk")
        clerk.go("/deals?state=held")
        clerk.page.get_by_role("row").filter(has_text=UNIT).get_by_role("link").click()
        clerk.page.get_by_test_id("act-confirm").click()
        dialog = clerk.page.get_by_role("dialog")
        expect(dialog.get_by_label("成交价（元）")).to_have_value(f"{PRICE}.00")
        expect(dialog.get_by_label("定金退还条件")).to_have_value(re.compile("双倍返还"))
        dialog.get_by_label("定金（元）").fill("50000")
        expect(dialog.get_by_role("button", name="开出确认单")).to_be_disabled()
        dialog.get_by_text("已将退还条件出示给客户").click()
        assert test_page.TestReaders.faults_on(clerk.page, web) == []
        clerk.press("开出确认单", dialog)
        expect(clerk.page.get_by_test_id("state")).to_have_text("已确认，待定金")
        expect(board).to_have_attribute("data-state", "confirmed")
        clerk.page.get_by_test_id("act-deposit").click()
        paying = clerk.page.get_by_role("dialog")
        expect(paying).to_contain_text("¥50,000.00")
        paying.get_by_text("银行存款").click()
        clerk.press("确认收到", paying)
        clerk.sees("定金已收，待财务确认后才算成交。")
        expect(clerk.page.get_by_test_id("act-let_go")).to_contain_text("请办理退房")
        assert test_page.TestReaders.faults_on(clerk.page, web) == []

    @pytest.mark.rule("SALE-1")
    def test_the_unit_tells_all_that_happened_to_it(self, somebody, web):
        clerk = somebody("leasing.clerk")
        at_the_unit(clerk)
        expect(clerk.page.get_by_test_id("holder")).to_contain_text("马丽")
        told = clerk.page.get_by_test_id("history").get_by_role("listitem")
        expect(told).to_contain_text(["开出房位确认单 陈军", "为客户保留 马丽", "推出"])
        assert test_page.TestReaders.faults_on(clerk.page, web) == []

    @pytest.mark.rule("SALE-3", "SALE-18")
    def test_sales_control_takes_a_unit_off_the_board_and_marks_a_sample_with_its_notes(self, somebody):
        supervisor = somebody("sales_control.supervisor")
        at_the_unit(supervisor, "A2605")
        supervisor.page.get_by_test_id("act-hold_back").click()
        supervisor.page.get_by_role("dialog").get_by_role("textbox").fill("留作样板间")
        supervisor.press("收回", supervisor.page.get_by_role("dialog"))
        expect(supervisor.page.get_by_test_id("state")).to_have_text("未推出")
        supervisor.page.get_by_test_id("act-sample").click()
        dialog = supervisor.page.get_by_role("dialog")
        dialog.get_by_text("此单元为样板间").click()
        supervisor.press("保存", dialog)
        expect(dialog.get_by_text("请写明样板间装修说明")).to_be_visible()
        dialog.get_by_label("装修说明").fill("隔断与灯具仅供展示")
        supervisor.press("保存", dialog)
        supervisor.sees("隔断与灯具仅供展示")
        expect(supervisor.page.get_by_test_id("history")).to_contain_text("留作样板间")
