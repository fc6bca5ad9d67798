"""Offers, brokers and lost leads at the page: who listens comes first, and what they may be told stands beside."""

import pytest
from playwright.sync_api import expect

from tests.journeys.two_consultants import Quarrel


def fill(reader, **fields):
    for name, text in fields.items():
        reader.page.locator(f"[name={name}]").fill(text)


class TestBrokers:
    pytestmark = pytest.mark.rule("LEAD-16")

    def test_one_is_registered_classed_and_reported_to_property(self, somebody):
        clerk, manager, guard = somebody("leasing.clerk"), somebody("leasing.manager"), somebody("property.clerk")
        clerk.go("/brokers")
        clerk.page.get_by_test_id("new-broker").click()
        fill(clerk, name="钱莉", company="四方中介", phone="13600136000")
        clerk.page.get_by_test_id("send-broker").click()
        row = clerk.page.get_by_role("row").filter(has_text="钱莉").first
        expect(row).to_contain_text("初次来访")
        expect(row).to_contain_text("保留报价")
        row.get_by_role("button", name="通知监控室").click()
        fill(clerk, looks="灰色风衣")
        clerk.page.get_by_test_id("send-report").click()
        clerk.sees("已通知监控室。")
        guard.go("/inbox")
        expect(guard.page.get_by_text("请监控室留意：初次来访的中介").first).to_be_visible()
        expect(guard.page.get_by_text("灰色风衣").first).to_be_visible()
        manager.go("/brokers")
        manager.page.get_by_test_id("class-钱莉").click()
        manager.page.get_by_role("dialog").get_by_role("combobox", name="类别").click(force=True)
        manager.page.get_by_role("listbox").get_by_role("option", name="市场调查").click()
        fill(manager, reason="打听租户情况。")
        manager.page.get_by_test_id("send-class").click()
        expect(manager.page.get_by_role("row").filter(has_text="钱莉").first).to_contain_text("市场调查")


class TestOffers:
    @pytest.mark.rule("LEAD-15")
    def test_a_stranger_is_told_what_may_be_said_and_no_more(self, somebody):
        clerk = somebody("leasing.clerk")
        clerk.go("/offers")
        expect(clerk.page.get_by_role("button", name="推荐空房")).to_be_disabled()
        clerk.page.get_by_role("combobox", name="告知对象").click(force=True)
        clerk.page.get_by_role("option", name="未留名片和电话").click()
        clerk.press("推荐空房")
        found = clerk.page.get_by_test_id("offers")
        expect(found).to_contain_text("可告知：空房资料、保留报价、宣传资料")
        expect(found).not_to_contain_text("折扣")


class TestLostLeads:
    @pytest.mark.rule("LEAD-18")
    @pytest.mark.rule("LEAD-19")
    def test_one_who_went_elsewhere_waits_and_for_the_price_only_after_an_answer(self, somebody, house):
        customer = Quarrel(house, "13611114444").register("leasing.clerk", name="郑凯")["customer_id"]
        clerk = somebody("leasing.clerk")
        clerk.go(f"/visitors/{customer}")
        clerk.page.get_by_test_id("lost").click()
        clerk.page.get_by_role("combobox", name="主要原因").click(force=True)
        clerk.page.get_by_role("option", name="价格偏高").click()
        fill(clerk, rival_building="国贸大厦", expected_price="5.50", reason="租金偏高")
        clerk.page.get_by_test_id("send-lost").click()
        clerk.sees("请先按客户的心理价位提出优惠申请")
        clerk.page.get_by_role("combobox", name="主要原因").click(force=True)
        clerk.page.get_by_role("option", name="位置或交通").click()
        clerk.page.get_by_test_id("send-lost").click()
        clerk.sees("已转入候租名单。")
        clerk.go("/waiting-list")
        expect(clerk.page.get_by_role("row").filter(has_text="国贸大厦")).to_contain_text("位置或交通")
