"""A contracts service with one estate and a few units, as property has told of them."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from kit.database import Database
from kit.runtime import Runtime
from services.contracts.service import Contracts
from tests.contracts.board import open_the_board
from tests.contracts.builders import House, a_unit, an_estate
from tests.engineering.house import House as Overheard


@pytest.fixture
def contracts(runtime_of) -> House:
    """Contracts at work, knowing the estate and units A1109, A1205 and A1306."""
    return a_house(runtime_of(Contracts))


@pytest.fixture
def desk(sqlite_with, opened, clock) -> Iterator[House]:
    """The same on SQLite alone, for what is refused before it reaches any database."""
    with ExitStack() as held:
        database = opened.at(sqlite_with(Contracts))
        held.callback(database.close)
        yield a_house(Runtime(Contracts, database, clock))


def a_house(runtime: Runtime) -> House:
    house = House(runtime)
    house.hear(an_estate(), *(a_unit(number) for number in ("A1109", "A1205", "A1306")))
    return house


@pytest.fixture
def sales(runtime_of) -> Overheard:
    """Sales control with three units on the board."""
    return open_the_board(Overheard(runtime_of(Contracts)))


@pytest.fixture
def counter(sqlite_with, opened, clock) -> Iterator[Overheard]:
    """The same on SQLite alone, for what is decided by the rules and not by a database."""
    with ExitStack() as held:
        database = opened.at(sqlite_with(Contracts))
        held.callback(database.close)
        yield open_the_board(Overheard(Runtime(Contracts, database, clock)))


@pytest.fixture
def second(sales, clock) -> Iterator[Overheard]:
    """Another copy of the service on the same database."""
    database = Database(sales.runtime.database.url.render_as_string(hide_password=False))
    yield Overheard(Runtime(Contracts, database, clock))
    database.close()
