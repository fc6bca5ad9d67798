"""One embedded house for all journeys that only need one."""

import pytest

from tests.journeys.running import NOW, running_house


@pytest.fixture(scope="session")
def embedded(filled_folder):
    """An embedded house on a Monday morning, with one password for all its users."""
    with running_house(filled_folder(), **NOW) as house:
        yield house
