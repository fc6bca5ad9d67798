"""Concessions and who may grant them: inside one's own authority, else the sales manager, then the general manager.

LEAD-14. The documents name the desks and no numbers; the numbers here are decided, and settings (PROC-9).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from kit.reasons import Reason
from kit.words import Word
from services.leads.rules.offers import Dealing
from services.words import Department, Rank

VALID_FOR = 30  # Days that a granted concession may be quoted, after the day it was granted (decided).
MOST_PERCENT, MOST_DAYS = Decimal(50), Decimal(365)
GENERAL_MANAGER = "general_manager"  # The role's name in the gateway's table.


class Kind(Word):
    """What is conceded: a discount in percent, rent-free days, or the standard fit-out."""

    DISCOUNT = "discount", "折扣", "Discount"
    RENT_FREE = "rent_free", "免租期", "Rent-free period"
    FIT_OUT = "fit_out", "标准装修", "Standard fit-out"


class State(Word):
    """Where an application stands."""

    WITH_SALES_MANAGER = "with_sales_manager", "待销售经理审批", "with the sales manager"
    WITH_GENERAL_MANAGER = "with_general_manager", "待总经理审批", "with the general manager"
    GRANTED = "granted", "已批准", "granted"
    REFUSED = "refused", "未批准", "refused"
    WITHDRAWN = "withdrawn", "已撤回", "withdrawn"


class Act(Word):
    """What can be done with an application."""

    GRANT = "grant", "批准", "Grant"
    PASS_ON = "pass_on", "转呈总经理", "Pass on to the general manager"
    REFUSE = "refuse", "不批准", "Refuse"
    WITHDRAW = "withdraw", "撤回", "Withdraw"


_MANAGER, _GENERAL = State.WITH_SALES_MANAGER, State.WITH_GENERAL_MANAGER
OPEN = frozenset({_MANAGER, _GENERAL})
# Each act: where it leads to, from each state that it starts from.
MOVES: dict[Act, dict[State, State]] = {
    Act.GRANT: {_MANAGER: State.GRANTED, _GENERAL: State.GRANTED},
    Act.PASS_ON: {_MANAGER: _GENERAL},
    Act.REFUSE: {_MANAGER: State.REFUSED, _GENERAL: State.REFUSED},
    Act.WITHDRAW: {_MANAGER: State.WITHDRAWN, _GENERAL: State.WITHDRAWN},
}


@dataclass(frozen=True)
class Authority:
    """How far somebody may go alone: percent of the price, rent-free days, the standard fit-out."""

    percent: Decimal
    days: Decimal
    fit_out: bool

    def covers(self, kind: Kind, amount: Decimal | None) -> bool:
        if kind is Kind.FIT_OUT:
            return self.fit_out
        return amount is not None and amount <= (self.percent if kind is Kind.DISCOUNT else self.days)


# The authority of each rank of leasing (decided). The general manager's ends where a concession is none any more.
AUTHORITY: Mapping[Rank, Authority] = {
    Rank.CLERK: Authority(Decimal(2), Decimal(7), False),
    Rank.SUPERVISOR: Authority(Decimal(5), Decimal(15), False),
    Rank.MANAGER: Authority(Decimal(10), Decimal(30), True),
    Rank.DIRECTOR: Authority(Decimal(15), Decimal(60), True),
}
NONE = Authority(Decimal(0), Decimal(0), False)
EVERYTHING = Authority(MOST_PERCENT, MOST_DAYS, True)


@dataclass(frozen=True)
class Person:
    """Who asks or decides, as far as it matters here."""

    id: str
    department: str | None
    rank: str | None
    roles: tuple[str, ...] = ()

    @property
    def is_general_manager(self) -> bool:
        return GENERAL_MANAGER in self.roles

    @property
    def is_sales_manager(self) -> bool:
        return self.department == Department.LEASING and Rank(self.rank or Rank.CLERK).at_least(Rank.MANAGER)

    def authority(self, table: Mapping[Rank, Authority] = AUTHORITY) -> Authority:
        if self.is_general_manager:
            return EVERYTHING
        return table[Rank(self.rank)] if self.department == Department.LEASING and self.rank else NONE


def first_desk(person: Person) -> State:
    """Who decides on an application: the sales manager, and on a sales manager's own the general manager."""
    return _GENERAL if person.is_sales_manager else _MANAGER


def last_day(granted_on: date, valid_for: int = VALID_FOR) -> date:
    return granted_on + timedelta(valid_for)


def after_discount(price: Decimal, percent: Decimal, places: str = "0.0001") -> Decimal:
    """A price less a discount, half up."""
    return (price * (100 - percent) / 100).quantize(Decimal(places), ROUND_HALF_UP)


def reasons_against_terms(kind: Kind, amount: Decimal | None, dealing: Dealing) -> Iterator[Reason]:
    """A discount has its percent, a rent-free period whole days, a fit-out neither; a sale has a discount alone."""
    if kind is Kind.FIT_OUT:
        if amount is not None:
            yield _wrong("amount", "标准装修不填数额。", "The standard fit-out has no amount.")
    elif amount is None:
        yield _wrong("amount", "请填写折扣百分比或免租天数。", "Give the percent, or the days without rent.")
    elif kind is Kind.DISCOUNT and not 0 < amount <= MOST_PERCENT:
        yield _wrong(
            "amount", f"折扣须大于 0 且不超过 {MOST_PERCENT}%。", f"A discount is above 0, up to {MOST_PERCENT} %."
        )
    elif kind is Kind.RENT_FREE and not (0 < amount <= MOST_DAYS and amount == int(amount)):
        yield _wrong(
            "amount", f"免租期须为 1 至 {MOST_DAYS} 天。", f"A rent-free period has 1 to {MOST_DAYS} whole days."
        )
    if dealing is Dealing.SALE and kind is not Kind.DISCOUNT:
        yield _wrong("kind", "出售只能申请折扣。", "A sale can have a discount only.")


