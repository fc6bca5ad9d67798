"""The money of a sale at the page: the deposit confirmed, the first payment taken, the commission paid."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from kit.bus import inbox
from kit.database import Database
from kit.events import Envelope
from kit.ids import new_id
from services.finance.models import Estate
from services.leads.events import Share
from tests.finance import deals
from tests.journeys.running import wait_for

DAY = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)


@pytest.fixture
def deal(house):
    """A sale of which contracts and leasing have told finance all, down to the contract."""
    database = Database(f"sqlite:///{house.log.parent / 'var' / 'finance.db'}")
    consultant = house.as_("leasing.clerk").get("/session")["person"]["id"]
    estate = wait_for(lambda: the_estate(database))
    about = {"deal_id": new_id(), "number": "JY-2026-0101", "estate_id": estate, "unit_number": "A1501"}
    events = [
        deals.taken(**about, consultant_id=consultant),
        deals.closed(**about, closer_id=consultant),
        deals.verdict(**{name: value for name, value in about.items() if name != "unit_number"}),
        deals.signed(**about | {"number": "HT-2026-0101"}, contract_id=new_id(), signed_on=date(2026, 12, 6)),
    ]
    events[2] = replace(events[2], shares=(Share(consultant, deals.Decimal(100)),))
    told = {"time": DAY, "correlation_id": new_id(), "causation_id": None, "actor": "test", "estate": estate}
    said = [Envelope.around(event, event.service, id=new_id(), **told).to_json() for event in events]
    with database.writing() as session:
        inbox.store(session, said, DAY)
        session.commit()
    database.close()
    clerk = house.as_("finance.clerk")
    wait_for(lambda: clerk.get(f"/receivables?deal_id={about['deal_id']}")["items"])
    return about


def the_estate(database):
    with database.reading() as session:
        return session.scalars(select(Estate.id).where(Estate.name == "云栖中心")).one_or_none()


@pytest.mark.rule("FIN-2", "FIN-3", "FIN-6")
def test_from_the_deposit_to_the_commission(somebody, deal):
    clerk = somebody("finance.clerk")
    clerk.go("/deposits?state=awaiting")
    clerk.page.get_by_role("link", name=deal["number"]).click()
    clerk.page.get_by_test_id("confirm").click()
    dialog = clerk.page.get_by_role("dialog")
    expect(dialog).to_contain_text("伍万元整")
    dialog.get_by_label("收据编号").fill("SJ-0101")
    dialog.get_by_label("发票编号").fill("FP-0101")
    dialog.get_by_label("到账日期").fill("2026-12-06")
    dialog.get_by_label("到账日期").press("Enter")
    dialog.get_by_test_id("send").click()
    clerk.sees("定金已确认。")
    expect(clerk.page.get_by_text("SJ-0101")).to_be_visible()

    clerk.go(f"/receivables?deal_id={deal['deal_id']}")
    expect(clerk.page.get_by_role("row").filter(has_text="第 1 期")).to_contain_text("250,000.00")
    clerk.page.get_by_role("row").filter(has_text="第 1 期").get_by_test_id("receive").click()
    clerk.page.get_by_role("dialog").get_by_test_id("send").click()
    clerk.sees("收款已登记。")
    expect(clerk.page.get_by_role("row").filter(has_text="第 1 期")).to_have_count(0)

    manager = somebody("finance.manager")
    manager.go(f"/commissions?deal_id={deal['deal_id']}")
    expect(manager.page.get_by_role("row").filter(has_text=deal["number"])).to_contain_text("10,000.00")
    manager.page.get_by_test_id("pay").click()
    manager.press("支付", manager.page.get_by_role("dialog"))
    manager.sees("佣金已支付。")
    manager.go("/reports/collection")
    expect(manager.page.get_by_role("row").filter(has_text="合计")).to_contain_text("300,000.00")
