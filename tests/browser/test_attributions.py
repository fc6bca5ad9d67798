"""Deals and their verdicts at the page: found by the first consultant, claimed, overruled; and leads handed over."""

import re
from datetime import datetime
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from kit.bus import inbox
from kit.clock import local_date
from kit.database import Database
from kit.events import Envelope
from kit.ids import new_id
from services.contracts.events import DealClosed, DealWithdrawn
from tests.browser import test_page
from tests.journeys.running import wait_for
from tests.journeys.two_consultants import Quarrel


def tell_leasing(house, event, at):
    """As contracts would, once finance has the deposit."""
    told = {"correlation_id": new_id(), "causation_id": None, "actor": "somebody", "estate": event.estate_id}
    envelope = Envelope.around(event, "contracts", id=new_id(), time=at, **told).numbered(1)
    database = Database(f"sqlite:///{house.log.parent}/var/leads.db")
    with database.writing() as session:
        inbox.store(session, [envelope.to_json()], at)
        session.commit()
    database.close()


@pytest.fixture(scope="module")
def deal(house):
    """A visitor of the clerk's, and the supervisor's deal with them; its id and the customer's."""
    quarrel = Quarrel(house, "13611112222")
    for who in ("leasing.clerk", "leasing.supervisor", "leasing.manager"):
        quarrel.wait_until_leasing_knows(who)
    one = quarrel.register("leasing.clerk", name="孙悦")
    at = datetime.fromisoformat(one["entries"][0]["at"])
    closed = DealClosed(
        deal_id=new_id(),
        number="CJ-2026-0009",
        estate_id=one["estate_id"],
        unit_id=new_id(),
        unit_number="A0909",
        kind="lease",
        customer_id=one["customer_id"],
        customer_name="孙悦",
        closer_id=quarrel.me("leasing.supervisor"),
        closed_at=at,
        closed_on=local_date(at),
        is_on_site=True,
        price=Decimal("38500.00"),
    )
    tell_leasing(house, closed, at)
    clerk = house.as_("leasing.clerk")
    wait_for(lambda: clerk.ask("GET", f"/attributions/{closed.deal_id}").status == 200)
    return closed


class TestADeal:
    @pytest.mark.rule("LEAD-8")
    def test_the_first_consultant_finds_it_on_the_customers_page_and_claims(self, deal, somebody):
        clerk = somebody("leasing.clerk")
        clerk.go(f"/visitors/{deal.customer_id}")
        clerk.page.get_by_test_id("deals").get_by_role("link", name="CJ-2026-0009").click()
        expect(clerk.page).to_have_url(re.compile("/attributions/"))
        expect(clerk.page.locator("main h1 + .tag")).to_have_text("可主张")
        expect(clerk.page.get_by_test_id("act-overrule")).to_have_count(0)
        clerk.press("主张分单")
        clerk.press("主张分单", clerk.page.get_by_role("dialog"))
        expect(clerk.page.locator("main h1 + .tag")).to_have_text("已确定")
        expect(clerk.page.get_by_test_id("verdict-2")).to_contain_text("主张成立")
        expect(clerk.page.get_by_test_id("verdict-2").get_by_label("归属")).to_contain_text("50%")
        expect(clerk.page.get_by_test_id("act-claim")).to_have_attribute("aria-disabled", "true")

    @pytest.mark.rule("LEAD-10")
    def test_the_manager_overrules_beside_it_and_prints(self, deal, somebody):
        manager = somebody("leasing.manager")
        manager.go("/attributions?state=final")
        manager.page.get_by_role("link", name="CJ-2026-0009").click()
        manager.press("改判")
        dialog = manager.page.get_by_role("dialog")
        rows = dialog.get_by_test_id("share")
        rows.nth(0).get_by_label("比例").fill("70")
        expect(dialog.get_by_role("status")).to_contain_text("合计 120%")
        rows.nth(1).get_by_label("比例").fill("30")
        dialog.get_by_label("原因").fill("多次带看")
        manager.press("改判", dialog)
        verdict = manager.page.get_by_test_id("verdict-3")
        expect(verdict).to_contain_text("改判理由：多次带看")
        expect(verdict.get_by_label("归属")).to_contain_text("70%")
        expect(manager.page.get_by_test_id("verdict-1")).to_contain_text("成交界定")
        with manager.page.expect_download() as printed:
            manager.press("打印界定书")
        assert printed.value.suggested_filename == "客户界定书 CJ-2026-0009.pdf"

    def test_axe_finds_nothing(self, deal, somebody, web):
        clerk = somebody("leasing.clerk")
        for path in ("/attributions", f"/attributions/{deal.deal_id}", f"/visitors/{deal.customer_id}"):
            clerk.go(path)
            clerk.waits_for_rows()
            assert test_page.TestReaders.faults_on(clerk.page, web) == [], path

    @pytest.mark.rule("LEAD-10")
    def test_once_its_unit_is_given_back_it_is_shown_so(self, deal, house, somebody):
        names = ("deal_id", "number", "estate_id", "unit_id", "unit_number", "customer_id")
        known = {name: getattr(deal, name) for name in names} | {"consultant_id": deal.closer_id}
        back = DealWithdrawn(**known, reason="resold", withdrawn_on=deal.closed_on)
        tell_leasing(house, back, deal.closed_at)
        clerk = house.as_("leasing.clerk")
        wait_for(lambda: clerk.get(f"/attributions/{deal.deal_id}")["withdrawn_on"])
        manager = somebody("leasing.manager")
        manager.go("/attributions?is_withdrawn=true")
        row = manager.page.get_by_role("row").filter(has_text="CJ-2026-0009")
        expect(row.get_by_test_id("withdrawn")).to_have_text("已退房")
        row.get_by_role("link", name="CJ-2026-0009").click()
        expect(manager.page.get_by_role("main")).to_contain_text("退房日")
        manager.go("/attributions?is_withdrawn=false")
        manager.waits_for_rows()
        expect(manager.page.get_by_role("row").filter(has_text="CJ-2026-0009")).to_have_count(0)


