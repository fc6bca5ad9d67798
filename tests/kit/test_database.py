"""A service's database and its transactions."""

import threading
import traceback

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from kit.database import Database


@pytest.fixture
def database(database_url):
    database = Database(database_url())
    with database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE sums (id INTEGER PRIMARY KEY, value INTEGER)"))
        connection.execute(text("INSERT INTO sums VALUES (1, 0)"))
    yield database
    database.close()


class TestWriting:
    def test_what_is_not_committed_is_gone(self, database):
        with database.writing() as session:
            session.execute(text("UPDATE sums SET value = 5"))
        with database.reading() as session:
            assert session.scalar(text("SELECT value FROM sums")) == 0

    def test_many_writers_lose_nothing(self, database):
        def add() -> None:
            for _ in range(20):
                with database.writing() as session:
                    session.execute(text("UPDATE sums SET value = value + 1"))
                    session.commit()

        threads = [threading.Thread(target=add) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        with database.reading() as session:
            assert session.scalar(text("SELECT value FROM sums")) == 100


class TestReading:
    def test_a_reader_sees_one_moment(self, database):
        with database.reading() as reader:
            before = reader.scalar(text("SELECT value FROM sums"))
            with database.writing() as writer:
                writer.execute(text("UPDATE sums SET value = 7"))
                writer.commit()
            assert reader.scalar(text("SELECT value FROM sums")) == before

    def test_its_queries_stay_prepared(self, postgres_url):
        """Also beside writes on the same connection, which are no worse off for it."""
        database = Database(postgres_url())
        asked = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT count%'")
        for _ in range(7):
            with database.reading() as session:
                prepared = session.scalar(asked)
            with database.writing() as session:
                session.execute(text("CREATE TEMPORARY TABLE IF NOT EXISTS notes (id INTEGER)"))
                session.commit()
        database.close()
        assert prepared == 1

    def test_what_it_would_change_is_refused(self, postgres_url):
        database = Database(postgres_url())
        with database.reading() as session, pytest.raises(DBAPIError, match="read-only transaction"):
            session.execute(text("CREATE TABLE notes (id INTEGER)"))
        database.close()


class TestGlancing:
    def test_one_query_is_answered_and_leaves_nothing_open(self, database):
        with database.glancing() as session:
            assert session.scalar(text("SELECT value FROM sums")) == 0
        with database.writing() as session:
            session.execute(text("UPDATE sums SET value = 3"))
            session.rollback()
        with database.glancing() as session:
            assert session.scalar(text("SELECT value FROM sums")) == 0


class TestSqlite:
    def test_a_full_disk_is_an_error_and_not_a_loss(self, tmp_path):
        database = Database(f"sqlite:///{tmp_path}/full.db")
        with database.engine.begin() as connection:
            connection.execute(text("CREATE TABLE notes (text TEXT)"))
            connection.execute(text("INSERT INTO notes VALUES ('kept')"))
        with database.writing() as session:
            pages = session.scalar(text("PRAGMA page_count"))
            session.execute(text(f"PRAGMA max_page_count = {pages}"))
            with pytest.raises(DBAPIError, match="full"):
                session.execute(text("INSERT INTO notes VALUES (:big)"), {"big": "x" * 1_000_000})
        with database.reading() as session:
            assert session.scalars(text("SELECT text FROM notes")).all() == ["kept"]
        database.close()


class TestErrors:
    def test_they_name_no_values(self, database):
        """They go to logs and to parked events, and a value may be somebody's phone."""
        with database.engine.begin() as connection:
            connection.execute(text("CREATE TABLE phones (phone TEXT UNIQUE)"))
        phone = str(13800001110 + 1)
        with pytest.raises(DBAPIError) as twice, database.writing() as session:
            for _ in range(2):
                session.execute(text("INSERT INTO phones VALUES (:phone)"), {"phone": phone})
        assert phone not in "".join(traceback.format_exception(twice.value))


class TestConnections:
    def test_a_commit_that_fails_leaves_none_in_a_transaction(self, database):
        """Else the next to get that connection would be inside what failed, and on SQLite keep everybody out."""
        with database.engine.begin() as connection:
            connection.execute(text("CREATE TABLE parts (of_id INTEGER REFERENCES sums DEFERRABLE INITIALLY DEFERRED)"))
        for _ in range(3):
            with pytest.raises(DBAPIError), database.writing() as session:
                session.execute(text("UPDATE sums SET value = 9"))
                session.execute(text("INSERT INTO parts VALUES (7)"))
                session.commit()
        with database.reading() as session:
            assert session.scalar(text("SELECT value FROM sums")) == 0
        with database.writing() as session:
            session.execute(text("UPDATE sums SET value = 1"))
            session.commit()

    def test_one_that_cannot_even_be_rolled_back_is_never_lent_again(self, database):
        def break_off(connection):
            connection.connection.driver_connection.close()
            raise OSError("the connection was cut")

        event.listen(database.engine, "commit", break_off)
        with pytest.raises(OSError, match="cut"), database.writing() as session:
            session.execute(text("UPDATE sums SET value = 9"))
            session.commit()
        event.remove(database.engine, "commit", break_off)
        with database.writing() as session:
            assert session.scalar(text("SELECT value FROM sums")) == 0

    def test_one_that_was_left_in_a_transaction_is_rolled_back_before_it_is_lent_again(self, database):
        def fail(_connection):
            raise OSError("no room on the disk")

        event.listen(database.engine, "commit", fail)
        with pytest.raises(OSError, match="no room"), database.writing() as session:
            session.execute(text("UPDATE sums SET value = 9"))
            session.commit()
        event.remove(database.engine, "commit", fail)
        with database.reading() as session:
            assert session.scalar(text("SELECT value FROM sums")) == 0
        with database.writing() as session:
            session.execute(text("UPDATE sums SET value = 1"))
            session.commit()

    def test_a_read_that_cannot_end_leaves_nothing_behind(self, database):
        """Its connection is one for reads until it is returned, which nothing may prevent."""

        def fail(*_told):
            raise OSError("the connection was cut")

        ending = "rollback" if database.is_sqlite else "commit"
        event.listen(database.engine, ending, fail)
        with pytest.raises(OSError, match="cut"), database.reading() as session:
            session.scalar(text("SELECT value FROM sums"))
        event.remove(database.engine, ending, fail)
        with database.writing() as session:
            session.execute(text("UPDATE sums SET value = 1"))
            session.commit()
        with database.reading() as session:
            assert session.scalar(text("SELECT value FROM sums")) == 1


class TestConnectionsThatTheServerHasEnded:
    def test_none_of_them_is_lent_again(self, postgres_url):
        database, other = Database(postgres_url()), Database(postgres_url())
        with database.reading(), database.reading() as session:
            session.execute(text("SELECT 1"))
        ended = text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name")
        with other.writing() as session:
            assert session.scalars(ended, {"name": database.url.database}).all() == [True, True]
        with database.reading() as one, database.writing() as two:
            assert one.scalar(text("SELECT 1")) == two.scalar(text("SELECT 1")) == 1
        database.close()
        other.close()
