"""A room change at the page: asked for, worked on, co-signed, settled, and acknowledged, each by their own log-in."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.room_change import CHANGE_DATE, RoomChange


@pytest.fixture(scope="module")
def change(house):
    """The change that the tests of this module carry on, one after the other."""
    change = RoomChange(house)
    change.choose_units()
    change.issue_items()
    return change


class TestRoomChange:
    @pytest.mark.rule("PROP-2", "NOTE-1")
    def test_a_request_appears_in_propertys_inbox_without_a_reload(self, change, somebody):
        property_clerk, leasing = somebody("property.clerk"), somebody("leasing.clerk")
        expect(property_clerk.page.get_by_test_id("live")).to_be_visible()
        leasing.go("/unit-changes/new")
        leasing.choose("客户 / 租约", change.old_unit["lease_number"], change.old_unit["lease_number"])
        leasing.choose("新单元", change.new_unit["number"], change.new_unit["number"])
        leasing.page.get_by_label("换房日期").fill(CHANGE_DATE)
        leasing.page.get_by_label("换房日期").press("Enter")
        leasing.sees("可以提出。")
        leasing.press("提出换房")
        leasing.page.wait_for_url(re.compile(r"/unit-changes/[0-9a-f-]{36}$"))
        change.id = leasing.page.url.rsplit("/", 1)[1]
        expect(property_clerk.inbox_item("检查新单元")).to_be_visible()
        expect(property_clerk.page.get_by_test_id("badge")).to_be_visible()

    @pytest.mark.rule("PROP-2")
    def test_a_second_request_for_the_same_lease_is_barred_with_the_reason(self, change, somebody):
        leasing = somebody("leasing.clerk")
        leasing.go(f"/unit-changes/new?lease={change.old_unit['lease_id']}")
        leasing.choose("新单元", "A06", "A06")
        leasing.page.get_by_label("换房日期").fill(CHANGE_DATE)
        leasing.page.get_by_label("换房日期").press("Enter")
        leasing.sees("已有办理中的换房")
        button = leasing.page.get_by_test_id("request")
        expect(button).to_have_attribute("aria-disabled", "true")
        button.click(force=True)
        expect(leasing.page).to_have_url(re.compile("/unit-changes/new"))

    @pytest.mark.rule("PROP-2", "PROC-2")
    def test_property_records_a_clear_inspection_from_the_inbox(self, change, somebody):
        clerk = somebody("property.clerk")
        clerk.inbox_item("检查新单元").get_by_role("link").click()
        detail = clerk.detail("inspect")
        detail.get_by_text("检查无问题").click()
        clerk.press("登记检查结果", detail)
        expect(clerk.step("inspect")).to_contain_text("已完成")
        expect(clerk.step("repair")).to_contain_text("已跳过")

    @pytest.mark.rule("PROP-2")
    def test_property_counts_the_keys_and_reports_the_cleaning(self, change, somebody):
        clerk = somebody("property.clerk")
        clerk.go(f"/unit-changes/{change.id}")
        detail = clerk.open_step("check_keys")
        detail.get_by_label("钥匙编号").fill("新钥匙-1")
        clerk.press("添加钥匙", detail)
        detail.get_by_text("入住表格已整理齐备").click()
        clerk.press("登记钥匙核对", detail)
        expect(clerk.step("check_keys")).to_contain_text("已完成")
        detail = clerk.open_step("clean")
        detail.get_by_label("保洁员").fill("保洁一班")
        detail.get_by_label("保洁情况").fill("已清洁")
        clerk.press("登记保洁完成", detail)
        expect(clerk.step("clean")).to_contain_text("已完成")

    @pytest.mark.rule("PROP-2", "PROC-2")
    def test_a_supervisor_sends_a_step_back_and_it_is_done_again(self, change, somebody):
        supervisor, clerk = somebody("property.supervisor"), somebody("property.clerk")
        for one in (supervisor, clerk):
            one.go(f"/unit-changes/{change.id}")
        supervisor.press("退回重办", supervisor.open_step("clean"))
        supervisor.page.get_by_placeholder("请说明原因").fill("卫生间未清洁")
        supervisor.press("退回重办", supervisor.page.get_by_role("dialog"))
        detail = clerk.open_step("clean")
        expect(detail.get_by_text("第 2 轮")).to_be_visible()
        detail.get_by_label("保洁员").fill("保洁二班")
        detail.get_by_label("保洁情况").fill("卫生间已清洁")
        clerk.press("登记保洁完成", detail)
        expect(clerk.step("clean")).to_contain_text("已完成")

    @pytest.mark.rule("PROP-2")
    def test_leasing_hands_in_the_copy_of_the_lease(self, change, somebody):
        clerk = somebody("leasing.clerk")
        clerk.go(f"/unit-changes/{change.id}")
        detail = clerk.open_step("lease_copy")
        copy = {"name": "租约.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
        detail.locator("input[type=file]").set_input_files(copy)
        clerk.press("提交复印件", detail)
        expect(clerk.step("lease_copy")).to_contain_text("已完成")
        expect(detail.get_by_role("link", name="租约.pdf")).to_be_visible()

    @pytest.mark.rule("PROP-2", "PROC-8", "ENG-4")
    def test_readings_are_signed_by_the_customer_and_then_by_engineering_at_another_page(self, change, somebody):
        clerk, engineer = somebody("property.clerk"), somebody("engineering.clerk")
        clerk.go(f"/unit-changes/{change.id}")
        detail = clerk.open_step("read_meters")
        for box in detail.get_by_placeholder("本次读数").all():
            box.fill("120.5")
        detail.get_by_label("客户签字人姓名").fill("何娜洋")
        clerk.draw_a_signature(detail)
        clerk.press("登记读数", detail)
        expect(clerk.step("read_meters")).to_contain_text("待签字")
        engineer.inbox_item("能源表抄表").get_by_role("link").click()
        waiting = engineer.detail("read_meters")
        expect(waiting.get_by_alt_text("何娜洋")).to_be_visible()
        waiting.get_by_text("以上读数核对无误。").click()
        engineer.press("签字确认", waiting)
        expect(clerk.step("read_meters")).to_contain_text("已完成")

    @pytest.mark.rule("PROP-2")
    def test_a_missing_card_is_ticked_and_the_new_keys_are_signed_for(self, change, somebody):
        clerk = somebody("property.clerk")
        clerk.go(f"/unit-changes/{change.id}")
        detail = clerk.open_step("return_items")
        clerk.press("全部收回", detail)
        detail.get_by_role("radiogroup", name="客户人员出入证 旧证-2").get_by_text("遗失").click()
        clerk.press("登记回收", detail)
        expect(clerk.step("return_items")).to_contain_text("已完成")
        detail = clerk.open_step("hand_over")
        expect(detail.get_by_label("编号").first).to_have_value("新钥匙-1")
        detail.get_by_label("客户签字人姓名").fill("何娜洋")
        clerk.draw_a_signature(detail)
        clerk.press("登记发放", detail)
        expect(clerk.step("hand_over")).to_contain_text("已完成")

    @pytest.mark.rule("FIN-4")
    def test_finance_adds_a_cost_and_confirms_the_settlement(self, change, somebody):
        clerk = somebody("finance.clerk")
        clerk.go(f"/settlements?unit_change_id={change.id}")
        clerk.page.get_by_role("table", name="结算").get_by_role("link").click()
        clerk.press("添加其他费用")
        clerk.page.get_by_label("费用说明").fill("门锁维修")
        clerk.page.get_by_label("金额（元）").fill("80")
        clerk.press("添加", clerk.page.get_by_role("dialog"))
        clerk.sees("门锁维修")
        clerk.press("确认结算")
        clerk.press("确认结算", clerk.page.get_by_role("dialog"))
        expect(clerk.page.locator("main h1 + .tag")).to_have_text("已确认")

    @pytest.mark.rule("PROP-2", "NOTE-2", "NOTE-3")
    def test_the_notice_reaches_another_department_at_once_and_is_acknowledged_there(self, change, somebody):
        service, clerk = somebody("customer_service.clerk"), somebody("property.clerk")
        expect(service.page.get_by_test_id("live")).to_be_visible()
        clerk.go(f"/unit-changes/{change.id}")
        clerk.press("发出通知单", clerk.open_step("issue_notice"))
        clerk.press("发出通知单", clerk.page.get_by_role("dialog"))
        notice = service.inbox_item("客户单元变更通知单")
        notice.get_by_role("button", name="签收").click()
        expect(notice).to_have_count(0)
        clerk.page.get_by_role("tab", name="签收情况").click()
        row = clerk.page.get_by_role("row").filter(has_text="客服部")
        expect(row).to_contain_text("已签收")

    @pytest.mark.rule("PROC-6")
    def test_the_history_and_the_trace_tell_who_did_what_and_who_heard_it(self, change, somebody):
        supervisor = somebody("property.supervisor")
        supervisor.go(f"/unit-changes/{change.id}?tab=history")
        supervisor.sees("检查新单元 · 已完成")
        supervisor.page.get_by_role("tab", name="消息追踪").click()
        supervisor.page.get_by_role("button").filter(has_text="发出《客户单元变更通知单》").first.click()
        supervisor.sees("property.unit_changed.v1")
        expect(supervisor.page.get_by_text("已处理").first).to_be_visible()

    @pytest.mark.rule("PROP-3")
    def test_the_printed_notice_is_saved_under_its_own_name(self, change, somebody):
        clerk = somebody("property.clerk")
        clerk.go(f"/unit-changes/{change.id}")
        with clerk.page.expect_download() as saved:
            clerk.press("客户单元变更通知单")
        assert re.fullmatch(r"客户单元变更通知单 HF-2026-\d{4}\.pdf", saved.value.suggested_filename)
