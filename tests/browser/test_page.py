"""The page as a whole: coming in, what each role sees, the two languages, a small screen, and readers of every kind."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.running import PASSWORD

AXE = "node_modules/axe-core/axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']}"
STANDS_STILL = """Promise.all(document.getAnimations()
    .filter((one) => one.effect.getComputedTiming().iterations !== Infinity)
    .map((one) => one.finished.catch(() => null)))"""
PAGES = (
    ("property.supervisor", ("/inbox", "/unit-changes", "/units", "/leases", "/work-orders", "/imports/units")),
    (
        "leasing.clerk",
        ("/reception", "/register", "/register/new", "/attributions", "/unit-changes/new", "/sessions", "/password"),
    ),
    ("leasing.supervisor", ("/leads", "/follow-ups", "/appointments", "/reports/dynamics", "/imports/leads")),
    ("engineering.supervisor", ("/work-orders/new", "/technicians", "/meter-readings")),
    ("sales_control.manager", ("/board", "/board?view=list", "/deals", "/permits", "/imports/prices")),
    ("finance.clerk", ("/settlements", "/ledger")),
    ("administrator", ("/people", "/people/new", "/roles", "/audit", "/subscriptions")),
    ("operator", ("/operations", "/operations/parked", "/operations/trace")),
)


class TestComingIn:
    @pytest.mark.rule("GATE-2", "GATE-3")
    def test_a_wrong_password_is_told_in_a_sentence(self, somebody):
        stranger = somebody()
        stranger.page.goto("/login")
        stranger.page.get_by_label("用户名").fill("leasing.clerk")
        stranger.page.get_by_label("密码", exact=True).fill("not the password")
        stranger.press("登录")
        expect(stranger.page.get_by_role("alert")).to_have_text("用户名或密码不正确。")

    def test_who_follows_a_link_gets_there_after_the_log_in(self, somebody):
        stranger = somebody()
        stranger.page.goto("/units?state=vacant")
        stranger.page.get_by_label("用户名").fill("leasing.clerk")
        stranger.page.get_by_label("密码", exact=True).fill(PASSWORD)
        stranger.press("登录")
        expect(stranger.page).to_have_url(re.compile(r"/units\?state=vacant$"))

    @pytest.mark.rule("GATE-2")
    def test_logging_out_ends_the_session(self, somebody):
        clerk = somebody()
        clerk.log_in("leasing.clerk", PASSWORD)
        clerk.page.get_by_test_id("me").click()
        clerk.page.get_by_role("menuitem", name="退出登录").click()
        clerk.page.wait_for_url("**/login")
        clerk.page.goto("/units")
        expect(clerk.page).to_have_url(re.compile("/login"))

    @pytest.mark.rule("GATE-2")
    def test_what_a_role_may_not_do_is_not_shown(self, somebody):
        clerk = somebody("leasing.clerk")
        menu = clerk.page.get_by_role("navigation", name="菜单")
        expect(menu.get_by_role("link", name="换房")).to_be_visible()
        expect(menu.get_by_role("link", name="人员")).to_have_count(0)
        clerk.page.goto("/people")
        clerk.sees("没有此页，或您的岗位看不到它。")

    @pytest.mark.rule("GATE-2")
    def test_a_dangerous_act_of_an_administrator_is_done_at_the_page(self, somebody, house):
        administrator = somebody("administrator")
        administrator.go("/people?q=general.manager")
        administrator.page.get_by_role("table", name="人员").get_by_role("link").first.click()
        administrator.press("修改资料")
        administrator.page.get_by_label("岗位").fill("总经理")
        administrator.press("保存")
        administrator.sees("已保存。")


class TestLanguages:
    @pytest.mark.rule("NOTE-5")
    def test_the_page_speaks_english_when_asked_and_remembers_it(self, somebody):
        clerk = somebody("leasing.clerk")
        clerk.page.get_by_test_id("language").click()
        expect(clerk.page.get_by_role("heading", name="Inbox")).to_be_visible()
        clerk.page.reload()
        expect(clerk.page.get_by_role("heading", name="Inbox")).to_be_visible()
        expect(clerk.page.locator("html")).to_have_attribute("lang", "en")


class TestSmallScreen:
    @pytest.mark.parametrize(
        "path",
        ["/inbox", "/unit-changes", "/units", "/work-orders", "/leases", "/board", "/board?view=list", "/permits"],
    )
    def test_nothing_is_wider_than_a_phone(self, somebody, path):
        clerk = somebody("property.clerk", phone=True)
        clerk.go(path)
        clerk.waits_for_rows()
        assert clerk.page.evaluate("document.documentElement.scrollWidth") <= 390

    def test_the_menu_opens_at_a_touch_and_closes_after_the_choice(self, somebody):
        clerk = somebody("property.clerk", phone=True)
        menu = clerk.page.get_by_role("navigation", name="菜单")
        expect(menu).to_be_hidden()
        clerk.press("菜单")
        menu.get_by_role("link", name="房源").click()
        expect(clerk.page).to_have_url(re.compile("/units$"))
        expect(menu).to_be_hidden()


class TestReaders:
    @pytest.mark.parametrize(("username", "paths"), PAGES, ids=[username for username, _ in PAGES])
    def test_axe_finds_nothing_on_the_main_pages(self, somebody, web, username, paths):
        reader = somebody(username)
        for path in paths:
            reader.go(path)
            reader.waits_for_rows()
            assert self.faults_on(reader.page, web) == [], path

    def test_axe_finds_nothing_on_the_log_in(self, somebody, web):
        stranger = somebody()
        stranger.page.goto("/login")
        expect(stranger.page.get_by_label("用户名")).to_be_visible()
        assert self.faults_on(stranger.page, web) == []

    @staticmethod
    def faults_on(page, web):
        page.evaluate(STANDS_STILL)  # A dialog that is still fading in has colours of its own.
        page.evaluate((web / AXE).read_text("utf-8"))
        found = page.evaluate(f"axe.run(document, {RULES})")
        return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]


class TestImport:
    @pytest.mark.rule("PROP-1")
    def test_a_list_is_previewed_row_by_row_before_anything_is_taken_in(self, somebody, tmp_path):
        supervisor = somebody("property.supervisor")
        supervisor.go("/imports/units")
        supervisor.page.locator("input[type=file]").set_input_files(self.a_list(tmp_path))
        row = supervisor.page.get_by_role("row")
        expect(row.filter(has_text="拒收")).to_contain_text("建筑面积")
        take = supervisor.page.get_by_test_id("take")
        expect(take).to_be_disabled()
        supervisor.page.get_by_text("有拒收行时，仍导入其余各行").click()
        take.click()
        supervisor.sees("导入完成：新增 1")
        with supervisor.page.expect_download() as saved:
            supervisor.page.get_by_role("button", name=re.compile("下载拒收行")).click()
        assert saved.value.suggested_filename.endswith(".xlsx")

    @staticmethod
    def a_list(folder):
        """One good row and one whose area is no number, under a title as people write them."""
        from openpyxl import Workbook

        book = Workbook()
        sheet = book.active
        sheet.append(["云栖中心房源补充表"])
        sheet.append(
            [
                "楼盘",
                "楼栋",
                "楼层",
                "单元号",
                "建筑面积(㎡)",
                "套内面积(㎡)",
                "户型",
                "朝向",
                "装修",
                "用途",
                "电表号",
                "水表号",
            ]
        )
        good = ["云栖中心", "A座", 31, "A3101", 120.5, 84.2, "标准间", "南", "毛坯", "办公", "E-A3101", "W-A3101"]
        sheet.append(good)
        sheet.append([*good[:3], "A3102", "很大", *good[5:10], "E-A3102", "W-A3102"])
        path = folder / "units.xlsx"
        book.save(path)
        return path
