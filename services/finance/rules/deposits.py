"""What finance may say to a deposit: it is there, with receipt and invoice, or it is not (FIN-2)."""

from collections.abc import Iterator
from enum import StrEnum

from kit.reasons import Reason

RULE = "FIN-2"


class State(StrEnum):
    """Where a deposit stands; its deal has ended where it is expired before finance had the money.

    Confirmed on a deal that has ended, it goes to suspense; what the customer has been paid back is refunded. Where the
    unit was given back and not all of it is refunded, the rest is forfeited.
    """

    AWAITING = "awaiting"
    EXPIRED = "expired"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    SUSPENSE = "suspense"
    REFUNDED = "refunded"
    FORFEITED = "forfeited"

    @property
    def is_undecided(self) -> bool:
        """Whether finance still has to say whether the money is there."""
        return self in (State.AWAITING, State.EXPIRED)


def reasons_not_to_decide(state: State, who: str | None, when: str | None, why: str | None) -> Iterator[Reason]:
    """Finance decides once. A deposit that has expired can still be confirmed, since the money is there."""
    if state is State.REFUSED:
        zh, en = f"{who} 已于 {when} 退回此定金：{why}", f"{who} refused this deposit at {when}: {why}"
        yield _reason("refused_already", zh, en)
    elif not state.is_undecided:
        zh, en = f"{who} 已于 {when} 确认此定金。", f"{who} confirmed this deposit at {when}."
        yield _reason("confirmed_already", zh, en)


def reasons_against_number(field: str, number: str, deal_number: str | None) -> Iterator[Reason]:
    """A receipt and an invoice have a number of their own in the whole house."""
    if deal_number is not None:
        zh = {"receipt_number": "收据编号", "invoice_number": "发票编号"}[field]
        en = {"receipt_number": "Receipt", "invoice_number": "Invoice"}[field]
        yield _reason(
            f"{field}_taken",
            f"{zh} {number} 已用于 {deal_number} 的定金。",
            f"{en} {number} is that of the deposit on {deal_number}.",
            field,
        )


def reasons_not_to_print(is_received: bool) -> Iterator[Reason]:
    """A receipt is given for money that is there."""
    if not is_received:
        yield _reason("not_received", "定金尚未确认，不能打印收据。", "The deposit is not confirmed yet.")


def _reason(code: str, zh: str, en: str, field: str | None = None) -> Reason:
    return Reason(code, zh, en, field=field, rule=RULE)
