"""A disk that takes nothing more: the embedded house refuses writes in a sentence, lives, and goes on afterwards.

The kernel plays the full disk: a limit on the size of files (RLIMIT_FSIZE), set on the running process from outside,
fails every write that would go beyond it, whatever the file system, and without any privilege.
"""

import resource
from contextlib import contextmanager

from tests.faults.findings import NOTHING_WRONG, judge
from tests.journeys.room_change import DEPARTMENTS, RoomChange
from tests.journeys.running import NOW, fetch, running_house

AWAY = {"status": 503, "type": "/problems/unavailable"}


@contextmanager
def full_disk(process):
    """No file of the process takes another byte; what it has written stays readable."""
    unlimited = resource.RLIM_INFINITY
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, unlimited))
    yield
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))


def refused(change):
    """What a write is answered on a full disk, each kind once."""
    tries = [
        ("property.clerk", f"/unit-changes/{change.id}/steps/inspect", {"clear": True}),
        (
            "property.clerk",
            "/items",
            {"lease_id": change.old_unit["lease_id"], "items": [{"kind": "key", "number": "满"}]},
        ),
        ("leasing.clerk", f"/unit-changes/{change.id}/cancel", {"reason": "满"}),
    ]
    answers = [change.house.as_(who).ask("POST", path, body) for who, path, body in tries]
    return [{"status": answer.status, "type": answer.body["type"]} for answer in answers]


def test_on_a_full_disk_writes_are_refused_and_afterwards_everything_goes_on(filled_folder):
    with running_house(filled_folder(), **NOW) as house:
        change = RoomChange(house)
        change.choose_units()
        change.issue_items()
        change.request()
        for department in DEPARTMENTS:
            house.as_(f"{department}.clerk")
        change.wait_until_kept()
        before = change.now()
        with full_disk(house.process):
            assert refused(change) == [AWAY] * 3
            assert change.now() == before
            assert fetch(f"{house.base}/health/live").status == 200
        change.do("property.clerk", "inspect", clear=True)
        change.make_ready()
        with full_disk(house.process):
            assert house.as_("finance.clerk").ask("GET", "/settlements").status == 200
        change.read_meters()
        change.return_and_hand_over()
        change.settle()
        change.issue_notice()
        for department in DEPARTMENTS:
            change.acknowledge(department)
        change.wait_until_done()
        kept = [department for department in DEPARTMENTS if change.notice(department)]
        settled = [one["state"] for one in change.settlements()]
    assert judge([*DEPARTMENTS, "confirmed"], [*kept, *settled]) == NOTHING_WRONG
