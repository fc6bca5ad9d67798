"""Notify at work, knowing one estate."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from kit.database import Database
from kit.runtime import Runtime
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
def desk(sqlite_copies, tmp_path, clock) -> Iterator[House]:
    """The same on SQLite alone, for what no database decides."""
    with ExitStack() as held:
        database = Database(sqlite_copies.take(Notify, tmp_path))
        held.callback(database.close)
        house = House(Runtime(Notify, database, clock))
        house.hear(an_estate())
        yield house
