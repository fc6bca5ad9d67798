"""One embedded house for all journeys that only need one."""

import pytest

from tests.journeys.running import PASSWORD, running_house

NOW = {"ATRIUM_NOW": "2026-12-07T09:00"}


@pytest.fixture(scope="session")
def embedded(tmp_path_factory):
    """An embedded house on a Monday morning, with one password for all its users."""
    with running_house(tmp_path_factory.mktemp("embedded"), ATRIUM_DEMO_PASSWORD=PASSWORD, **NOW) as house:
        yield house
