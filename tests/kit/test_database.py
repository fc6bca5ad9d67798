"""A service's database and its transactions."""

import threading

import pytest
from sqlalchemy import text
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
