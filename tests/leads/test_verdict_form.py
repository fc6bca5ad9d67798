"""客户界定书: the verdict on a deal, printed with everything that says why (LEAD-10)."""

import io

import pypdf
import pytest

from tests.leads.builders import HE_JIE, LI_QIANG, MANAGER, STRANGER, register
from tests.leads.deals import DEAL, a_deal, claim
from tests.leads.test_overruling import REASON, overrule

pytestmark = pytest.mark.rule("LEAD-10")


@pytest.fixture
def engine():
    """What is printed is the same on either database, so one kind is enough."""
    return "sqlite"


def text_of(house):
    """The text that can be selected in the printed verdict, without its line breaks and blanks."""
    reply = house.ask(MANAGER, "print_verdict", deal_id=DEAL)
    assert reply.status == 200, reply.body
    pages = pypdf.PdfReader(io.BytesIO(reply.file.data)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


def test_it_tells_the_deal_the_registrations_the_rules_and_the_shares(leads):
    leads.hear(a_deal(leads, register(leads)))
    text = text_of(leads)
    for part in (
        "客户界定书",
        "CJ-2026-0001",
        "云栖中心",
        "A1203",
        "王伟",
        "周敏",
        "2026-12-0709:00",
        "第1次界定（现行）：成交界定",
        "可主张Maybeclaimed",
        "2026-12-10（李强）",
        "LF000001",
        "2026-12-22",
        "1.[LEAD-4]LF000001李强：",
        "2.[LEAD-8]",
        "第一登记顾问可在2026-12-10结束前主张分单",
        "Thefirstconsultantmayclaimashare",
        "100",
    ):
        assert part in text, part


def test_it_tells_who_overruled_and_why_beside_what_was_before(leads, clock):
    leads.hear(a_deal(leads, register(leads)))
    claim(leads, LI_QIANG)
    clock.move(hours=1)
    overrule(leads)
    text = text_of(leads)
    assert text.index("第3次界定（现行）：改判") < text.index("第2次界定（此前）：主张成立")
    for part in (REASON, "谢芳", "2026-12-0710:00", "33.34", "何洁", "第1次界定（此前）：成交界定", "李强", "50"):
        assert part in text, part


def test_of_a_customer_who_was_never_registered_it_says_so(leads):
    leads.hear(a_deal(leads, closer=HE_JIE))
    assert "登记簿中没有此客户的登记。" in text_of(leads)


def test_a_reason_as_long_as_its_form_allows_is_printed_whole(leads):
    leads.hear(a_deal(leads, register(leads)))
    told = {"shares": [{"consultant_id": LI_QIANG.id, "percent": "100"}], "reason": "字" * 499 + "完"}
    overrule(leads, told)
    assert "字字完" in text_of(leads)


def test_who_may_not_see_the_deal_gets_no_paper(leads):
    leads.hear(a_deal(leads, register(leads)))
    assert leads.ask(STRANGER, "print_verdict", deal_id=DEAL).status == 404
