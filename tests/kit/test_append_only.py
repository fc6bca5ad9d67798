"""Tables that only grow: the database refuses to change or remove a row, whoever asks it to."""

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, event, insert, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

import kit.audit
from kit.append_only import guard, is_guarded, refuse_changes, withdraw_right
from kit.database import Database
from kit.ids import new_id
from kit.tables import kit_metadata


@pytest.fixture
def database(database_url):
    database = Database(database_url())
    yield database
    database.close()


def a_stone(metadata):
    return Table("stones", metadata, Column("id", Integer, primary_key=True), Column("word", String(20)))


def carve(database, table):
    with database.writing() as session:
        session.execute(insert(table).values(id=1, word="halt"))
        session.commit()


def try_to(database, statement):
    with database.writing() as session:
        session.execute(text(statement))
        session.commit()


STATEMENTS = ["UPDATE stones SET word = 'go'", "DELETE FROM stones", "DELETE FROM stones WHERE id = 1"]


@pytest.mark.rule("PROC-6")
class TestAMarkedTable:
    @pytest.mark.parametrize("statement", STATEMENTS)
    def test_it_takes_rows_and_refuses_every_change(self, database, statement):
        metadata = MetaData()
        stones = a_stone(metadata)
        refuse_changes(stones)
        metadata.create_all(database.engine)
        carve(database, stones)
        with pytest.raises(IntegrityError, match="stones is append-only"):
            try_to(database, statement)

    @pytest.mark.parametrize("statement", STATEMENTS)
    def test_one_that_a_migration_made_is_guarded_afterwards(self, database, statement):
        a_stone(plain := MetaData())
        plain.create_all(database.engine)
        refuse_changes(stones := a_stone(metadata := MetaData()))
        refuse_changes(Table("not_there_yet", metadata, Column("id", Integer, primary_key=True)))
        for _time in range(2):
            with database.engine.begin() as connection:
                guard(connection, metadata)
        carve(database, stones)
        with pytest.raises(IntegrityError, match="stones is append-only"):
            try_to(database, statement)

    def test_others_are_left_alone(self, database):
        stones = a_stone(metadata := MetaData())
        metadata.create_all(database.engine)
        with database.engine.begin() as connection:
            guard(connection, metadata)
        carve(database, stones)
        try_to(database, "UPDATE stones SET word = 'go'")

    def test_on_postgresql_it_cannot_be_emptied_at_a_stroke(self, postgres_url):
        database = Database(postgres_url())
        metadata = MetaData()
        refuse_changes(a_stone(metadata))
        metadata.create_all(database.engine)
        with pytest.raises(IntegrityError, match="stones is append-only"):
            try_to(database, "TRUNCATE stones")
        database.close()


@pytest.mark.rule("LEAD-3")
class TestARightThatIsWithdrawn:
    @pytest.fixture
    def database(self, postgres_url):
        """A database in which an ordinary role owns what is made: a superuser may do anything."""
        database, role = Database(postgres_url()), f"mason_{new_id().replace('-', '')}"
        with database.engine.begin() as connection:
            connection.execute(text(f"CREATE ROLE {role}"))
            connection.execute(text(f"GRANT ALL ON SCHEMA public TO {role}"))
        event.listen(database.engine, "begin", lambda connection: connection.exec_driver_sql(f"SET ROLE {role}"))
        yield database
        with database.engine.begin() as connection:
            for statement in ("RESET ROLE", f"DROP OWNED BY {role}", f"DROP ROLE {role}"):
                connection.execute(text(statement))
        database.close()

    @pytest.fixture
    def metadata(self, database):
        stones = a_stone(metadata := MetaData())
        refuse_changes(stones)
        withdraw_right(stones)
        metadata.create_all(database.engine)
        carve(database, stones)
        return metadata

    @pytest.mark.parametrize("statement", [*STATEMENTS, "TRUNCATE stones"])
    def test_the_service_itself_may_only_add(self, database, metadata, statement):
        with pytest.raises(ProgrammingError, match="permission denied for table stones"):
            try_to(database, statement)

    def test_one_that_came_back_is_taken_again(self, database, metadata):
        """As after a restore, which brings triggers back and no rights."""
        with database.engine.begin() as connection:
            assert is_guarded(connection, metadata)
            connection.execute(text("GRANT UPDATE ON stones TO CURRENT_USER"))
            assert not is_guarded(connection, metadata)
            guard(connection, metadata)
            assert is_guarded(connection, metadata)


@pytest.mark.rule("GATE-8")
class TestTheAuditTrail:
    @pytest.mark.parametrize("table", [kit.audit.audit_lines.name, "case_history"])
    def test_it_is_such_a_table(self, table):
        assert kit_metadata.tables[table].info["append_only"]