class TestHandingOver:
    @pytest.mark.rule("LEAD-7", "LEAD-21")
    def test_a_supervisor_hands_over_what_is_open_and_sees_what_is_to_be_moved(self, deal, house, somebody, web):
        quarrel = Quarrel(house, "13611113333")
        customer = quarrel.register("leasing.clerk", name="吴迪")["customer_id"]
        for who, unit in (("leasing.clerk", "A1109"), ("leasing.manager", "A1203")):
            asked = {"estate_id": quarrel.estate(), "customer_id": customer, "consultant_id": quarrel.me(who)}
            asked |= {"starts_at": "2026-12-11T10:00+08:00", "ends_at": "2026-12-11T11:00+08:00"}
            house.as_("leasing.clerk").do("/appointments", asked | {"unit_number": unit})
        supervisor = somebody("leasing.supervisor")
        supervisor.go("/register")
        supervisor.waits_for_rows()
        supervisor.page.get_by_test_id("hand-over").click()
        dialog = supervisor.page.get_by_role("dialog")
        names = {who: house.as_(who).get("/session")["person"]["name"] for who in ("leasing.clerk", "leasing.manager")}
        for label, who in (("移交人", "leasing.clerk"), ("接手人", "leasing.manager")):
            dialog.get_by_role("combobox", name=label).click(force=True)
            supervisor.page.get_by_role("option", name=names[who]).locator("visible=true").first.click()
        dialog.get_by_label("原因").fill("离职")
        supervisor.page.get_by_test_id("send-hand-over").click()
        supervisor.sees(f"已移交给{names['leasing.manager']}，看房")
        supervisor.sees("次看房没有随同移交")
        row = supervisor.page.get_by_role("row").filter(has_text="吴迪")
        expect(row).to_contain_text(f"由{names['leasing.manager']}跟进")
        supervisor.go("/appointments")
        left = supervisor.page.get_by_test_id("to-be-moved")
        expect(left).to_contain_text("A1109 · 吴迪")
        left.get_by_role("link", name="2026-12-11 10:00").click()
        day = supervisor.page.get_by_test_id("day-2026-12-11")
        expect(day.get_by_test_id("is-to-be-moved")).to_have_text("须另行安排")
        assert test_page.TestReaders.faults_on(supervisor.page, web) == []