def _wrong(field: str, zh: str, en: str) -> Reason:
    return Reason(f"wrong_{field}", zh, en, field=field, rule="LEAD-14")


def reasons_not_to_move(state: State, act: Act) -> Iterator[Reason]:
    """An application moves only along the table."""
    if state not in MOVES[act]:
        zh, en = f"申请{state.zh}，不能{act.zh}。", f"The application is {state.en}; “{act.en}” is not possible."
        yield Reason("wrong_state", zh, en, rule="LEAD-14")


def reasons_against_decider(
    state: State, act: Act, person: Person, applicant: str, filed_by: str = ""
) -> Iterator[Reason]:
    """Each desk decides on what lies there, nobody on their own; the applicant alone withdraws.

    Their own it stays also for whoever filed it and has handed the work over since.
    """
    if act is Act.WITHDRAW:
        if person.id != applicant:
            yield Reason("not_yours", "只有申请人可以撤回。", "Only the applicant withdraws it.", rule="LEAD-14")
        return
    if person.id in (applicant, filed_by):
        yield Reason("own", "不能审批本人的申请。", "Nobody decides on their own application.", rule="LEAD-14")
    if state is _MANAGER and not person.is_sales_manager:
        zh, en = "此申请须先由销售经理审批。", "The sales manager decides on this first."
        yield Reason("not_your_desk", zh, en, rule="LEAD-14")
    if state is _GENERAL and not person.is_general_manager:
        yield Reason("not_your_desk", "此申请由总经理审批。", "The general manager decides on this.", rule="LEAD-14")


def reasons_not_to_grant(kind: Kind, asked: Decimal | None, amount: Decimal | None, own: Authority) -> Iterator[Reason]:
    """What is granted is no more than was asked for, and inside the authority of whoever grants it."""
    if asked is not None and amount is not None and amount > asked:
        yield _wrong("amount", "批准的不能多于申请的。", "No more is granted than was asked for.")
    if not own.covers(kind, amount):
        zh, en = "超出您的权限，请转呈总经理。", "This is beyond your authority; pass it on to the general manager."
        yield Reason("beyond_authority", zh, en, field="amount", rule="LEAD-14")


@dataclass(frozen=True)
class Carried:
    """A concession that a quotation is to carry, as far as it matters whether it may."""

    number: str
    customer_id: str
    unit_id: str
    dealing: Dealing
    kind: Kind
    state: State
    valid_until: date | None


def reasons_not_to_carry(
    one: Carried, customer_id: str | None, unit_ids: Iterable[str], dealing: Dealing, today: date
) -> Iterator[Reason]:
    """A quotation carries what was granted to its customer for one of its units, while that is valid, and no other."""
    if one.state is not State.GRANTED:
        yield _not_carried(one, "not_granted", f"尚未批准（{one.state.zh}）", f"is not granted: {one.state.en}")
    elif one.valid_until is not None and one.valid_until < today:
        day = f"{one.valid_until:%Y-%m-%d}"
        yield _not_carried(one, "concession_over", f"已于 {day} 到期", f"was valid to {day}")
    if one.customer_id != customer_id:
        yield _not_carried(one, "another_customer", "不属于此客户", "is another customer's")
    if one.unit_id not in set(unit_ids) or one.dealing is not dealing:
        yield _not_carried(one, "another_unit", "不是所报单元的优惠", "is for another unit, or another kind of deal")


def _not_carried(one: Carried, code: str, zh: str, en: str) -> Reason:
    details = {"number": one.number}
    return Reason(
        code, f"优惠 {one.number} {zh}。", f"Concession {one.number} {en}.", "concessions", "LEAD-14", details
    )


def reasons_against_two(carried: Iterable[Carried]) -> Iterator[Reason]:
    """Of each kind a unit has one concession: small ones do not add up to one beyond the authority."""
    seen = [(one.unit_id, one.kind) for one in carried]
    if len(set(seen)) < len(seen):
        zh, en = "同一单元同类优惠只能使用一项。", "A unit has one concession of a kind."
        yield Reason("two_of_a_kind", zh, en, field="concessions", rule="LEAD-14")


def reasons_not_to_apply(
    kind: Kind, has_expected: bool, is_offered: bool, has_open: bool, is_within: bool
) -> Iterator[Reason]:
    """An application for a discount names the customer's expected price; one of a kind lies at a desk at a time."""
    if not is_offered:
        zh, en = "此单元没有该项价格，不能申请优惠。", "The unit has no such price to concede on."
        yield Reason("not_priced", zh, en, field="unit_id", rule="LEAD-14")
    if kind is Kind.DISCOUNT and not has_expected and not is_within:
        zh, en = "超出权限的折扣须填写客户的心理价位。", "A discount beyond your authority names the expected price."
        yield Reason("no_expected_price", zh, en, field="expected_price", rule="LEAD-14")
    if has_open:
        zh, en = "此客户对该单元的同类申请正在审批。", "The same application is being decided on already."
        yield Reason("already_asked", zh, en, field="kind", rule="LEAD-14")


def number_of(position: int) -> str:
    """The number by which people call a concession: `YH000001` (优惠)."""
    return f"YH{position:06d}"
