"""A finance service that knows one estate and one lease of it."""

import pytest

from kit.runtime import Runtime
from services.finance.service import Finance
from tests.finance.builders import House, a_lease, an_estate


@pytest.fixture
def finance(runtime_of) -> House:
    """Finance at work, knowing lease ZL-2025-0001 of unit A1109."""
    return a_house(runtime_of(Finance))


@pytest.fixture
def desk(runtime_on_sqlite) -> House:
    """The same on SQLite alone, for what is refused before it reaches any database."""
    return a_house(runtime_on_sqlite(Finance))


def a_house(runtime: Runtime) -> House:
    house = House(runtime)
    house.hear(an_estate(), a_lease())
    return house
