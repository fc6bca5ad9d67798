"""Property at work in two estates, and a tenant of A1109."""

import pytest

from services.property.service import Property
from tests.property.builders import fill
from tests.property.desk import Desk
from tests.property.walking import Walk


@pytest.fixture
def desk(runtime_of) -> Desk:
    """Property with its two estates, on each database."""
    desk = Desk(runtime_of(Property))
    fill(desk)
    return desk


@pytest.fixture
def walk(desk) -> Walk:
    """A requested change from A1109 to A0501 on 14 December 2026."""
    return Walk(desk)
