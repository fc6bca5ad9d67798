"""`python -m tests.faults.soak --kind sale --seed 7 --minutes 10`: the long soak; ends badly with any finding."""

import argparse
import random
import signal
import sys
import tempfile
from functools import partial
from pathlib import Path

from tests.faults.soak.changes import Changes
from tests.faults.soak.faults import for_minutes
from tests.faults.soak.running import Soak
from tests.faults.soak.sales import Sales

KINDS = {"change": Changes, "sale": Sales}
A_MINUTE = {"change": 40, "sale": 120}  # More than are done anywhere, so that there is load to the end.
WITHIN = {"service killed": 5.0, "broker killed": 15.0}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=KINDS, default="change")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--copies", type=int, default=2)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # So that what was started is stopped.
    folder = Path(tempfile.mkdtemp(prefix="atrium-soak-"))
    say(f"{asked.kind}s, seed {asked.seed}, {asked.minutes:g} minutes; history and logs in {folder}")
    soak = Soak(
        folder,
        asked.seed,
        KINDS[asked.kind](),
        copies=asked.copies,
        clients=asked.clients,
        most=max(20, int(asked.minutes * A_MINUTE[asked.kind])),
        share=0.01,
        lasting=40.0,
        plan=partial(for_minutes, copies=asked.copies, minutes=asked.minutes),
    )
    findings = soak.run()
    findings["too slow"] = [
        f"{kind}: well again after {seconds:.1f} s, and not within {WITHIN[kind]:.0f}"
        for kind, times in soak.recoveries.items()
        for seconds in times
        if seconds > WITHIN.get(kind, seconds)
    ]
    say(soak.summary(findings))
    return 1 if any(findings.values()) else 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
