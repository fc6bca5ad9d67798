"""Whatever is posted and reversed in whatever order, the ledger balances and the balances are its sums (FIN-1)."""

from collections import defaultdict
from decimal import Decimal as D

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from kit.ids import new_id
from services.finance.models import Entry, LedgerAccount, Posting
from services.finance.rules.accounts import Income, Purse
from tests.finance.builders import MANAGER, a_lease

pytestmark = pytest.mark.rule("FIN-1")

amounts = st.decimals(min_value="0.01", max_value="999.99", places=2)
acts = st.one_of(
    st.tuples(st.just("charge"), amounts, st.sampled_from(Income)),
    st.tuples(st.just("receive"), amounts, st.sampled_from(Purse)),
    st.tuples(st.just("adjust"), st.one_of(amounts, amounts.map(lambda amount: -amount)), st.none()),
    st.tuples(st.just("owe back"), amounts, st.none()),
    st.tuples(st.just("pay back"), amounts, st.sampled_from(Purse)),
    st.tuples(st.just("reverse"), st.integers(0, 10), st.none()),
)


class Book:
    """What a careful clerk would write in a paper book: two balances, and what each entry did to them."""

    def __init__(self, house, lease):
        self.house, self.lease = house, lease
        self.owes, self.is_owed = D(0), D(0)
        self.entries = []

    def ask(self, door, **told):
        return self.house.ask(door, MANAGER, {"lease_id": self.lease, "memo": "账", **told})

    def act(self, name, amount, more):
        doors = {
            "charge": lambda: (self.ask("charge", amount=str(amount), income=more), amount, D(0), True),
            "receive": lambda: (self.ask("receive", amount=str(amount), purse=more), -amount, D(0), True),
            "adjust": lambda: (self.ask("adjust", amount=str(amount)), amount, D(0), True),
            "owe back": lambda: (
                self.ask("refund", step="owed", amount=str(amount)),
                amount,
                amount,
                amount <= -self.owes,
            ),
            "pay back": lambda: (
                self.ask("refund", step="paid", amount=str(amount), purse=more),
                D(0),
                -amount,
                amount <= self.is_owed,
            ),
        }
        self.note(*doors[name]())

    def note(self, reply, owes, is_owed, expected):
        assert reply.status == (201 if expected else 409), reply.body
        if expected:
            self.owes, self.is_owed = self.owes + owes, self.is_owed + is_owed
            self.entries.append({"id": reply.body["id"], "owes": owes, "is_owed": is_owed, "final": False})

    def reverse(self, which):
        if not self.entries:
            return
        entry = self.entries[which % len(self.entries)]
        reply = self.house.ask("reverse", MANAGER, {"reason": "错"}, id=entry["id"])
        self.note(reply, -entry["owes"], -entry["is_owed"], not entry["final"] and self.is_owed >= entry["is_owed"])
        if reply.status == 201:
            entry["final"] = self.entries[-1]["final"] = True


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(acts, max_size=12))
def test_any_sequence_balances(finance, sequence):
    lease = new_id()
    finance.hear(a_lease(f"ZL-{lease}", lease_id=lease, customer_id=new_id()))
    book = Book(finance, lease)
    for name, amount, more in sequence:
        if name == "reverse":
            book.reverse(amount)
        else:
            book.act(name, amount, more)
    with finance.runtime.look() as work:
        assert_every_entry_sums_to_zero(work.session, lease)
        sums = sums_by_account(work.session, lease)
    assert (sums["receivable"], -sums["refunds_payable"]) == (book.owes, book.is_owed)
    assert sum(sums.values()) == 0
    assert shown(finance, lease) == (book.owes, book.is_owed)


def assert_every_entry_sums_to_zero(session, lease):
    entries = session.scalars(select(Entry).where(Entry.lease_id == lease)).all()
    for entry in entries:
        sums = select(func.count(), func.sum(Posting.amount)).where(Posting.entry_id == entry.id)
        assert session.execute(sums).one() == (entry.lines, D(0))


def sums_by_account(session, lease):
    chosen = select(LedgerAccount.kind, Posting.amount).join(Posting, Posting.account_id == LedgerAccount.id)
    sums = defaultdict(D)
    for kind, amount in session.execute(
        chosen.join(Entry, Entry.id == Posting.entry_id).where(Entry.lease_id == lease)
    ):
        sums[kind] += amount
    return sums


def shown(finance, lease):
    entries = finance.ask("list_entries", body={"lease_id": lease}).body["items"]
    if not entries:
        return D(0), D(0)
    told = finance.ask("show_balances", body={"customer_id": entries[0]["customer_id"], "lease_id": lease}).body
    return D(told["receivable"]), D(told["refunds_payable"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(Income), amounts), min_size=1, max_size=6), st.randoms())
def test_reversing_everything_restores_the_balance(finance, charges, order):
    lease = new_id()
    finance.hear(a_lease(f"ZL-{lease}", lease_id=lease, customer_id=new_id()))
    entries = [
        finance.posted("charge", lease_id=lease, income=income, amount=str(amount)) for income, amount in charges
    ]
    assert shown(finance, lease) == (sum(amount for _, amount in charges), D(0))
    order.shuffle(entries)
    for entry in entries:
        assert finance.reversed(entry).status == 201
    with finance.runtime.look() as work:
        assert set(sums_by_account(work.session, lease).values()) == {D(0)}
