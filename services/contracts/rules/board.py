"""The unit board (销控表): the states of a unit, and which of them it moves to for what cause (SALE-1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from kit.reasons import Reason
from kit.words import Word

HIGHEST_PRICE = Decimal(10) ** 11


class State(Word):
    """How a unit stands on the board."""

    AVAILABLE = "available", "可售", "Available"
    HELD = "held", "保留", "Held"
    CONFIRMED = "confirmed", "已确认", "Confirmed"
    SOLD = "sold", "已售", "Sold"
    LET = "let", "已租", "Let"
    SIGNED = "signed", "已签约", "Signed"
    WITHDRAWN = "withdrawn", "未推出", "Not for sale"


class Cause(Word):
    """Why a unit moves from one state to another."""

    RELEASED = "released", "推出", "Released"
    HELD_BACK = "held_back", "收回", "Held back"
    HELD = "held", "为客户保留", "Held for a customer"
    LET_GO = "let_go", "放弃", "Let go"
    RAN_OUT = "ran_out", "逾期未办", "Run out"
    CONFIRMED = "confirmed", "开出房位确认单", "Unit confirmation issued"
    DEPOSIT_REFUSED = "deposit_refused", "财务未收到定金", "Deposit refused by finance"
    SOLD = "sold", "财务确认定金", "Deposit confirmed by finance"
    LET = "let", "财务确认定金", "Deposit confirmed by finance"
    SIGNED = "signed", "签约", "Contract signed"
    GIVEN_BACK = "given_back", "退房", "Given back"
    LEASED = "leased", "登记租约", "Lease registered"
    LEASE_OVER = "lease_over", "租约到期或换房", "Lease over, or moved"
    LEASE_OVER_UNOFFERED = "lease_over_unoffered", "租约到期或换房，未推出过", "Lease over, or moved; never released"


class Kind(Word):
    """What a deal is: the unit is sold, or let."""

    SALE = "sale", "出售", "Sale"
    LEASE = "lease", "出租", "Lease"

    @property
    def closes(self) -> Cause:
        """What a confirmed deposit makes of the unit."""
        return Cause.SOLD if self is Kind.SALE else Cause.LET


# Read: a unit in one of these states comes, for this cause, to that one. Whatever is not here does not happen. Finance
# may have confirmed in time and be heard late: then the unit is sold if it is still free.
MOVES: dict[Cause, tuple[frozenset[State], State]] = {
    Cause.RELEASED: (frozenset({State.WITHDRAWN}), State.AVAILABLE),
    Cause.HELD_BACK: (frozenset({State.AVAILABLE}), State.WITHDRAWN),
    Cause.HELD: (frozenset({State.AVAILABLE}), State.HELD),
    Cause.LET_GO: (frozenset({State.HELD, State.CONFIRMED}), State.AVAILABLE),
    Cause.RAN_OUT: (frozenset({State.HELD, State.CONFIRMED}), State.AVAILABLE),
    Cause.CONFIRMED: (frozenset({State.HELD}), State.CONFIRMED),
    Cause.DEPOSIT_REFUSED: (frozenset({State.CONFIRMED}), State.AVAILABLE),
    Cause.SOLD: (frozenset({State.CONFIRMED, State.AVAILABLE}), State.SOLD),
    Cause.LET: (frozenset({State.CONFIRMED, State.AVAILABLE}), State.LET),
    Cause.SIGNED: (frozenset({State.SOLD, State.LET}), State.SIGNED),
    Cause.GIVEN_BACK: (frozenset({State.SOLD, State.LET, State.SIGNED}), State.AVAILABLE),
    Cause.LEASED: (frozenset({State.AVAILABLE, State.WITHDRAWN}), State.SIGNED),
    Cause.LEASE_OVER: (frozenset({State.SIGNED}), State.AVAILABLE),
    Cause.LEASE_OVER_UNOFFERED: (frozenset({State.SIGNED}), State.WITHDRAWN),
}
FREE = frozenset({State.AVAILABLE, State.WITHDRAWN})


def over(is_offered: bool) -> Cause:
    """A unit whose last lease is over is what it would be had there been none: for sale only if it was released."""
    return Cause.LEASE_OVER if is_offered else Cause.LEASE_OVER_UNOFFERED


@dataclass(frozen=True)
class Holder:
    """Who has a unit: the deal, its consultant, and until when, where it is only held."""

    deal: str
    consultant: str
    until: datetime | None = None


def reasons_against_move(number: str, state: State, cause: Cause, holder: Holder | None = None) -> Iterator[Reason]:
    """A unit moves only as the table says; whoever comes second is told who has it (SALE-1)."""
    if state in MOVES[cause][0]:
        return
    if cause is Cause.HELD and state is State.WITHDRAWN:
        yield _reason("withdrawn", f"单元 {number} 未推出。", f"Unit {number} is not for sale.", "unit_id")
    elif holder is not None:
        zh = f"单元 {number} {state.zh}，由{holder.consultant}办理（{holder.deal}）。"
        en = f"Unit {number} is {state.en.lower()}: {holder.consultant} has it ({holder.deal})."
        until = {"until": holder.until.isoformat()} if holder.until else {}
        who = {"deal": holder.deal, "consultant": holder.consultant, "state": state.value}
        yield Reason("unit_taken", zh, en, field="unit_id", rule="SALE-1", details=who | until)
    else:
        zh, en = f"单元 {number} 现在是“{state.zh}”。", f"Unit {number} is {state.en.lower()}."
        yield Reason("unit_state", zh, en, field="unit_id", rule="SALE-1", details={"state": state.value})


def reasons_not_to_offer(number: str, kind: Kind, price: Decimal | None, kept_for: str | None) -> Iterator[Reason]:
    """A unit is held for what it has a price for, and for nobody while a tenant is about to move in."""
    if price is None:
        zh, en = f"单元 {number} 没有{kind.zh}价格。", f"Unit {number} has no price for a {kind.en.lower()}."
        yield _reason("no_price", zh, en, "kind")
    yield from reasons_against_kept(number, kept_for)


def reasons_against_kept(number: str, kept_for: str | None) -> Iterator[Reason]:
    """A unit that a tenant is about to move into is nobody else's."""
    if kept_for is not None:
        zh, en = f"单元 {number} 已为换房 {kept_for} 保留。", f"Unit {number} is kept for unit change {kept_for}."
        yield Reason("unit_kept", zh, en, field="unit_id", rule="SALE-17")


