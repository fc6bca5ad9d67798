"""The reception desk at the page: whose turn it is, a stranger received by turn, somebody by the one asked for."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.rule("LEAD-11")


def at_the_demos_estate(reader):
    """Whoever works at several estates chooses the one whose consultants are on duty."""
    expect(reader.page.get_by_role("heading", name="接待轮值")).to_be_visible()
    several = reader.page.get_by_role("combobox", name="楼盘")
    if several.count():
        several.click(force=True)
        reader.page.get_by_role("option", name="云栖中心").click()


class TestReception:
    @pytest.fixture
    def desk(self, somebody):
        clerk = somebody("leasing.clerk")
        clerk.go("/reception")
        at_the_demos_estate(clerk)
        expect(clerk.page.get_by_role("list", name="接待轮值").get_by_text("下一位")).to_be_visible()
        return clerk

    def next_one(self, desk):
        places = desk.page.get_by_role("list", name="接待轮值").get_by_role("listitem")
        return places.filter(has_text="下一位").locator(".strong")

    def test_a_stranger_goes_to_the_next_and_the_turn_moves_on(self, desk):
        name = self.next_one(desk).inner_text()
        desk.page.get_by_label("来客", exact=True).fill("戴帽子的先生")
        desk.press("安排接待")
        desk.sees(f"由{name}接待。")
        row = desk.page.get_by_role("row").filter(has_text="戴帽子的先生")
        expect(row).to_contain_text(name)
        expect(row).to_contain_text("轮值第")
        expect(self.next_one(desk)).not_to_have_text(name)

    def test_whoever_is_asked_for_receives_and_the_rota_stands(self, desk):
        name = self.next_one(desk).inner_text()
        desk.page.get_by_label("来客", exact=True).fill("找人的女士")
        desk.page.get_by_role("combobox", name="指定顾问").click(force=True)
        desk.page.get_by_role("option").last.click()
        desk.press("安排接待")
        row = desk.page.get_by_role("row").filter(has_text="找人的女士")
        expect(row).to_contain_text("客户指定")
        expect(self.next_one(desk)).to_have_text(name)

    def test_a_consultant_goes_off_duty_and_a_superior_sends_another(self, desk, somebody):
        me = desk.page.get_by_role("list", name="接待轮值").get_by_role("listitem").filter(has_text="设为不在岗")
        expect(me).to_have_count(1)  # A clerk is asked only about themselves.
        manager = somebody("leasing.manager")
        manager.go("/reception")
        at_the_demos_estate(manager)
        places = manager.page.get_by_role("list", name="接待轮值").get_by_role("listitem")
        expect(places.filter(has_text="设为不在岗").first).to_be_visible()
        before = places.filter(has_text="设为不在岗").count()
        places.filter(has_text="设为不在岗").last.get_by_role("button").click()
        expect(places.filter(has_text="设为不在岗")).to_have_count(before - 1)
