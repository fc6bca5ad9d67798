"""Engineering at work in one estate with two units and the technicians of the tests."""

import pytest

from services.engineering.service import Engineering
from tests.engineering.builders import a_unit, an_estate, enter
from tests.engineering.house import House


@pytest.fixture
def engineering(runtime_of) -> House:
    """Engineering, knowing 云栖中心 with A0501 and A2001, and nobody who repairs."""
    house = House(runtime_of(Engineering))
    house.hear(an_estate(), a_unit("A0501", 5), a_unit("A2001", 20))
    return house


@pytest.fixture
def staffed(engineering) -> House:
    """The same with two electricians: 杨军 (level 5, everywhere) and 马磊 (level 3, floors 15 to 30)."""
    enter(engineering, "YQ031", "杨军", "强电5;门窗五金4")
    enter(engineering, "YQ032", "马磊", "强电3;电梯2", "云栖中心A座15-30层")
    return engineering
