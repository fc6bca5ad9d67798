"""A finance service that knows one estate and one lease of it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from kit.runtime import Runtime
from services.finance.service import Finance
from tests.finance.builders import House, a_lease, an_estate


@pytest.fixture
def finance(runtime_of) -> House:
    """Finance at work, knowing lease ZL-2025-0001 of unit A1109."""
    return a_house(runtime_of(Finance))


@pytest.fixture
def desk(sqlite_with, opened, clock) -> Iterator[House]:
    """The same on SQLite alone, for what is refused before it reaches any database."""
    with ExitStack() as held:
        database = opened.at(sqlite_with(Finance))
        held.callback(database.close)
        yield a_house(Runtime(Finance, database, clock))


def a_house(runtime: Runtime) -> House:
    house = House(runtime)
    house.hear(an_estate(), a_lease())
    return house
