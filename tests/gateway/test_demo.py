"""Filling an empty house with the demo estate, and doing so again where it was cut short."""

import pytest
from sqlalchemy import text

from gateway.cli.demo import Demo
from gateway.house import open_house, prepare
from gateway.models import Person
from kit.settings import WrongSettings, read_settings


@pytest.fixture
def house(tmp_path, request):
    password = getattr(request, "param", "walk-through-2026")
    house = open_house(read_settings({"ATRIUM_VAR": str(tmp_path), "ATRIUM_DEMO_PASSWORD": password}))
    prepare(house.settings, house.runtimes)
    house.host.start()
    yield house
    house.host.stop()


def users_of(house):
    with house.runtimes["gateway"].look() as work:
        return work.session.query(Person).where(Person.password_hash.is_not(None)).count()


def registered(house):
    with house.runtimes["leads"].look() as work:
        return work.session.scalar(text("SELECT count(*) FROM register"))


def on_the_board(house):
    """Units by state, deals, and permits recorded."""
    with house.runtimes["contracts"].look() as work:
        states = dict(work.session.execute(text("SELECT state, count(*) FROM units GROUP BY state")).all())
        counts = [work.session.scalar(text(f"SELECT count(*) FROM {table}")) for table in ("deals", "permits")]
    return states, *counts


class CutShort(Demo):
    """One whose process dies before the users are made."""

    def _make_users(self, say):
        raise KeyboardInterrupt


def test_one_that_was_cut_short_is_filled_again(house):
    with pytest.raises(KeyboardInterrupt):
        CutShort(house).fill(lambda line: None)
    assert users_of(house) == 0
    assert registered(house) == 34
    states, deals, permits = on_the_board(house)
    assert (states["held"], states["confirmed"], deals, permits) == (2, 1, 3, 14)
    assert min(states["available"], states["signed"], states["withdrawn"]) > 30
    lines = []
    Demo(house).fill(lines.append)
    assert users_of(house) == 27
    assert registered(house) == 34
    assert on_the_board(house) == (states, deals, permits)
    assert any(line.split()[:2] == ["leasing.clerk", "walk-through-2026"] for line in lines)
    Demo(house).fill(lines.append)
    assert sum("Filling" in line for line in lines) == 1


@pytest.mark.parametrize("house", ["short"], indirect=True)
def test_a_password_that_will_not_do_is_told_before_anything_is_filled_in(house):
    lines = []
    with pytest.raises(WrongSettings, match="ATRIUM_DEMO_PASSWORD: "):
        Demo(house).fill(lines.append)
    assert lines == []
