"""Runs the benches, prints their tables and writes them into docs/benchmarks.json and docs/benchmarks.md.

`python -m tests.bench [--quick] [NAME…]`, with servers as `python -m tests.servers` gives them. A bench that is run
alone replaces its own table and leaves the others as they are. Quick runs only show that everything runs: their
figures are printed and not kept.
"""

import argparse
import sys
from datetime import date
from importlib import import_module
from typing import Any

from docs import benchmarks
from tests.bench import BENCHES
from tests.bench.machine import machine
from tests.bench.paired import QUICK, Effort
from tests.bench.place import Place
from tests.servers import Servers


def measured(name: str, servers: Servers, effort: Effort) -> dict[str, Any]:
    """One bench's results as they are kept."""
    bench = import_module(f"tests.bench.{name}")
    with Place(servers) as place:
        rows = [row.as_json() for row in bench.run(place, effort)]
    return {
        "title": bench.TITLE,
        "about": bench.__doc__.strip(),
        "on": date.today().isoformat(),  # noqa: DTZ011 (the day at the machine's own place)
        "machine": machine(servers),
        "rows": rows,
    }


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", help=f"of {', '.join(BENCHES)}; all where none is named")
    parser.add_argument("--quick", action="store_true", help="a few of everything, only to see that it runs")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(BENCHES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    servers = Servers()
    try:
        for name in asked.names or BENCHES:
            result = measured(name, servers, QUICK if asked.quick else Effort())
            sys.stdout.write(f"\n{benchmarks.table(result)}\n")
            if not asked.quick:
                benchmarks.keep(name, result, BENCHES)
    finally:
        servers.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
