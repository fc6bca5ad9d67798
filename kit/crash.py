"""Named crash points: places where a test may end the process, to see that nothing is lost there.

A point is armed by `ATRIUM_CRASH="relay.after_publish_before_confirm:5"`, which ends the process hard at
the point's fifth hit. Unarmed, a point costs one dictionary look-up. Every name is declared here, so that a test
can walk all of them.
"""

import os
from collections import Counter

POINTS = (
    "work.before_commit",
    "work.after_commit",
    "relay.before_publish",
    "relay.after_publish_before_confirm",
    "relay.after_confirm_before_mark",
    "relay.after_mark",
    "receiver.before_store",
    "receiver.after_store_before_ack",
    "receiver.after_ack",
    "worker.before_handler",
    "worker.after_handler_before_commit",
    "worker.after_commit",
    "local.before_store",
    "local.after_store_before_mark",
)
EXIT_STATUS = 77

_hits: Counter[str] = Counter()


def armed(told: str) -> dict[str, int]:
    """The points that ATRIUM_CRASH names, each with its hit. Raises ValueError for a name that is no point's."""
    hits = {}
    for entry in filter(None, told.split(",")):
        name, _, hit = entry.partition(":")
        if name not in POINTS:
            raise ValueError(f"ATRIUM_CRASH names no crash point: {name!r}; there are {', '.join(POINTS)}")
        hits[name] = int(hit or 1)
    return hits


_ARMED = armed(os.environ.get("ATRIUM_CRASH", ""))


def crash_here(name: str) -> None:
    """Ends the process at once, without clean-up, if this point is armed and its hit has come."""
    if name in _ARMED:
        _hits[name] += 1
        if _hits[name] == _ARMED[name]:
            os._exit(EXIT_STATUS)
