"""Supplementary agreements are signed in the very words that were approved; promises are registered with their risk."""

import hashlib
import unicodedata
from collections.abc import Iterator

from kit.reasons import Reason
from kit.words import Word


class SupplementState(Word):
    """How far a supplementary agreement has come (SALE-7)."""

    SUBMITTED = "submitted", "待销售经理审批", "Waits for the sales manager"
    MANAGER_APPROVED = "manager_approved", "待总监审批", "Waits for the director"
    APPROVED = "approved", "已批准", "Approved"
    REFUSED = "refused", "未批准", "Refused"
    SIGNED = "signed", "已签署", "Signed"


class Risk(Word):
    """How likely a promise is to end in a quarrel."""

    LOW = "low", "低", "Low"
    MEDIUM = "medium", "中", "Medium"
    HIGH = "high", "高", "High"


# Read: in this state somebody of that rank of sales control decides, and an approval leads there.
STAGES = {
    SupplementState.SUBMITTED: ("manager", SupplementState.MANAGER_APPROVED),
    SupplementState.MANAGER_APPROVED: ("director", SupplementState.APPROVED),
}


def fingerprint(text: str) -> str:
    """What an approval is bound to: the text, whichever way its lines end and its letters are composed."""
    lines = (line.rstrip() for line in unicodedata.normalize("NFC", text).strip().splitlines())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def reasons_not_to_decide(
    state: SupplementState, rank: str | None, is_sales_control: bool, approved_already: bool
) -> Iterator[Reason]:
    """First the sales manager, then the director, and not the same person twice (SALE-7)."""
    if state not in STAGES:
        zh, en = f"补充协议{state.zh}，无须审批。", f"Nothing is to be decided: {state.en.lower()}."
        yield _reason("supplement_state", zh, en)
    elif not is_sales_control or rank != STAGES[state][0]:
        zh, en = f"{state.zh}。", f"{state.en}."
        yield _reason("not_yours", zh, en)
    elif approved_already:
        zh, en = "同一人不能审批两次。", "Nobody approves twice."
        yield _reason("approved_already", zh, en)


def reasons_not_to_sign(state: SupplementState, approved: str, text: str) -> Iterator[Reason]:
    """What is signed was approved, word for word (SALE-7)."""
    if state is not SupplementState.APPROVED:
        zh, en = f"补充协议{state.zh}，不能签署。", f"It cannot be signed: {state.en.lower()}."
        yield _reason("not_approved", zh, en)
    elif fingerprint(text) != approved:
        zh, en = "文本与批准的不一致，不能签署。", "The text is not the one that was approved."
        yield Reason("text_changed", zh, en, field="text", rule="SALE-7")


def _reason(code: str, zh: str, en: str) -> Reason:
    return Reason(code, zh, en, rule="SALE-7")
