"""The database itself keeps the ledger balanced and unaltered, past any code of ours (FIN-1)."""

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from kit.database import Database
from kit.ids import new_id
from kit.migrate import upgrade
from kit.runtime import Runtime
from services.finance.balance import statements
from services.finance.models import Entry, LedgerAccount, Posting
from services.finance.service import Finance
from tests.finance.builders import CUSTOMER, ESTATE, LEASE, an_id
from tests.finance.conftest import a_house

pytestmark = pytest.mark.rule("FIN-1")


@pytest.fixture
def posted(finance):
    """A charge of 5 yuan, by the front door."""
    return finance.posted("charge", amount="5", income="water")


def write(finance, amounts, lines=None, entry=None, reverses=None):
    """Writes an entry of these cents past the actions, in plain SQL."""
    entry_id = entry or new_id()
    with finance.runtime.work() as work:
        account = work.session.scalars(select(LedgerAccount.id)).first()
        rows = [
            {"entry_id": entry_id, "position": number, "account_id": account, "amount": amount}
            for number, amount in enumerate(amounts, 101)
        ]
        told = {
            "id": entry_id,
            "estate_id": ESTATE,
            "kind": "charge",
            "customer_id": CUSTOMER,
            "lease_id": LEASE,
            "unit_id": an_id("A1109"),
            "happened_on": work.today(),
            "recorded_at": work.now,
            "by_id": "x",
            "by": "x",
            "rule": "FIN-1",
            "memo": "x",
            "lines": len(amounts) if lines is None else lines,
            "reverses_id": reverses,
        }
        steps = [insert(Posting).values(rows)] if rows else []
        if entry is None:
            steps.append(insert(Entry).values(told))
        for step in steps:
            work.session.execute(step)


class TestBalance:
    def test_what_balances_is_taken(self, finance, posted):
        write(finance, [3, -1, -2])

    @pytest.mark.parametrize(
        ("amounts", "lines"),
        [
            ([1, -2], None),  # does not sum to zero
            ([1, -1], 3),  # says that it has more lines than it has
            ([1, 1, -2], 2),  # or fewer
            ([], 2),  # has none at all
            ([1, -1, 0], None),  # has a line of nothing
            ([1], 1),  # has one line only
        ],
    )
    def test_what_does_not_balance_cannot_be_committed(self, finance, posted, amounts, lines):
        with pytest.raises(DBAPIError):
            write(finance, amounts, lines)

    def test_nothing_is_added_to_an_entry_afterwards_even_if_it_balances(self, finance, posted):
        with pytest.raises(DBAPIError, match="balance"):
            write(finance, [1, -1], entry=posted["id"])

    def test_postings_without_an_entry_cannot_be_committed(self, finance, posted):
        with pytest.raises(DBAPIError):
            write(finance, [1, -1], entry=new_id())

    def test_they_are_there_after_the_migrations_too(self, database_url, clock):
        database = Database(database_url())
        upgrade(Finance, database)
        migrated = a_house(Runtime(Finance, database, clock))
        migrated.posted("charge", amount="5", income="water")
        with pytest.raises(DBAPIError, match="balance"):
            write(migrated, [1, -2])
        database.close()

    def test_the_guards_may_be_put_there_twice(self, finance, posted):
        with finance.runtime.work() as work:
            for statement in statements(work.session.get_bind().dialect.name):
                work.session.connection().exec_driver_sql(statement)
        with pytest.raises(DBAPIError):
            write(finance, [1, -2])


class TestAppendOnly:
    @pytest.mark.parametrize(
        "change",
        [
            update(Posting).values(amount=7),
            delete(Posting),
            update(Entry).values(memo="nothing happened"),
            delete(Entry),
            update(LedgerAccount).values(kind="cash"),
        ],
    )
    def test_what_is_posted_is_never_changed_or_removed(self, finance, posted, change):
        with pytest.raises(DBAPIError, match="append-only"), finance.runtime.work() as work:
            work.session.execute(change)
        assert finance.balance() == ("5.00", "0.00")

    def test_an_entry_is_reversed_at_most_once_whoever_asks(self, finance, posted):
        reversal = finance.reversed(posted).body
        with pytest.raises(DBAPIError, match=r"(?i)unique|duplicate"):
            write(finance, [5, -5], reverses=reversal["reverses"])
