"""What both sides of a bench send alike: so many different things are told of, in bodies of this size."""

import json

THINGS = 500
TEXT = "The tenant of room 1204 moves to room 1503 of tower B on the fifteenth, with four meters and two keys."


def numbered(which: int) -> tuple[str, int]:
    """Which thing is told of, and the how-manieth time."""
    return f"thing {which % THINGS}", which // THINGS


def envelope(event_id: str, thing: str, number: int, at: float, sequence: int, time: str) -> str:
    """The CloudEvents document of one telling, as the house would write it."""
    told = {
        "specversion": "1.0",
        "id": event_id,
        "source": "/atrium/teller",
        "type": "teller.told.v1",
        "subject": f"thing/{thing}",
        "time": time,
        "datacontenttype": "application/json",
        "sequence": f"{sequence:020d}",
        "correlationid": event_id,
        "actor": "service:teller",
        "data": {"thing": thing, "number": number, "at": at, "text": TEXT},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


BODY = envelope("0193f5a7-9e4c-7c61-b6a3-1f0d8c2b7a55", "thing 499", 12, 1796605200.1, 13, "2026-12-07T01:00:00.1Z")
