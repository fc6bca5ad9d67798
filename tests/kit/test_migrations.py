"""Migrations of every service, on both engines."""

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from gateway.house import all_services
from kit import migrate
from kit.database import Database

SERVICES = {service.name: service for service in all_services()}


@pytest.fixture
def database(database_url):
    database = Database(database_url())
    yield database
    database.close()


@pytest.mark.parametrize("name", SERVICES)
class TestMigrations:
    def test_up_down_and_up_again(self, name, database):
        service = SERVICES[name]
        migrate.upgrade(service, database)
        assert migrate.is_current(service, database)
        full = set(inspect(database.engine).get_table_names())
        migrate.downgrade(service, database)
        assert not migrate.is_current(service, database)
        assert set(inspect(database.engine).get_table_names()) <= {"alembic_version", "alembic_version_kit"}
        migrate.upgrade(service, database)
        assert set(inspect(database.engine).get_table_names()) == full

    def test_they_make_exactly_what_the_models_say(self, name, database):
        migrate.upgrade(SERVICES[name], database)
        assert migrate.differences(SERVICES[name], database) == []

    def test_a_history_refuses_changes_even_in_plain_sql(self, name, database):
        migrate.upgrade(SERVICES[name], database)
        migrate.upgrade(SERVICES[name], database)  # The second time there is nothing to do.
        columns = "position, at, door, caller_id, caller, params, status, changes, correlation_id, previous_hash, hash"
        line = "1, '2026-12-07 01:00:00', 'd', 'c', 'c', '{}', 200, '[]', 'x', '', 'h'"
        with database.engine.begin() as connection:
            connection.execute(text(f"INSERT INTO audit_lines ({columns}) VALUES ({line})"))
        for change in ("UPDATE audit_lines SET caller = 'nobody'", "DELETE FROM audit_lines"):
            with pytest.raises(DBAPIError), database.engine.begin() as connection:
                connection.execute(text(change))


class TestCreating:
    def test_a_missing_database_is_created_once(self, postgres_url):
        existing = Database(postgres_url())
        assert not migrate.create_database(existing)
        existing.close()

    def test_a_sqlite_file_gets_its_folder(self, tmp_path):
        database = Database(f"sqlite:///{tmp_path}/deep/house.db")
        assert not migrate.create_database(database)
        assert (tmp_path / "deep").is_dir()
        database.close()
