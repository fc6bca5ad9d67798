"""Money: decimal yuan, exact to the cent (FIN-1)."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from kit.reasons import Reason

CENT = Decimal("0.01")
HIGHEST_AMOUNT = Decimal(100_000_000)


def to_the_cent(amount: Decimal) -> Decimal:
    """Half a cent and more is a whole one. Each line is rounded by itself, and a total is the sum of rounded lines."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def plain(number: Decimal) -> str:
    """A number as people write it, without zeros that say nothing: 1234.5, 80, 0.0525."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def reasons_against_amount(amount: Decimal, field: str = "amount", may_be_negative: bool = False) -> Iterator[Reason]:
    """An amount is more than nothing, at most a hundred million yuan, and has no parts of a cent."""
    size = abs(amount) if may_be_negative else amount
    if size > HIGHEST_AMOUNT:
        zh, en = f"金额不得超过 {HIGHEST_AMOUNT} 元。", f"The amount is at most {HIGHEST_AMOUNT} yuan."
        yield _amount("amount_too_large", zh, en, field)
    elif size <= 0:
        zh = "金额不能为零。" if may_be_negative else "金额须大于零。"
        en = "The amount cannot be zero." if may_be_negative else "The amount must be more than zero."
        yield _amount("amount_not_positive", zh, en, field)
    elif amount != to_the_cent(amount):
        yield _amount("amount_too_fine", "金额最多两位小数。", "The amount has at most two decimal places.", field)


def _amount(code: str, zh: str, en: str, field: str) -> Reason:
    return Reason(code, zh, en, field=field, rule="FIN-1")
