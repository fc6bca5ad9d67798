"""A contracts service with one estate and a few units, as property has told of them."""

import pytest

from services.contracts.service import Contracts
from tests.contracts.builders import ESTATE, House, a_unit, an_estate


@pytest.fixture
def contracts(runtime_of) -> House:
    """Contracts at work, knowing the estate and units A1109, A1205 and A1306."""
    house = House(runtime_of(Contracts))
    house.hear(an_estate(), *(a_unit(number) for number in ("A1109", "A1205", "A1306")))
    return house


@pytest.fixture
def estate() -> str:
    return ESTATE
