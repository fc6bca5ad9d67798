"""Sales through the gateway while sales control and finance are killed and nobody reaches the broker (SALE-1, FIN-6).

Each fault comes after so many answers, so that the work is always as far, however fast the machine is.
"""

import time
from pathlib import Path

from sqlalchemy import make_url

from tests.faults.soak.business import Clients
from tests.faults.soak.clients import Desk
from tests.faults.soak.evidence import Evidence
from tests.faults.soak.history import History
from tests.faults.soak.sales import WAYS, Sales
from tests.journeys.running import wait_for
from tests.journeys.spread import SpreadHouse, started

CLIENTS, MOST = 4, 2 * len(WAYS)
ANSWERS = (60, 120, 180)
AWAY = 1.0
PATIENCE = 240.0


def run(house: SpreadHouse, settings: dict[str, str], folder: Path, seed: int) -> dict[str, list]:
    """Gives what is wrong in the end; the history is in the folder."""
    history, business = History(folder / "history.jsonl"), Sales()
    tokens = {name: house.as_(name).token for name in business.people}
    business.fill(Desk([house.base], tokens, history, "seeding"), MOST)
    desks = [Desk([house.base], tokens, history, number) for number in range(CLIENTS)]
    so_far, clients = history.outcomes["ok"], Clients(desks, business, seed, MOST)
    faults = (
        lambda: kill("contracts", house, settings),
        lambda: lose_the_broker(house),
        lambda: kill("finance", house, settings),
    )
    for answers, fault in zip(ANSWERS, faults, strict=True):
        wait_for(lambda most=so_far + answers: history.outcomes["ok"] >= most, lambda: str(clients.failures))
        fault()
    wait_for(lambda: not clients.are_at_work(), lambda: f"still at work; {clients.failures}", seconds=PATIENCE)
    evidence = Evidence(lambda service: dsn_of(settings["ATRIUM_DATABASE_URL"], service), business)
    wait_for(lambda: not evidence.lying(), lambda: str(evidence.lying()), seconds=PATIENCE)
    found = evidence.findings(history.said, poison=(), perhaps=())
    history.close()
    return found | {"unfinished": clients.failures, "broken answers": history.broken}


def kill(name: str, house: SpreadHouse, settings: dict[str, str]) -> None:
    """And starts it again."""
    killed = house.services[name]
    killed.kill()
    house.services[name] = started(killed.log.parent, ("run", name), settings)
    wait_for(house.services[name].is_ready, lambda: killed.log.read_text("utf-8")[-3000:])


def lose_the_broker(house: SpreadHouse) -> None:
    """The fault itself: for so long nobody reaches it."""
    house.line.refuse()
    time.sleep(AWAY)
    house.line.mend()


def dsn_of(url: str, service: str) -> str:
    one = make_url(url)
    database = one.set(drivername="postgresql", database=f"{one.database}_{service}")
    return database.render_as_string(hide_password=False)
