"""Finance's tables on their way up, with rows in them."""

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kit import migrate
from kit.append_only import guard
from services.finance.service import Finance
from tests.finance.builders import MANAGER
from tests.finance.deals import sums, taken


def down_and_up(revision, database):
    """Takes finance's tables back to a revision and up again, as `upgrade` does; tests make them without a history."""
    _, own = migrate.table_sets(Finance)
    with migrate._alone(database) as connection:
        config = migrate._config(own, connection)
        command.stamp(config, "head")
        command.downgrade(config, revision)
        command.upgrade(config, "head")
        guard(connection, own.metadata)


@pytest.mark.rule("FIN-1")
class TestDealsBesideLeases:
    @pytest.fixture
    def migrated(self, finance):
        """A charge and its reversal and a payment, posted when every entry belonged to a lease."""
        charge = finance.posted("charge", amount="5.50", income="water")
        finance.reversed(charge)
        finance.posted("receive", amount="3", purse="cash")
        before = [
            one | {"trace": ""} for one in finance.ask("list_entries", MANAGER).body["items"]
        ]  # None was kept then.
        down_and_up("0001", finance.runtime.database)
        return finance, before

    def test_what_was_posted_stays_as_it_is(self, migrated):
        finance, before = migrated
        assert finance.ask("list_entries", MANAGER).body["items"] == before
        assert finance.balance() == ("-3.00", "0.00")

    def test_the_ledger_goes_on_for_leases_and_for_deals(self, migrated):
        finance, _ = migrated
        finance.posted("charge", amount="1", income="water")
        finance.hear(taken())
        assert sums(finance) == {}

    @pytest.mark.parametrize("change", ["UPDATE entries SET memo = 'x'", "DELETE FROM postings"])
    def test_the_database_still_refuses_changes(self, migrated, change):
        finance, _ = migrated
        with pytest.raises(DBAPIError, match="append-only"), finance.runtime.work() as work:
            work.session.execute(text(change))
