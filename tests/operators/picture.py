"""Draws the dashboard's panels from a real house at work, as Grafana would, and says which panel has no data.

`python -m tests.servers python -m tests.operators.picture docs/pictures/dashboard.png` in an environment that also has
tests/operators/requirements.txt. The house works for some minutes: people begin changes and take them back, others are
carried to their end, somebody sends what is no event, a table is away for a moment.
"""

import contextlib
import io
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib
from PIL import Image

from kit.bus.link import drop, message, open_link
from tests.journeys.room_change import RoomChange, walk
from tests.journeys.running import NOW
from tests.operators import papers
from tests.operators.watched import Load, Watched, watched_house

matplotlib.use("Agg")
from matplotlib import pyplot

KINDS = ("key", "access_card", "access_card", "parking_permit")
WORKS_FOR = 200.0
STEP = 2.0
WINDOW = "20s"
UNITS = {"s": "s", "eps": "events/s", "reqps": "requests/s", "bytes": "MB", "percentunit": "share", "short": ""}


def be_busy(watched: Watched) -> None:
    """Carries changes to their end, one after another, with some trouble in between.

    After each its people rest for as long as it took, or the gateway would soon find that they ask too often.
    """
    until, number = time.monotonic() + WORKS_FOR, 0
    while time.monotonic() < until:
        number, began = number + 1, time.monotonic()
        items = tuple((kind, f"{kind}-{number}-{place}") for place, kind in enumerate(KINDS))
        with contextlib.suppress(AssertionError, StopIteration):  # On a busy machine a step may get no answer in time.
            walk(OnAFloor(watched.house, items=items, floor=f"A{5 + number % 6:02}"))
        if number == 1:
            make_trouble(watched)
        time.sleep(time.monotonic() - began)


@dataclass
class OnAFloor(RoomChange):
    """A change of a tenant on one floor, so that one left half-way does not stand in the way of the next."""

    floor: str = ""

    def choose_units(self, old: str = "") -> None:
        super().choose_units(old or self.floor)


def make_trouble(watched: Watched) -> None:
    link = open_link(watched.amqp, "an outsider")
    link.channel().basic_publish(message('{"hello": "there"}'), "", "finance.inbox")
    drop(link)
    notify = watched.database("notify")
    notify.execute("ALTER TABLE items RENAME TO items_gone")
    time.sleep(3)  # So long is the trouble that the picture is to show; nothing is waited for.
    notify.execute("ALTER TABLE items_gone RENAME TO items")


def gathered(watched: Watched, began: float) -> dict[str, list[dict[str, Any]]]:
    """What each panel shows: the series of all its queries, each with the query's place in the panel."""
    told = {}
    for panel in papers.panels():
        told[panel["title"]] = [
            series | {"legend": legend_of(panel["targets"][number]["legendFormat"], series["metric"])}
            for number, query in enumerate(papers.queries(panel, WINDOW))
            for series in watched.prometheus.history(query, began, time.time(), STEP)
        ]
    return told


def legend_of(form: str, labels: dict[str, str]) -> str:
    for name, value in labels.items():
        form = form.replace("{{" + name + "}}", value)
    return form


def draw(told: dict[str, list[dict[str, Any]]], began: float, path: Path) -> None:
    panels = [panel for panel in papers.panels() if panel["type"] == "timeseries"]
    pyplot.rcParams.update({"font.size": 7})
    figure, places = pyplot.subplots((len(panels) + 2) // 3, 3, figsize=(16, 2.5 * ((len(panels) + 2) // 3)))
    for place in places.flat[len(panels) :]:
        place.axis("off")
    for panel, place in zip(panels, places.flat, strict=False):
        unit = panel["fieldConfig"]["defaults"]["unit"]
        for series in told[panel["title"]]:
            times, values = zip(*series["values"], strict=True)
            scale = 1e6 if unit == "bytes" else 1
            place.plot(
                [at - began for at in times], [float(one) / scale for one in values], label=series["legend"], lw=1
            )
        place.set_title(panel["title"].partition(" / ")[0], loc="left", fontsize=9)
        place.set_ylabel(UNITS[unit])
        place.set_ylim(bottom=0)
        place.grid(alpha=0.3)
        if len(told[panel["title"]]) <= 14:
            place.legend(fontsize=5, ncols=2, loc="upper left", framealpha=0.5)
    figure.tight_layout()
    with io.BytesIO() as drawn:
        figure.savefig(drawn, dpi=80)
        Image.open(drawn).quantize(64).save(path, optimize=True)


def main(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, watched_house(Path(folder), **NOW) as watched:
        began = time.time()
        worker = threading.Thread(target=be_busy, args=(watched,))
        with Load(watched):
            worker.start()
            worker.join()
        told = gathered(watched, began)
    for title, series in told.items():
        print(f"{len(series):3} series  {title}")  # noqa: T201
    draw(told, began, path)
    sys.exit(1 if any(not series for series in told.values()) else 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
