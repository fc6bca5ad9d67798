"""Notify at work, knowing one estate."""

import pytest

from services.notify.service import Notify
from tests.engineering.house import House
from tests.notify.builders import an_estate


@pytest.fixture
def notify(runtime_of) -> House:
    """Notify, knowing 云栖中心."""
    house = House(runtime_of(Notify))
    house.hear(an_estate())
    return house


@pytest.fixture
def desk(runtime_on_sqlite) -> House:
    """The same on SQLite alone, for what no database decides."""
    house = House(runtime_on_sqlite(Notify))
    house.hear(an_estate())
    return house