def reasons_against_prices(sale_price: Decimal | None, rent_per_sqm_day: Decimal | None) -> Iterator[Reason]:
    """What is offered has a price above nothing."""
    for field, price in (("sale_price", sale_price), ("rent_per_sqm_day", rent_per_sqm_day)):
        if price is not None and not 0 < price < HIGHEST_PRICE:
            zh, en = f"价格须大于 0 且小于 {HIGHEST_PRICE} 元。", f"A price is above 0 and below {HIGHEST_PRICE} yuan."
            yield _reason("price", zh, en, field)


def reasons_not_to_release(number: str, *prices: Decimal | None) -> Iterator[Reason]:
    """A unit is released with a price."""
    if not any(prices):
        zh, en = f"单元 {number} 没有价格，不能推出。", f"Unit {number} has no price and cannot be released."
        yield _reason("no_price", zh, en, "unit_id")


def reasons_not_to_mark_sample(is_sample: bool, notes: str) -> Iterator[Reason]:
    """What the fit-out of a sample unit is, its buyer has to be told in the contract (SALE-18)."""
    if is_sample and not notes:
        zh, en = "请写明样板间装修说明。", "Write down what is to be told of the fit-out."
        yield Reason("sample_notes", zh, en, field="notes", rule="SALE-18")


def _reason(code: str, zh: str, en: str, field: str) -> Reason:
    return Reason(code, zh, en, field=field, rule="SALE-1")
