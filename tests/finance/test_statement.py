"""The settlement on paper, its Chinese text selectable (FIN-4)."""

import io

import pytest
from pypdf import PdfReader

from tests.finance.builders import a_missing_card, a_reading, ready

pytestmark = pytest.mark.rule("FIN-4")


def text_of(reply):
    pages = PdfReader(io.BytesIO(reply.file.data)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


@pytest.fixture
def draft(desk):
    desk.hear(ready(a_reading(), a_missing_card()))
    return desk.settlement()


def test_it_shows_customer_lease_unit_and_the_working_of_every_line(desk, draft):
    desk.ask("add_cost", body={"reason": "墙面修补", "amount": "120.5"}, id=draft["id"])
    reply = desk.ask("print_settlement", id=draft["id"])
    assert reply.file.name == "原单元费用结算单-HF-1.pdf"
    told = text_of(reply)
    for part in (
        "原单元费用结算单",
        "金桥投资管理(中国)有限公司",
        "ZL-2025-0001",
        "A1109",
        "2026-12-07",
        "(1310.5−1076)kWh×1.18元/kWh=276.71元",
        "6lines×80yuan/line·month×6÷31days",
        "未交还出入证C-0012",
        "墙面修补",
        "540.11",
    ):
        assert part in told


def test_a_draft_says_that_it_is_one_and_a_confirmed_one_who_confirmed_it(desk, draft):
    assert "草稿" in text_of(desk.ask("print_settlement", id=draft["id"]))
    desk.ask("confirm_settlement", id=draft["id"])
    told = text_of(desk.ask("print_settlement", id=draft["id"]))
    assert "已确认" in told
    assert "孙丽" in told


def test_a_reason_in_signs_that_no_font_has_prints_with_their_code_points(desk, draft):
    desk.ask("add_cost", body={"reason": "🧱 墙", "amount": "1"}, id=draft["id"])
    assert "〓U+1F9F1" in text_of(desk.ask("print_settlement", id=draft["id"]))
