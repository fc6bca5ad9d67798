"""A finance service that knows one estate and one lease of it."""

import pytest

from services.finance.service import Finance
from tests.finance.builders import House, a_lease, an_estate


@pytest.fixture
def finance(runtime_of) -> House:
    """Finance at work, knowing lease ZL-2025-0001 of unit A1109."""
    house = House(runtime_of(Finance))
    house.hear(an_estate(), a_lease())
    return house
