"""客户单元变更通知单: to every department, that a customer has changed units, and who has acknowledged it (OB1 10)."""

from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace

from kit.errors import raise_if_any
from kit.print import Document, Head
from services.property.forms import parts
from services.property.forms.parts import Change
from services.property.rules.changes import reasons_not_to_print_notice
from services.words import Department

TITLE = "客户单元变更通知单"


def notice(change: Change, now: datetime) -> bytes:
    """The unit change notice as it went out, with who has acknowledged it since. Refused until it is issued.

    `change` is what `queries.records.change` gives.
    """
    raise_if_any(reasons_not_to_print_notice(change["issued_at"] is not None))
    change, sent = _as_sent(change), change["notice"]
    zone = change["estate"].timezone
    document = Document(TITLE, "Unit change notice", number=change["number"], printed_at=now, zone=zone)
    document.subtitle(f"致：{'、'.join(department.zh for department in Department)}", "To every department")
    old, new = change["old_unit"]["number"], change["new_unit"]["number"]
    document.paragraph(
        f"客户“{change['customer_name']}”自 {change['change_date']} 起由 {old} 单元换至 {new} 单元，"
        "换房手续已全部办理完毕，请各部门据此开展相关工作。",
        f"As of {change['change_date']} the customer has moved from unit {old} to unit {new}; "
        "all formalities are completed.",
    )
    parts.parties(document, change)
    document.facts(
        ("收回物品", "Taken back", parts.counted(sent["returned"])),
        ("遗失物品", "Missing", parts.counted(sent["missing"])),
        ("发放物品", "Handed over", parts.counted(sent["handed_over"])),
        ("原单元费用(元)", "Charges in yuan", (parts.step_of(change, "settle")["recorded"] or {}).get("total")),
        ("签发", "Issued", f"{change['issued_by']} {parts.moment(change, change['issued_at'])}"),
    )
    parts.readings(document, change)
    document.heading("签发", "Issued by").signatures(*parts.signed(change, parts.step_of(change, "issue_notice")))
    document.heading("各部门签收", "Acknowledged")
    document.table((Head("部门", "Department"), Head("签收时间", "Acknowledged at")), _acknowledged(change))
    return document.bytes()


def _as_sent(change: Change) -> Change:
    """The change with estate and units as the notice told them, whatever was recorded of them since (NOTE-5)."""
    sent = change["notice"]
    units = {side: sent[side] for side in ("old_unit", "new_unit")}
    return {**change, **units, "estate": SimpleNamespace(**sent["estate"])}


def _acknowledged(change: Change) -> Iterator[list[str]]:
    at = {one["department"]["code"]: parts.moment(change, one["at"]) for one in change["acknowledgements"]}
    for department in Department:
        yield [department.zh, at.get(department.value, "")]
