"""A contracts service with one estate and a few units, as property has told of them."""

from collections.abc import Iterator

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
def desk(runtime_on_sqlite) -> House:
    """The same on SQLite alone, for what is refused before it reaches any database."""
    return a_house(runtime_on_sqlite(Contracts))


def a_house(runtime: Runtime) -> House:
    house = House(runtime)
    house.hear(an_estate(), *(a_unit(number) for number in ("A1109", "A1205", "A1306")))
    return house


@pytest.fixture
def sales(runtime_of) -> Overheard:
    """Sales control with three units on the board."""
    return open_the_board(Overheard(runtime_of(Contracts)))


@pytest.fixture
def counter(runtime_on_sqlite) -> Overheard:
    """The same on SQLite alone, for what is decided by the rules and not by a database."""
    return open_the_board(Overheard(runtime_on_sqlite(Contracts)))


@pytest.fixture
def second(sales, clock) -> Iterator[Overheard]:
    """Another copy of the service on the same database."""
    database = Database(sales.runtime.database.url.render_as_string(hide_password=False))
    yield Overheard(Runtime(Contracts, database, clock))
    database.close()
