"""Requests a second through the gateway: reading a room change with its steps, and doing one of them.

Session, permission, validation, idempotency, audit and what is announced are all in it, and every write is a step of
another change. Gateway and property run in a process each, on RabbitMQ and PostgreSQL. wrk asks, with one client and
with sixteen. nameko's side is a gateway with its HTTP entrypoint and `RpcProxy` and a service with SQLAlchemy,
marshmallow and `EventDispatcher`, all with their defaults, in a process each; it reads and writes the same rows by the
same rules, and gives the same answer to the letter. django-helpdesk is asked for a ticket with twelve follow-ups at its
API, and for one more follow-up, under gunicorn with its usual settings: five processes on two cores.
"""

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import make_url

from tests.bench.house import NOW, BenchHouse, a_house
from tests.bench.load import Requests, get_wrk, server
from tests.bench.paired import Effort, compare
from tests.bench.place import PEERS_PYTHON, ROOT, Broken, Place
from tests.bench.rows import Row, times
from tests.servers.server import free_port

TITLE = "Gateway: one request there and back"
CLIENTS = (1, 16)
SECONDS = 4
MOST = 80  # More writes a second than any side does here.
DESK = "tests.bench.peers.desk"


def run(place: Place, effort: Effort) -> list[Row]:
    get_wrk()
    seconds = max(SECONDS * effort.share, 3)  # In less, a busy machine answers nothing to sixteen.
    runs = 2 * 2 * len(CLIENTS) * (effort.pairs + 1)
    house = a_house(place, changes=round(runs * MOST * seconds))
    peer = nameko(place, house)
    refuse_another_answer(house, peer)
    theirs, ours = house.changes[::2], house.changes[1::2]
    desk_read, desk_write = desk(place, tickets=500)
    sides = {
        "one read": (reading(house, house.base, ours), reading(house, peer, theirs), desk_read),
        "one write": (writing(house, house.base, ours), writing(house, peer, theirs), desk_write),
    }
    return list(compared(sides, effort, seconds))


def compared(sides: dict[str, tuple[Requests, Requests, Requests]], effort: Effort, seconds: float) -> Iterator[Row]:
    for against, place, target in (("nameko's defaults", 1, {"at_least": 2.5}), ("django-helpdesk", 2, {})):
        for what, requests in sides.items():
            for clients in CLIENTS:

                def rate(side: Requests, clients: int = clients) -> float:
                    return side.rate(clients, seconds)

                ours, theirs = requests[0], requests[place]
                told = f"{what}, {clients} client{'s' if clients > 1 else ''}, against {against}"
                found = compare(lambda: rate(ours), lambda: rate(theirs), effort)  # noqa: B023 - asked for at once.
                yield times(told, found, "requests/s", **target)


def reading(house: BenchHouse, base: str, changes: Iterable[str]) -> Requests:
    return Requests(base, [f"GET\t/api/v1/unit-changes/{id}\t" for id in changes], house.logins)


def writing(house: BenchHouse, base: str, changes: Iterable[str]) -> Requests:
    """The keys of each change's new unit are counted, which is done once."""
    body = json.dumps({"keys": ["K-1502", "K-1503"], "forms_prepared": True})
    targets = [f"POST\t/api/v1/unit-changes/{id}/steps/check_keys\t{body}" for id in changes]
    return Requests(base, targets, house.logins, once=True)


def nameko(place: Place, house: BenchHouse) -> str:
    """The same on nameko's defaults; gives where it is asked."""
    base = f"http://127.0.0.1:{free_port()}"
    rooms = ("-W", "ignore", "-m", "tests.bench.peers.rooms", house.broker, f"{house.database}_property", NOW)
    health = f"http://127.0.0.1:{(port := str(free_port()))}/"
    server(place, sys.executable, (*rooms, port), health)
    gateway = ("-W", "ignore", "-m", "tests.bench.peers.rooms_gateway", house.broker, f"{house.database}_gateway", NOW)
    server(place, sys.executable, (*gateway, base.rpartition(":")[2]), base)
    return base


def refuse_another_answer(house: BenchHouse, peer: str) -> None:
    """Both sides have to answer the same, or one would be asked for less."""
    name, _, value = house.logins[0].partition(": ")
    answers = []
    for base in (house.base, peer):
        asked = urllib.request.Request(f"{base}/api/v1/unit-changes/{house.changes[0]}", headers={name: value})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            answers.append(json.load(answer))
    if answers[0] != answers[1]:
        different = {key for key in answers[0] if answers[0][key] != answers[1].get(key)}
        raise Broken(f"the sides answer differently: {sorted(different)}")


def desk(place: Place, tickets: int) -> tuple[Requests, Requests]:
    """The help desk with its tickets; what is asked of it."""
    at = make_url(place.database()).set(drivername="postgresql").render_as_string(hide_password=False)
    told = {"DESK_DATABASE": at, "DJANGO_SETTINGS_MODULE": f"{DESK}.settings"}
    filling = [PEERS_PYTHON, "-m", f"{DESK}.fill", str(tickets), "12", "20"]
    done = subprocess.run(filling, cwd=ROOT, env=os.environ | told, check=True, stdout=subprocess.PIPE)
    filled = json.loads(done.stdout)
    base, workers = f"http://127.0.0.1:{free_port()}", 2 * (os.cpu_count() or 1) + 1
    bound = ("-b", base.removeprefix("http://"), "-w", str(workers), "--log-level", "warning")
    server(place, PEERS_PYTHON, ("-m", "gunicorn", *bound, "django.core.wsgi:get_wsgi_application()"), base, **told)
    token = "a" * 32
    logins = [f"Cookie: sessionid={one}; csrftoken={token}\tX-CSRFToken: {token}" for one in filled["cookies"]]
    return desk_requests(base, filled["tickets"], logins)


def desk_requests(base: str, tickets: Sequence[int], logins: Sequence[str]) -> tuple[Requests, Requests]:
    follow_up = {"title": "Keys counted", "comment": "Two keys.", "user": None, "public": False}
    writes = [f"POST\t/api/followups/\t{json.dumps({'ticket': ticket} | follow_up)}" for ticket in tickets]
    reads = [f"GET\t/api/tickets/{ticket}/\t" for ticket in tickets]
    return Requests(base, reads, logins), Requests(base, writes, logins)
