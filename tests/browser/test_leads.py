"""The consultants' daily work at the page: leads graded, called in time, shown units, and the report of it all."""

import re

import pytest
from playwright.sync_api import expect

NEW = "丁一凡"


def register(clerk, name, phone):
    clerk.go("/register/new")
    clerk.page.get_by_role("combobox", name="接触方式").click(force=True)
    clerk.page.get_by_role("option", name="来访", exact=True).click()
    clerk.page.get_by_label("姓名", exact=True).fill(name)
    clerk.page.get_by_label("电话 1").fill(phone)
    clerk.page.get_by_label("得知途径").fill("地铁广告")
    clerk.page.get_by_label("疑虑").fill("停车位够不够")
    clerk.press("登记")
    clerk.page.wait_for_url(re.compile(r"/register/[0-9a-f-]{36}$"))


@pytest.fixture(scope="session")
def registered():
    """Whom the consultant has registered already in this session."""
    return set()


@pytest.fixture
def clerk(somebody, registered):
    consultant = somebody("leasing.clerk")
    if NEW not in registered:
        register(consultant, NEW, "13812340001")
        registered.add(NEW)
    return consultant


def open_lead(clerk, name):
    clerk.go(f"/leads?q={name}")
    clerk.page.get_by_role("link", name=name).first.click()
    expect(clerk.page.get_by_role("heading", name=name)).to_be_visible()


class TestLeads:
    @pytest.mark.rule("LEAD-20")
    def test_a_consultant_grades_a_lead_and_sales_control_sees_it(self, clerk, somebody):
        open_lead(clerk, NEW)
        clerk.page.get_by_test_id("act-grade").click()
        clerk.page.get_by_role("combobox", name="等级").click(force=True)
        clerk.page.get_by_role("option", name="A 级：意向明确").click()
        clerk.page.get_by_label("说明").fill("问了付款方式")
        clerk.press("保存")
        clerk.sees("问了付款方式")
        sales = somebody("sales_control.clerk")
        sales.go(f"/leads?q={NEW}")
        expect(sales.page.get_by_role("row").filter(has_text=NEW)).to_contain_text("A")
        sales.page.get_by_role("link", name=NEW).first.click()
        expect(sales.page.get_by_test_id("act-grade")).to_have_count(0)

    @pytest.mark.rule("LEAD-17")
    def test_before_day_two_the_list_says_so_and_a_call_needs_that_the_customer_asked(self, clerk):
        clerk.go("/follow-ups?when=to_come&mine=true")
        row = clerk.page.get_by_role("row").filter(has_text=NEW)
        expect(row).to_contain_text("首次回访")
        expect(row.get_by_test_id("not-yet")).to_contain_text("起方可回访")
        row.get_by_test_id("log-contact").click()
        clerk.page.get_by_label("谈话内容").fill("来电问面积")
        expect(clerk.page.get_by_role("button", name="保存")).to_be_disabled()
        clerk.page.get_by_test_id("customer-asked").click()
        clerk.press("保存")
        clerk.sees("已登记。")
        open_lead(clerk, NEW)
        clerk.sees("来电问面积")
        clerk.sees("定期跟进")


@pytest.mark.rule("LEAD-21")
class TestViewings:
    def plan(self, clerk, unit, day="2026-12-09"):
        open_lead(clerk, NEW)
        clerk.page.get_by_test_id("act-plan").click()
        clerk.page.get_by_label("单元号").fill(unit)
        picker = clerk.page.get_by_role("combobox", name="日期")
        picker.fill(day)
        picker.press("Enter")
        clerk.press("预约看房", within=clerk.page.get_by_role("dialog"))

    def test_one_is_planned_and_a_second_at_that_time_is_told_who_has_it(self, clerk):
        self.plan(clerk, "A1109")
        clerk.sees("已预约。")
        self.plan(clerk, "A1205")
        clerk.sees("已有看房预约")

    def test_it_stands_in_the_week_is_moved_and_cancelled_with_its_reason(self, clerk):
        self.plan(clerk, "A0888", "2026-12-10")
        clerk.sees("已预约。")
        clerk.go("/appointments?day=2026-12-10")
        here = clerk.page.get_by_test_id("day-2026-12-10").get_by_test_id("viewing").filter(has_text="A0888")
        expect(here).to_contain_text("10:00–11:00")
        here.get_by_test_id("move").click()
        clerk.page.get_by_role("combobox", name="开始").fill("14:30")
        clerk.page.get_by_role("option", name="14:30").click()
        clerk.press("看房改期", within=clerk.page.get_by_role("dialog"))
        expect(here).to_contain_text("14:30–15:30")
        here.get_by_test_id("cancel").click()
        clerk.page.get_by_role("textbox").last.fill("客户出差")
        clerk.press("取消看房", within=clerk.page.get_by_role("dialog"))
        expect(here).to_have_count(0)

    def test_ones_own_calendar_is_a_file(self, clerk):
        clerk.go("/appointments")
        with clerk.page.expect_download() as download:
            clerk.press("导出日历")
        assert download.value.suggested_filename == "appointments.ics"


@pytest.mark.rule("LEAD-22")
class TestDynamics:
    def test_the_report_tells_by_channel_and_medium_and_goes_out_as_excel(self, clerk, somebody):
        sales = somebody("sales_control.clerk")
        sales.go("/reports/dynamics?since=2026-12-01&until=2026-12-31&by=day")
        row = sales.page.get_by_test_id("media").get_by_role("row").filter(has_text="地铁广告").first
        expect(row).to_contain_text("来访")
        sales.sees("停车位够不够")
        with sales.page.expect_download() as download:
            sales.page.get_by_test_id("export").click()
        assert download.value.suggested_filename == "销售日动态表.xlsx"


@pytest.mark.rule("LEAD-1")
class TestTheList:
    def test_a_supervisor_takes_leads_in_and_a_clerk_does_not(self, clerk, somebody):
        clerk.go("/leads")
        expect(clerk.page.get_by_role("link", name="导入")).to_have_count(0)
        supervisor = somebody("leasing.supervisor")
        supervisor.go("/leads")
        supervisor.page.get_by_role("link", name="导入").click()
        expect(supervisor.page.get_by_role("heading", name="导入意向客户")).to_be_visible()
