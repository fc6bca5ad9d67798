"""Migrations of every service, on both engines."""

import importlib
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from decimal import Decimal

import psycopg
import pytest
from psycopg.errors import DeadlockDetected
from sqlalchemy import inspect, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

from gateway.house import all_services
from kit import migrate
from kit.database import Database
from kit.ids import new_id
from kit.service import Service
from tests.conftest import on_server
from tests.servers.server import free_port

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


class Usher(Service):
    """Remembers nothing of its own."""

    name = "usher"


COAT_CHECK = """
from decimal import Decimal
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from kit.columns import Exact, Id, metadata
from kit.service import Service

class Base(DeclarativeBase):
    metadata = metadata()

class Coat(Base):
    __tablename__ = "coats"
    id: Mapped[Id] = mapped_column(primary_key=True)
    deposit: Mapped[Decimal] = mapped_column(Exact(2))

class CoatCheck(Service):
    name = "coat_check"
    metadata = Base.metadata
"""


@pytest.fixture
def coat_check(tmp_path, monkeypatch):
    """A service that has models and no migration yet."""
    (tmp_path / "coat_check").mkdir()
    (tmp_path / "coat_check" / "__init__.py").touch()
    (tmp_path / "coat_check" / "service.py").write_text(COAT_CHECK)
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("coat_check.service").CoatCheck
    for module in ("coat_check.service", "coat_check"):
        del sys.modules[module]


class TestWriting:
    def test_a_written_migration_brings_exactly_what_the_models_gained(self, coat_check, database):
        migrate.upgrade(Usher, database)
        migrate.write_migration(coat_check, database, "coat_check", "hangs up coats")
        assert not migrate.is_current(coat_check, database)
        migrate.upgrade(coat_check, database)
        assert migrate.is_current(coat_check, database)
        assert migrate.differences(coat_check, database) == []
        with database.engine.begin() as connection:
            connection.execute(
                coat_check.metadata.tables["coats"].insert().values(id=new_id(), deposit=Decimal("0.10"))
            )

    def test_they_are_numbered_in_their_order(self, coat_check, database, tmp_path):
        migrate.upgrade(Usher, database)
        for what in ("hangs up coats", "nothing more"):
            migrate.write_migration(coat_check, database, "coat_check", what)
            migrate.upgrade(coat_check, database)
        names = sorted(file.name for file in (tmp_path / "coat_check" / "migrations" / "versions").glob("*.py"))
        assert names == ["0001_hangs_up_coats.py", "0002_nothing_more.py"]


class TestRollingBack:
    def test_a_service_that_was_rolled_back_runs_on_the_later_tables(self, coat_check, database, tmp_path):
        migrate.upgrade(Usher, database)
        for what in ("hangs up coats", "and hats"):
            migrate.write_migration(coat_check, database, "coat_check", what)
            migrate.upgrade(coat_check, database)
        next((tmp_path / "coat_check" / "migrations" / "versions").glob("0002*.py")).unlink()
        migrate.upgrade(coat_check, database)
        assert migrate.is_current(coat_check, database)
        assert migrate.applied(coat_check, database)["coat_check"] == ["0002"]
        assert migrate.known(coat_check)["coat_check"] == ["0001"]


def test_a_service_that_remembers_nothing_has_the_kits_tables(database):
    migrate.upgrade(Usher, database)
    assert {"inbox", "outbox"} <= set(inspect(database.engine).get_table_names())
    assert migrate.is_current(Usher, database)


