"""Column types that mean the same on both engines."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, Integer, Table, func, insert, select
from sqlalchemy.exc import StatementError

from kit.columns import Exact, Moment, metadata
from kit.database import Database

tables = metadata()
notes = Table("notes", tables, Column("id", Integer, primary_key=True), Column("at", Moment), Column("sum", Exact(2)))


@pytest.fixture
def connection(database_url):
    database = Database(database_url())
    tables.create_all(database.engine)
    with database.engine.connect() as connection:
        yield connection
    database.close()


class TestMoment:
    def test_a_time_comes_back_in_utc(self, connection):
        at = datetime(2026, 12, 7, 9, 0, 0, 123456, tzinfo=ZoneInfo("Asia/Shanghai"))
        connection.execute(insert(notes).values(at=at))
        assert connection.scalar(select(notes.c.at)) == datetime(2026, 12, 7, 1, 0, 0, 123456, tzinfo=UTC)

    def test_no_time_stays_no_time(self, connection):
        connection.execute(insert(notes).values(at=None))
        assert connection.scalar(select(notes.c.at)) is None

    def test_a_time_without_a_zone_is_refused(self, connection):
        with pytest.raises(StatementError, match="without a zone"):
            connection.execute(insert(notes).values(at=datetime(2026, 12, 7)))  # noqa: DTZ001


class TestExact:
    def test_cents_add_up_in_sql(self, connection):
        connection.execute(insert(notes), [{"sum": Decimal("0.10")}] * 3)
        assert connection.scalar(select(func.sum(notes.c.sum))) == Decimal("0.30")

    def test_large_sums_are_exact(self, connection):
        connection.execute(insert(notes).values(sum=Decimal("9999999999999.99")))
        assert connection.scalar(select(notes.c.sum)) == Decimal("9999999999999.99")
        assert connection.scalar(select(notes.c.id).where(notes.c.sum > Decimal("9999999999999.98"))) is not None

    def test_no_sum_stays_no_sum(self, connection):
        connection.execute(insert(notes).values(sum=None))
        assert connection.scalar(select(notes.c.sum)) is None

    def test_a_tenth_of_a_cent_is_refused_and_not_rounded(self, connection):
        with pytest.raises(StatementError, match="decimal places"):
            connection.execute(insert(notes).values(sum=Decimal("0.001")))

    @pytest.mark.parametrize("amount", ["10000000000000000", "-10000000000000000.00"])
    def test_more_than_the_column_holds_is_refused(self, connection, amount):
        with pytest.raises(StatementError, match="digits before the point"):
            connection.execute(insert(notes).values(sum=Decimal(amount)))

    def test_as_much_as_the_column_holds_is_taken(self, connection):
        most = Decimal("9999999999999999.99")
        connection.execute(insert(notes).values(sum=most))
        assert connection.scalar(select(notes.c.sum)) == most
