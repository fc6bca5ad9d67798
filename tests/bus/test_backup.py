"""A back-up of a house at work on RabbitMQ: brought back elsewhere it goes on, nothing lost and nothing doubled."""

import pytest

from kit.backup.copier import NotPossible
from kit.backup.keeping import back_up, restore
from kit.bus import outbox, topology
from kit.clock import RealClock
from kit.database import Database
from kit.runtime import Runtime
from tests.bus.conftest import depth
from tests.conftest import vhost
from tests.databases import migrated
from tests.faults.findings import NOTHING_WRONG, Findings
from tests.faults.house import HOUSE, ROUNDS, SINGERS, Echo, Review, Song, count, sing, wait_until
from tests.faults.processes import house_program

pytestmark = pytest.mark.usefixtures("pg_dump")


@pytest.fixture
def urls(postgres_url):
    """Two databases with tables, and two without."""
    made = [postgres_url() for _ in range(2 * len(HOUSE))]
    for url, service in zip(made, HOUSE, strict=False):
        migrated(url, service).close()
    return made


@pytest.fixture
def houses(urls):
    """The house that is kept, and the one it is brought back into; neither is running."""
    databases = [Database(url) for url in urls]
    runtimes = [Runtime(one, database, RealClock()) for one, database in zip(HOUSE * 2, databases, strict=True)]
    yield [{one.name: one for one in pair} for pair in (runtimes[:2], runtimes[2:])]
    for database in databases:
        database.close()


@pytest.fixture
def amqp(amqp_url):
    topology.declare(amqp_url, HOUSE)
    return amqp_url


@pytest.fixture
def elsewhere(servers):
    with vhost(servers) as url:
        yield url


def go_on(urls, amqp, rounds):
    """Lets the house run on to the end of its rounds, and judges it."""
    topology.declare(amqp, HOUSE)
    agency, critic = urls
    with house_program(agency=agency, critic=critic, amqp=amqp, rounds=rounds) as running:
        assert running.ended() == 0, running.story()
    findings = Findings(agency, critic)
    assert findings.told() == NOTHING_WRONG
    return findings.sung


def test_a_house_at_work_is_kept_at_any_moment_and_goes_on_elsewhere(urls, houses, amqp, elsewhere, tmp_path):
    old, new = houses
    with house_program(agency=urls[0], critic=urls[1], amqp=amqp, rounds=ROUNDS) as running:
        running.wait_for("ready")
        wait_until(lambda: count(old["critic"], Review) > 4, "the house is at work")
        back_up(old, tmp_path / "kept", print)
        assert running.ended() == 0, running.story()
    assert Findings(*urls[:2]).told() == NOTHING_WRONG
    restore(new, tmp_path / "kept", elsewhere, print)
    assert go_on(urls[2:], elsewhere, ROUNDS) == 2 * ROUNDS * len(SINGERS)


def test_what_lay_with_the_broker_is_said_again(urls, houses, amqp, elsewhere, channel, tmp_path):
    """The critic is away: what it should hear is sent, and lies where no back-up reaches."""
    (old, new), told = houses, []
    with house_program(agency=urls[0], amqp=amqp) as running:
        running.wait_for("ready")
        sing(old["agency"], "alto", songs=2)
        sing(old["agency"], "bass")
        wait_until(lambda: depth(channel, "critic.inbox") == 3, "the songs lie with the broker")
        wait_until(lambda: unsent(old["agency"]) == 0, "they are marked as sent")
        back_up(old, tmp_path / "kept", told.append)
    restore(new, tmp_path / "kept", elsewhere, told.append)
    assert told[-1] == "agency says 3 events again that critic had not heard"
    go_on(urls[2:], elsewhere, rounds=1)
    assert count(new["agency"], Echo) == count(new["agency"], Song) >= 3


def test_a_broker_that_is_in_use_is_not_brought_back_into(houses, amqp, channel, tmp_path):
    old, new = houses
    back_up(old, tmp_path / "kept", print)
    channel.basic_consume("critic.inbox", callback=print)
    with pytest.raises(NotPossible, match=r"critic.inbox has 0 messages and 1 receivers.*virtual host"):
        restore(new, tmp_path / "kept", amqp, print)


def unsent(runtime):
    with runtime.look() as work:
        return outbox.depth(work.session)[0]
