"""The room change's broadcast as the house runs it: property says so, notify fills the inboxes.

usage: property|notify BROKER DATABASE
"""

import sys
from functools import partial

from kit.host import green

green.patch()

from gateway.house import all_services  # noqa: E402
from kit import logs  # noqa: E402
from kit.clock import RealClock  # noqa: E402
from kit.database import Database  # noqa: E402
from kit.host.nameko import NamekoHost  # noqa: E402
from kit.runtime import Runtime  # noqa: E402
from kit.service import on  # noqa: E402
from services.notify.service import Notify  # noqa: E402
from services.notify.subscriptions import SUBSCRIBABLE  # noqa: E402
from services.property.service import Property  # noqa: E402
from tests.bench.orders import Kept, serve, tell_all  # noqa: E402
from tests.faults.house import wait_until  # noqa: E402
from tests.notify.builders import an_estate, an_id, the_unit_change  # noqa: E402

kept = Kept()


class WatchedNotify(Notify):
    """Notify, which says when the inbox rows of a change are committed."""

    name = "notify"

    @on(*SUBSCRIBABLE)
    def pass_on_to_who_subscribes(self, work, event):
        super().pass_on_to_who_subscribes(work, event)
        work.after_commit.append(partial(kept, work.heard.time.timestamp()))


def main(name: str, broker: str, database: str) -> None:
    logs.configure("WARNING")
    runtime = Runtime({"property": Property, "notify": WatchedNotify}[name], Database(database), RealClock())
    host = NamekoHost([runtime], broker, known=all_services())
    host.start()
    wait_until(host.is_ready, "the broker is reached", 60)

    def open_the_estate() -> None:
        with runtime.work() as work:
            work.announce(an_estate())

    def tell(which: int) -> None:
        with runtime.work() as work:
            work.announce(the_unit_change(unit_change_id=an_id(f"HF-{which}"), number=f"HF-{which}"))

    deeds = {"open": open_the_estate, "tell": lambda **given: tell_all(tell, **given), "wait": kept.wait}
    serve(deeds, lambda: green.in_thread(sys.stdin.readline))
    host.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
