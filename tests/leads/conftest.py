"""Leasing at work in one estate, with three consultants, their supervisor and their manager."""

import pytest

from kit.database import Database
from kit.runtime import Runtime
from services.leads.service import Leads
from tests.engineering.house import House
from tests.leads.builders import HE_JIE, LI_QIANG, MANAGER, SUPERVISOR, ZHOU_MIN, a_person, an_estate


@pytest.fixture
def leads(runtime_of) -> House:
    """Leasing, knowing 云栖中心 and who works there."""
    house = House(runtime_of(Leads))
    house.hear(an_estate(), *(a_person(one) for one in (LI_QIANG, ZHOU_MIN, HE_JIE, SUPERVISOR, MANAGER)))
    return house


@pytest.fixture
def second(leads, clock):
    """Another copy of the service on the same database."""
    database = Database(leads.runtime.database.url.render_as_string(hide_password=False))
    yield House(Runtime(Leads, database, clock))
    database.close()
