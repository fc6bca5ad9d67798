"""What a contract says (SALE-6): its payment plan adds up, and what has to stand in it stands in it."""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from kit.reasons import Reason
from kit.words import Word
from services.contracts.rules.board import Kind
from services.contracts.rules.deals import to_the_cent

MOST_INSTALMENTS = 600
TARIFF_ROUNDING = Decimal("0.0005")  # A tariff by the day has four decimal places; so much of a month's rent they hide.


class Plan(Word):
    """How a contract is paid."""

    LUMP_SUM = "lump_sum", "一次性付款", "Lump sum"
    INSTALMENTS = "instalments", "分期付款", "Instalments"
    MORTGAGE = "mortgage", "按揭贷款", "Mortgage"


class Means(Word):
    """By what an instalment is paid."""

    CASH = "cash", "现金", "Cash"
    BANK = "bank", "银行", "Bank"
    MORTGAGE = "mortgage", "按揭", "Mortgage"


class ContractState(Word):
    """What has become of a contract."""

    SIGNED = "signed", "已签约", "Signed"
    WITHDRAWN = "withdrawn", "已解除", "Withdrawn"


@dataclass(frozen=True)
class Part:
    """A payment of the plan: what is due when, in yuan, and by what means."""

    due_on: date
    amount: Decimal
    means: Means


@dataclass(frozen=True)
class Clause:
    """A special clause, kept apart so that it is found later."""

    title: str
    text: str


@dataclass(frozen=True)
class Paper:
    """A contract as it is signed. A lease has a term; its plan is of whole rents."""

    number: str
    signed_on: date
    plan: Plan
    parts: tuple[Part, ...]
    clauses: tuple[Clause, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True)
class Bargain:
    """What a contract has to keep to: the deal's price in yuan, its day, and what is to be told of a sample unit.

    A lease's price is its rent for a month; `rents` is what all of them come to, `tariff_rent` a month's by its tariff.
    """

    kind: Kind
    price: Decimal
    closed_on: date
    sample_notes: str = ""
    rents: Decimal = Decimal(0)
    tariff_rent: Decimal = Decimal(0)


def reasons_not_to_sign(paper: Paper, bargain: Bargain, today: date) -> Iterator[Reason]:
    """A contract is signed after the deal, at its price, with a plan that adds up and every clause it needs."""
    if not bargain.closed_on <= paper.signed_on <= today:
        zh = f"签约日期须在成交日 {bargain.closed_on} 与今天之间。"
        en = f"It is signed between the day of the deal, {bargain.closed_on}, and today."
        yield _reason("signed_on", zh, en, "signed_on")
    if bargain.kind is Kind.LEASE:
        yield from _reasons_against_term(paper)
        if abs(bargain.tariff_rent - bargain.price) > TARIFF_ROUNDING * bargain.price:
            zh = f"按租金费率每月为 {bargain.tariff_rent} 元，与约定月租 {bargain.price} 元不符。"
            en = f"By its tariff the rent for a month is {bargain.tariff_rent} yuan; {bargain.price} were agreed."
            yield _reason("rent_tariff", zh, en, "lease")
    yield from reasons_against_plan(paper, bargain)
    if bargain.sample_notes and not any(bargain.sample_notes in clause.text for clause in paper.clauses):
        zh = f"样板间合同须有装修说明条款：{bargain.sample_notes}"
        en = f"The contract of a sample unit has a clause on its fit-out: {bargain.sample_notes}"
        yield Reason("sample_clause", zh, en, field="clauses", rule="SALE-18")


def _reasons_against_term(paper: Paper) -> Iterator[Reason]:
    if paper.starts_on is None or paper.ends_on is None or paper.ends_on < paper.starts_on:
        zh, en = "租约须有起租日和到期日，且到期日不早于起租日。", "A lease has a first and a last day, in that order."
        yield _reason("term", zh, en, "ends_on")


def reasons_against_plan(paper: Paper, bargain: Bargain) -> Iterator[Reason]:
    """The payments come in order, from the day of signing on; those of a sale add up to its price, to the cent."""
    parts = paper.parts
    if not parts or len(parts) > MOST_INSTALMENTS:
        zh, en = f"付款计划须有 1 到 {MOST_INSTALMENTS} 期。", f"A plan has 1 to {MOST_INSTALMENTS} payments."
        yield _reason("plan_length", zh, en, "parts")
        return
    if any(part.amount <= 0 or part.amount != round(part.amount, 2) for part in parts):
        yield _reason("amount", "每期金额须大于 0,精确到分。", "Each payment is above 0, to the cent.", "parts")
    days = [part.due_on for part in parts]
    if days != sorted(days) or days[0] < paper.signed_on:
        zh, en = "付款日期须依次，且不早于签约日。", "Payments are due one after the other, none before the signing."
        yield _reason("plan_order", zh, en, "parts")
    total = sum((part.amount for part in parts), Decimal(0))
    owed = bargain.price if bargain.kind is Kind.SALE else bargain.rents
    if total != owed:
        zh = f"付款计划合计 {total} 元，应为 {owed} 元。"
        en = f"The plan adds up to {total} yuan, and {owed} are owed."
        yield Reason("plan_total", zh, en, field="parts", rule="SALE-6", details={"total": str(total)})
    yield from _reasons_against_means(paper.plan, parts)


def _reasons_against_means(plan: Plan, parts: Sequence[Part]) -> Iterator[Reason]:
    if plan is Plan.LUMP_SUM and len(parts) > 1:
        yield _reason("lump_sum", "一次性付款只有一期。", "A lump sum is one payment.", "parts")
    if (plan is Plan.MORTGAGE) != any(part.means is Means.MORTGAGE for part in parts):
        zh = "按揭付款须有一期按揭款，其他付款方式没有。"
        en = "A mortgage plan has a payment by mortgage, and no other plan has."
        yield _reason("mortgage", zh, en, "parts")


def _reason(code: str, zh: str, en: str, field: str) -> Reason:
    return Reason(code, zh, en, field=field, rule="SALE-6")


def rents(paper: Paper, rent: Decimal, months: int, means: Means = Means.BANK) -> tuple[Part, ...]:
    """The rents of a lease, each for `months` and due on its first day; a last month not whole is paid by its days."""
    assert paper.starts_on is not None, "a lease has a first day"
    assert paper.ends_on is not None, "a lease has a last day"
    found, month = list[Part](), 0
    while (since := _months_later(paper.starts_on, month)) <= paper.ends_on and len(found) <= MOST_INSTALMENTS:
        amount = sum((_of_a_month(paper, month + each, rent) for each in range(months)), Decimal(0))
        found.append(Part(max(since, paper.signed_on), to_the_cent(amount), means))
        month += months
    return tuple(found)


def _of_a_month(paper: Paper, month: int, rent: Decimal) -> Decimal:
    """The rent of the lease's so-manieth month, from 0: whole, or the share of the days that the lease has of it."""
    assert paper.starts_on is not None, "a lease has a first day"
    assert paper.ends_on is not None, "a lease has a last day"
    since, following = (_months_later(paper.starts_on, month + each) for each in (0, 1))
    days = (min(following, paper.ends_on + timedelta(1)) - since).days
    return rent * max(days, 0) / (following - since).days


def _months_later(day: date, months: int) -> date:
    """The same day of the month so many months later; the last one of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
