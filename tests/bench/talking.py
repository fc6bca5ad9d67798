"""The lean pair as the house runs it, one service in this process. usage: teller|keeper BROKER DATABASE"""

import sys

from kit.host import green

green.patch()

from kit import logs  # noqa: E402
from kit.clock import RealClock  # noqa: E402
from kit.database import Database  # noqa: E402
from kit.host.nameko import NamekoHost  # noqa: E402
from kit.runtime import Runtime  # noqa: E402
from tests.bench.orders import Kept, serve, tell_all  # noqa: E402
from tests.bench.pair import PAIR  # noqa: E402
from tests.faults.house import wait_until  # noqa: E402


def main(name: str, broker: str, database: str) -> None:
    logs.configure("WARNING")
    service = {service.name: service for service in PAIR}[name]
    runtime = Runtime(service, Database(database), RealClock())
    host = NamekoHost([runtime], broker, known=PAIR)
    host.start()
    wait_until(host.is_ready, "the broker is reached", 60)
    kept = Kept()
    runtime.service.kept = kept

    def tell(which: int) -> None:
        with runtime.work() as work:
            runtime.service.tell(work, which)

    def tells(**given: float) -> float:
        return tell_all(tell, **given)

    serve({"tell": tells, "wait": kept.wait}, lambda: green.in_thread(sys.stdin.readline))
    host.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
