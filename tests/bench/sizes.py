"""What both sides of a bench send alike: so many different things are told of, in bodies of this size."""

import json

THINGS = 500
TEXT = "The tenant of room 1204 moves to room 1503 of tower B on the fifteenth, with four meters and two keys."
ENVELOPE = {
    "specversion": "1.0",
    "id": "0193f5a7-9e4c-7c61-b6a3-1f0d8c2b7a55",
    "source": "/atrium/teller",
    "type": "teller.told.v1",
    "subject": "thing/thing 499",
    "time": "2026-12-07T01:00:00.123456Z",
    "datacontenttype": "application/json",
    "sequence": "00000000000000000012",
    "correlationid": "0193f5a7-9e4c-7c61-b6a3-1f0d8c2b7a56",
    "actor": "service:teller",
    "data": {"thing": "thing 499", "number": 12, "at": 1796605200.123456, "text": TEXT},
}
BODY = json.dumps(ENVELOPE, ensure_ascii=False, separators=(",", ":"))
