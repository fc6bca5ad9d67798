"""The embedded host says whether all its loops run."""

import threading

import pytest

from kit.host.local import LocalHost
from kit.regular import Regulars
from tests.faults.house import wait_until
from tests.kit.choir import Listener


@pytest.fixture
def host(runtime_of):
    host = LocalHost([runtime_of(Listener)])
    yield host
    host.stop()


def test_it_is_ready_while_every_loop_runs(host):
    host.start()
    assert host.is_ready()


def test_a_loop_that_has_ended_is_seen(host, monkeypatch):
    ending = threading.Event()
    monkeypatch.setattr(Regulars, "run", lambda self: ending.wait())
    host.start()
    assert host.is_ready()
    ending.set()
    wait_until(lambda: not host.is_ready(), "the end of a loop is seen")
