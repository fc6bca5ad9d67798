"""The soak in short: room changes while a service, its relay, the broker and the database are killed in turn.

Only the end is judged: however long it took, every change has all its effects once, and nothing lies about. The long
form is `make soak`.
"""

from collections.abc import Iterator
from functools import partial

import pytest

from tests.conftest import not_run
from tests.faults.soak.changes import Changes
from tests.faults.soak.faults import Fault
from tests.faults.soak.running import Soak
from tests.servers import NotAvailable

SEEDS = [2026]


def one_of_each(nemesis, rng) -> Iterator[Fault]:
    yield partial(nemesis.kill_service, rng.choice(["contracts", "engineering", "finance", "notify", "gateway"]), 0)
    yield partial(nemesis.crash_relay, "property", "relay.after_publish_before_confirm", 1)
    yield partial(nemesis.kill_broker, 0)
    yield partial(nemesis.reset, "property", "database")
    yield partial(nemesis.kill_database, 0)
    yield partial(nemesis.reset, "notify", "broker")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.rule("PROP-2", "SALE-17", "FIN-4", "NOTE-2")
def test_whatever_is_killed_every_change_has_all_its_effects_once(tmp_path, seed):
    soak = Soak(
        tmp_path,
        seed,
        Changes(),
        copies=1,
        clients=2,
        most=30,
        share=0.05,
        lasting=2.0,
        plan=one_of_each,
        quiet_within=240.0,
    )
    try:
        findings = soak.run()
    except NotAvailable as error:
        not_run(error)
    assert {what: found for what, found in findings.items() if found} == {}, soak.summary(findings)
    thrown = {"service killed", "relay crashed", "broker killed", "database killed"}
    assert thrown <= set(soak.figures), soak.summary(findings)
