"""客户界定书: whose customer a deal was about, with everything that says why (LEAD-10)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from kit.print import Document, Head
from services.leads.rules.verdicts import VerdictKind

TITLE = "客户界定书"
BY_PEOPLE = (VerdictKind.CLAIMED, VerdictKind.OVERRULED)
KINDS = {"sale": "出售 Sale", "lease": "租赁 Lease"}
SHARES = (Head("置业顾问", "Consultant", 2), Head("比例(%)", "Percent", align="right"))
WEIGHED = (
    Head("登记编号", "Number", 1.2),
    Head("登记日", "Day", 1.2),
    Head("顾问", "Consultant"),
    Head("渠道", "Channel"),
    Head("效力", "Standing", 1.4),
    Head("有效至", "Valid to", 1.2),
)


def verdict(deal: Mapping[str, Any], now: datetime) -> bytes:
    """The verdict in force and those before it; `deal` is what `queries.verdicts.attribution` gives."""
    zone = ZoneInfo(deal["zone"])
    document = Document(TITLE, "Verdict on a deal", number=deal["number"], printed_at=now, zone=deal["zone"])
    _the_deal(document, deal, zone)
    *earlier, in_force = deal["verdicts"]
    _one(document, in_force, zone, is_in_force=True)
    document.heading("参与界定的登记", "Registrations weighed")
    if in_force["weighed"]:
        document.table(WEIGHED, (_weighed(each) for each in in_force["weighed"]))
    else:
        document.paragraph("登记簿中没有此客户的登记。", "The register has no registration of the customer.")
    for one in reversed(earlier):
        _one(document, one, zone)
    return document.bytes()


def _the_deal(document: Document, deal: Mapping[str, Any], zone: ZoneInfo) -> None:
    document.facts(
        ("楼盘", "Estate", deal["estate"]),
        ("单元", "Unit", deal["unit_number"]),
        ("客户", "Customer", deal["customer_name"]),
        ("成交顾问", "Closed by", deal["closer"] or deal["closer_id"]),
        ("成交时间", "Closed at", _moment(deal["closed_at"], zone)),
        ("成交类别", "Kind of deal", KINDS.get(deal["deal_kind"], deal["deal_kind"])),
        ("现场成交", "Closed on site", "是 Yes" if deal["is_on_site"] else "否 No"),
        ("主张期限", "To be claimed until", _claim(deal)),
        ("退房日", "Withdrawn on", deal["withdrawn_on"]),
    )


def _claim(deal: Mapping[str, Any]) -> str:
    if deal["claim_until"] is None:
        return "无 None"
    return f"{deal['claim_until']}（{deal['claimant'] or deal['claimant_id']}）"


def _one(document: Document, one: Mapping[str, Any], zone: ZoneInfo, is_in_force: bool = False) -> None:
    """One verdict: what brought it about, the shares, the rules in the order in which they were applied."""
    stands = ("现行", "in force") if is_in_force else ("此前", "before that")
    kind = one["kind"]
    document.heading(f"第 {one['position']} 次界定（{stands[0]}）：{kind.zh}", f"Verdict {one['position']}: {kind.en}")
    document.facts(
        ("时间", "Given at", _moment(one["at"], zone)),
        ("作出", "Given by", one["by_name"] if kind in BY_PEOPLE else "系统 The system"),
        ("效力", "Standing", "最终 Final" if one["is_final"] else "可主张 May be claimed"),
        ("改判理由", "Why overruled", one["why"]),
    )
    document.table(SHARES, ([each["consultant"] or each["consultant_id"], each["percent"]] for each in one["shares"]))
    for place, reason in enumerate(one["reasons"], 1):
        about = "".join(_about(reason))
        document.paragraph(f"{place}. [{reason['rule']}] {about}{reason['zh']}", reason["en"])


def _about(reason: Mapping[str, Any]) -> Iterator[str]:
    if reason["details"]:
        yield f"{reason['details']['number']} {reason['details']['consultant']}："


def _weighed(each: Mapping[str, Any]) -> list[object]:
    standing, channel = each["standing"], each["channel"]
    who = each["consultant"] or each["consultant_id"]
    return [each["number"], each["day"], who, channel.zh, standing.zh, each["valid_until"]]


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"
