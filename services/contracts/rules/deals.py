"""A deal on its way: held, confirmed, its deposit taken, closed when finance has that (SALE-2, SALE-4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from kit.reasons import Reason
from kit.words import Word
from services.contracts.rules.board import Kind


class DealState(Word):
    """How far a deal has come."""

    HELD = "held", "保留", "Held"
    CONFIRMED = "confirmed", "已确认，待定金", "Confirmed, deposit awaited"
    CLOSED = "closed", "已成交，待签约", "Closed, contract awaited"
    SIGNED = "signed", "已签约", "Signed"
    LAPSED = "lapsed", "已失效", "Lapsed"
    WITHDRAWN = "withdrawn", "已退房", "Withdrawn"


class Purse(Word):
    """How a deposit is paid."""

    CASH = "cash", "现金", "Cash"
    BANK = "bank", "银行", "Bank"


@dataclass(frozen=True)
class Confirmation:
    """What a unit confirmation says: the price agreed and the deposit, in yuan, and the terms of its refund."""

    price: Decimal
    deposit: Decimal
    terms: str
    is_on_site: bool = True
    discount_reason: str = ""


def to_the_cent(exact: Decimal) -> Decimal:
    """An amount in yuan, half a cent up, as quotations have it (LEAD-13)."""
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def list_price(kind: Kind, sale_price: Decimal | None, rent: Decimal | None, area: Decimal) -> Decimal | None:
    """What the list asks for a unit: its price, or its rent for a month of 365/12 days, in yuan to the cent."""
    if kind is Kind.SALE:
        return sale_price
    return None if rent is None else to_the_cent(rent * area * 365 / 12)


def conceded(asked: Decimal, percent: Decimal) -> Decimal:
    """What is left of the list's price after a discount, in yuan to the cent (LEAD-14)."""
    return asked - to_the_cent(asked * percent / 100)


def reasons_not_to_confirm(told: Confirmation, asked: Decimal | None, may_discount: bool) -> Iterator[Reason]:
    """The deposit is a part of the price; less than what is asked of this customer takes a decision (LEAD-14).

    `asked` is the price by the list and the discount that was granted.
    """
    if not told.price > 0 or told.price != round(told.price, 2):
        yield _reason("price", "成交价须大于 0,精确到分。", "The price is above 0, to the cent.", "price", "SALE-1")
    elif not 0 < told.deposit <= told.price or told.deposit != round(told.deposit, 2):
        zh, en = "定金须大于 0 且不超过成交价，精确到分。", "The deposit is above 0 and at most the price, to the cent."
        yield _reason("deposit", zh, en, "deposit", "SALE-4")
    if asked is None:
        zh, en = "单元现在没有价格。", "The unit has no price now."
        yield _reason("no_price", zh, en, "price", "SALE-1")
        return
    if told.price >= asked:
        return
    if not may_discount:
        zh = f"成交价低于应收的 {asked} 元，须有批准的优惠。"
        en = f"The price is below the {asked} yuan that are asked; that takes a concession that was granted."
        yield _reason("discount", zh, en, "price", "LEAD-14")
    elif not told.discount_reason:
        yield _reason("discount_reason", "请说明优惠原因。", "Say why it is less.", "discount_reason", "SALE-8")


def reasons_not_to_print(is_confirmed: bool) -> Iterator[Reason]:
    """There is a unit confirmation to print once one was issued."""
    if not is_confirmed:
        yield _reason("not_confirmed", "房位确认单尚未开出。", "No unit confirmation was issued.", None, "SALE-2")


def reasons_not_to_take_deposit(taken_at: datetime | None, due_at: datetime | None, now: datetime) -> Iterator[Reason]:
    """A deposit is taken once, in time, for a unit that was confirmed."""
    if taken_at is not None:
        zh, en = "定金已收，正待财务确认。", "The deposit is taken and waits for finance."
        yield _reason("taken_already", zh, en, None, "SALE-2")
    elif due_at is not None and now >= due_at:
        yield _reason("too_late", "交定金的期限已过。", "The time for the deposit is over.", None, "SALE-2")


def reasons_not_to_let_go(taken_at: datetime | None) -> Iterator[Reason]:
    """Once the deposit is paid the way back is the refund, by its terms (SALE-4)."""
    if taken_at is not None:
        zh, en = "定金已收，请办理退房。", "The deposit is paid; this takes a withdrawal."
        yield _reason("deposit_taken", zh, en, None, "SALE-4")


def reasons_against_deal_act(is_own: bool, is_sales_control: bool) -> Iterator[Reason]:
    """A deal is worked on by its own consultant and by sales control."""
    if not (is_own or is_sales_control):
        zh, en = "只能由本单的置业顾问或销控办理。", "Only the deal's own consultant or sales control may do this."
        yield _reason("not_yours", zh, en, None, "SALE-2")


def reasons_against_state(number: str, state: DealState, *wanted: DealState) -> Iterator[Reason]:
    """Each act belongs to a stage of the deal."""
    if state not in wanted:
        zh, en = f"认购 {number} 现在是“{state.zh}”。", f"Deal {number} is: {state.en}."
        yield Reason("deal_state", zh, en, rule="SALE-2", details={"state": state.value})


def _reason(code: str, zh: str, en: str, field: str | None, rule: str) -> Reason:
    return Reason(code, zh, en, field=field, rule=rule)
