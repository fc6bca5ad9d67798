"""What makes a quotation stale: what has changed under it since it was said (LEAD-13)."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kit.reasons import Reason
from services.leads.rules.disclosure import PriceKind
from services.leads.rules.offers import BoardState, Dealing, Unit
from services.leads.rules.quoting import plain

_PRICES = {
    "rent_per_sqm_day": ("租金", "the rent"),
    "sale_price": ("售价", "the price"),
    "management_per_sqm_month": ("管理费", "the management fee"),
    "parking_per_month": ("车位费", "parking"),
    "phone_per_line_month": ("电话费", "the phone line"),
}
_NOT_OF = {Dealing.LEASE: "sale_price", Dealing.SALE: "rent_per_sqm_day"}


def reasons_to_call_stale(
    unit: Unit, area: Decimal, listed: Mapping[str, Decimal | None], dealing: Dealing, said_as: PriceKind
) -> Iterator[Reason]:
    """Another state on the board, another area, other prices in the list; each with what it was and what it is.

    Where the price was said conservatively the list's own is not told afterwards either (LEAD-16).
    """
    if unit.state is not BoardState.AVAILABLE:
        zh, en = f"单元 {unit.number} 现为{unit.state.zh}。", f"Unit {unit.number} is {unit.state.en} now."
        yield _stale("state", zh, en, unit)
    if unit.area_built != area:
        was, now = plain(area), plain(unit.area_built)
        zh, en = (
            f"单元 {unit.number} 面积由 {was} 改为 {now} ㎡。",
            f"Unit {unit.number}: {was} to {now} square metres.",
        )
        yield _stale("area", zh, en, unit)
    for name, (zh_name, en_name) in _PRICES.items():
        before, after = listed.get(name), getattr(unit.price, name) if unit.price else None
        if name != _NOT_OF[dealing] and before != after:
            yield _stale(name, *_changed(unit.number, zh_name, en_name, before, after, said_as), unit)


def _changed(
    number: str, zh: str, en: str, before: Decimal | None, after: Decimal | None, said_as: PriceKind
) -> tuple[str, str]:
    if said_as is PriceKind.CONSERVATIVE:
        return f"单元 {number} {zh}已变动。", f"Unit {number}: {en} has changed."
    was, now = _said(before), _said(after)
    return f"单元 {number} {zh}由 {was} 改为 {now} 元。", f"Unit {number}: {en} went from {was} to {now} yuan."


def _said(amount: Decimal | None) -> str:
    return "—" if amount is None else plain(amount)


def _stale(what: str, zh: str, en: str, unit: Unit) -> Reason:
    return Reason("stale", zh, en, rule="LEAD-13", details={"unit": unit.number, "what": what})
