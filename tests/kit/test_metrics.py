"""What is counted while it happens is told to Prometheus once it has happened."""

import pytest
from prometheus_client import REGISTRY

from kit import logs
from kit.bus import inbox
from kit.bus.local import LocalCarrier
from kit.doors import Call
from kit.runtime import Runtime
from tests.faults.house import IMPRESARIO, Agency, Critic

SONG_SUNG = {"service": "agency", "event": "agency.song_sung.v1"}


@pytest.fixture
def engine():
    """What is counted is the same whatever lies beneath: one engine will do."""
    return "sqlite"


@pytest.fixture
def agency(runtime_of):
    return runtime_of(Agency)


@pytest.fixture
def rise():
    """How much a figure has risen since it was asked for last; the first answer is of no use."""
    seen: dict[tuple, float] = {}

    def since(name, **labels):
        key = (name, *sorted(labels.items()))
        now = REGISTRY.get_sample_value(name, labels) or 0.0
        risen = now - seen.get(key, 0.0)
        seen[key] = now
        return risen

    return since


def ask(runtime: Runtime, door="sing", **body):
    return runtime.call(Call(door, IMPRESARIO, body=body)).status


class TestFigures:
    def test_an_event_is_announced_once_its_work_is_committed(self, agency, rise, monkeypatch):
        rise("atrium_events_announced_total", **SONG_SUNG)
        assert ask(agency, singer="alto", songs=2) == 201
        assert rise("atrium_events_announced_total", **SONG_SUNG) == 2
        monkeypatch.setattr("kit.runtime.shape", lambda *_: 1 / 0)
        assert ask(agency, singer="alto") == 500
        assert rise("atrium_events_announced_total", **SONG_SUNG) == 0

    @pytest.mark.parametrize(("body", "status"), [({"singer": "alto"}, "201"), ({"singer": 7}, "422")])
    def test_an_answer_counts_by_its_status_and_takes_its_time(self, agency, rise, body, status):
        told = {"service": "agency", "door": "sing"}
        figures = [("atrium_door_answers_total", told | {"status": status}), ("atrium_door_seconds_count", told)]
        for name, labels in figures:
            rise(name, **labels)
        ask(agency, **body)
        assert [rise(name, **labels) for name, labels in figures] == [1, 1]

    def test_a_door_that_is_not_there_makes_no_figure(self, agency):
        assert ask(agency, door="no_such_door") == 404
        assert (
            REGISTRY.get_sample_value("atrium_door_seconds_count", {"service": "agency", "door": "no_such_door"})
            is None
        )

    def test_a_transaction_is_timed_whether_it_is_committed_or_not(self, agency, rise):
        rise("atrium_transaction_seconds_count", service="agency")
        with pytest.raises(ZeroDivisionError), agency.work():
            raise ZeroDivisionError
        with agency.work():
            pass
        assert rise("atrium_transaction_seconds_count", service="agency") == 2

    def test_what_is_no_event_counts_as_parked_when_it_comes_in(self, runtime_of, rise):
        critic = runtime_of(Critic)
        rise("atrium_events_parked_total", service="critic", event="malformed")
        LocalCarrier([critic])._store(critic, [Strange()])
        assert rise("atrium_events_parked_total", service="critic", event="malformed") == 1
        with critic.look() as work:
            assert inbox.depth(work.session)[2] == 1


class Strange:
    """What somebody put into the outbox by hand."""

    type, body = "agency.song_sung.v1", "noise"


class TestLogs:
    def test_a_line_about_many_events_has_each_id_once_and_not_too_many_of_them(self):
        lines = []
        log = type("Log", (), {"info": lambda _, told, **values: lines.append((told, values))})()
        ids = [f"id-{number}" for number in range(logs.IDS_A_LINE + 2)]
        logs.follow(log, "events were sent", [*ids, ids[0]], service="agency")
        assert [len(values["correlation_ids"]) for _, values in lines] == [logs.IDS_A_LINE, 2]
        assert [one for _, values in lines for one in values["correlation_ids"]] == ids