class TestWhilePeopleAreAtWork:
    def test_where_there_is_nothing_to_do_no_table_is_waited_for(self, postgres_url):
        """Somebody writes into the histories, and would be waited for by whoever touches their triggers."""
        url = postgres_url()
        service = SERVICES["property"]
        database, hasty = Database(url), Database(f"{url}?options=-c%20lock_timeout%3D1000")
        migrate.upgrade(service, database)
        with database.engine.begin() as connection:
            connection.execute(text("LOCK TABLE audit_lines, case_history IN ROW EXCLUSIVE MODE"))
            migrate.upgrade(service, hasty)
        database.close()
        hasty.close()

    def test_a_trigger_that_somebody_took_away_is_put_back(self, postgres_url):
        database = Database(postgres_url())
        migrate.upgrade(Usher, database)
        with database.engine.begin() as connection:
            connection.execute(text("DROP TRIGGER audit_lines_append_only ON audit_lines"))
        migrate.upgrade(Usher, database)
        with database.engine.begin() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text("DELETE FROM audit_lines"))
        database.close()

    @pytest.mark.parametrize(("deadlocks", "happens"), [(2, True), (migrate.ATTEMPTS, False)])
    def test_a_lost_deadlock_is_no_reason_to_give_up_at_once(self, monkeypatch, tmp_path, deadlocks, happens):
        database, upgrade, lost = Database(f"sqlite:///{tmp_path}/house.db"), migrate.command.upgrade, []

        def lose_some(*told):
            if len(lost) < deadlocks:
                lost.append(told)
                raise OperationalError("CREATE INDEX", {}, DeadlockDetected())
            upgrade(*told)

        monkeypatch.setattr(migrate.command, "upgrade", lose_some)
        with nullcontext() if happens else pytest.raises(OperationalError):
            migrate.upgrade(Usher, database)
        assert migrate.is_current(Usher, database) is happens
        database.close()


class TestCreating:
    def test_a_database_that_is_there_is_left_as_it_is(self, postgres_url):
        existing = Database(postgres_url())
        assert not migrate.create_database(existing)
        existing.close()

    def test_a_missing_database_is_created_once(self, postgres_server):
        missing = Database(postgres_server(f"m{new_id().replace('-', '')}"))
        assert [migrate.create_database(missing) for _ in range(2)] == [True, False]
        with missing.engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        missing.close()

    def test_a_server_that_lets_nobody_in_is_an_error_after_a_while(self):
        away = Database(f"postgresql+psycopg://atrium@127.0.0.1:{free_port()}/atrium")
        with pytest.raises(psycopg.OperationalError, match="refused"):
            migrate.create_database(away, patience=0.6)
        away.close()

    def test_a_sqlite_file_gets_its_folder(self, tmp_path):
        database = Database(f"sqlite:///{tmp_path}/deep/house.db")
        assert not migrate.create_database(database)
        assert (tmp_path / "deep").is_dir()
        database.close()


class TestRoles:
    """With an administrator's address, a service's database gets a role of its own."""

    @pytest.fixture
    def own(self, servers, postgres_server):
        """A database's address with a role, neither of which is there yet, and the administrator's."""
        name = f"m{new_id().replace('-', '')}"
        admin = make_url(postgres_server(name)).set(database="postgres")
        yield admin.set(username=name, password="first", database=name), admin.render_as_string(hide_password=False)
        on_server(admin, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        on_server(admin, f"DROP ROLE IF EXISTS {name}")

    def made(self, own, password="first"):
        url, admin = own
        database = Database(url.set(password=password).render_as_string(hide_password=False))
        created = migrate.create_database(database, admin)
        database.close()
        return created

    def kept_password(self, own):
        url, admin = own
        return on_server(make_url(admin), f"SELECT rolpassword FROM pg_authid WHERE rolname = '{url.username}'")[0][0]

    def test_the_role_owns_its_database_and_can_migrate_it(self, own):
        assert self.made(own)
        database = Database(own[0].render_as_string(hide_password=False))
        migrate.upgrade(Usher, database)
        assert migrate.is_current(Usher, database)
        database.close()

    def test_a_service_that_comes_before_its_role_waits_for_it(self, own):
        early = Database(own[0].render_as_string(hide_password=False))
        with ThreadPoolExecutor(1) as beside:
            waiting = beside.submit(migrate.create_database, early)
            assert self.made(own)
            assert not waiting.result(60)
        early.close()

    def test_nobody_else_may_connect_there(self, own):
        self.made(own)
        url, admin = own
        told = on_server(make_url(admin), f"SELECT has_database_privilege('public', '{url.database}', 'CONNECT')")
        assert told == [(False,)]

    def test_a_second_time_changes_the_password_and_nothing_else(self, own):
        self.made(own)
        before = self.kept_password(own)
        assert not self.made(own, password="second")
        after = self.kept_password(own)
        assert before.startswith("SCRAM-SHA-256$")
        assert after.startswith("SCRAM-SHA-256$")
        assert after != before
