"""The tests' own databases: what one test did to the tables is never seen by the next."""

import psycopg
import pytest
from sqlalchemy import make_url

from tests.conftest import address, on_server
from tests.databases import PostgresPool
from tests.faults.house import Critic

CHANGES = [
    "ALTER TABLE inbox ADD CONSTRAINT no_bass CHECK (subject <> 'singer/bass')",
    "ALTER TABLE audit_lines DISABLE TRIGGER ALL",
    "ALTER TABLE inbox RENAME TO gone",
    "CREATE SEQUENCE attempts",
    "CREATE FUNCTION falter() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
]


@pytest.fixture
def pool(servers):
    pool = PostgresPool(make_url(address(servers, "postgres")), on_server)
    yield pool
    pool.drop()


def run(url, statement):
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        return connection.execute(statement)


def test_a_database_is_used_again_and_empty(pool):
    url = pool.take(Critic)
    run(url, "INSERT INTO reviews (singer, number, event_id) VALUES ('alto', 1, 'one')")
    pool.give_back(Critic, url)
    assert pool.take(Critic) == url
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM reviews").fetchone() == (0,)


@pytest.mark.parametrize("change", CHANGES)
def test_a_database_whose_tables_were_changed_is_not_used_again(pool, change):
    url = pool.take(Critic)
    run(url, change)
    pool.give_back(Critic, url)
    assert pool.take(Critic) != url
