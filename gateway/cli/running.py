"""Starting the house from the command line, and stopping it."""

import signal
import socket
import sys
import threading
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from gateway.cli.demo import Demo
from gateway.cli.folder import hold
from gateway.house import House, open_house, prepare
from kit import logs
from kit.bus.direct import DirectDoors
from kit.health import Health
from kit.host.green import WsgiApp, serve_wsgi
from kit.settings import Settings

if TYPE_CHECKING:
    from gateway.app import Application

log = logs.get(__name__)


def run_house(settings: Settings, names: Sequence[str], demo: bool) -> None:
    """Runs the services named until SIGINT or SIGTERM.

    The port is for the page and the API where the gateway is among them, else for the house itself alone (GATE-1).
    """
    house = open_house(settings, names)
    refuse_a_taken_port(settings)
    keep_others_out(settings)
    prepare(settings, house.runtimes)
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    house.host.start()
    try:
        if demo and not names:
            Demo(house).fill(click.echo)
        if "gateway" in house.runtimes:
            serve_the_house(house, stop)
        else:
            ready = partial(say_who, house.runtimes, settings.host)
            serve_wsgi(inner_doors(house), settings.host, settings.port, stop, ready=ready)
    finally:
        house.host.stop()
    click.echo("Stopped.")


def serve_the_house(house: House, stop: threading.Event) -> None:
    """Serves the page and the API until told to stop."""
    from gateway.app import make_app  # Only where there is a gateway: the other services start sooner without it.

    settings = house.settings
    app = make_app(house.host, house.runtimes["gateway"], settings)
    # The live streams would keep the server waiting for its whole patience.
    threading.Thread(target=end_streams, args=(stop, app), daemon=True).start()
    serve_wsgi(app, settings.host, settings.port, stop, ready=partial(say_where, settings.host))


def inner_doors(house: House) -> WsgiApp:
    """What a process without the gateway answers over HTTP: health, figures, and the house's own signed requests."""
    health, secret = Health(house.runtimes.values(), house.host), house.settings.direct_secret
    return DirectDoors(house.runtimes, secret, health) if secret else health


def end_streams(stop: threading.Event, app: "Application") -> None:
    """Ends the live streams once the house is told to stop."""
    stop.wait()
    app.stop()


def say_where(host: str, port: int) -> None:
    """Tells the address, once somebody who goes there is let in."""
    click.echo(f"Atrium: http://{host}:{port}/   API: /api/v1   (Ctrl-C stops)")


def say_who(names: Iterable[str], host: str, port: int) -> None:
    """Tells which services run here, and where they are looked after."""
    click.echo(f"Running {', '.join(names)}. Health and figures: http://{host}:{port}/metrics   (Ctrl-C stops)")


def refuse_a_taken_port(settings: Settings) -> None:
    """Says in a sentence that the port is taken, before anything is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            click.echo(
                f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}): "
                f"stop the program that has it, or choose another: make run PORT={settings.port + 1}",
                err=True,
            )
            sys.exit(1)


def keep_others_out(settings: Settings) -> None:
    """An embedded house is alone on its folder, from here to the end of the process; a second one is told so."""
    if settings.embedded and not hold(settings):
        click.echo(
            f"Another house is running on {settings.var.resolve()}: stop it, "
            "or give this one a folder of its own: make run VAR=folder",
            err=True,
        )
        sys.exit(1)


def fill_with_demo(settings: Settings) -> None:
    """Fills an empty house with the demo estate, without serving anybody meanwhile."""
    house: House = open_house(settings)
    keep_others_out(settings)
    prepare(settings, house.runtimes)
    house.host.start()
    try:
        Demo(house).fill(click.echo)
    finally:
        house.host.stop()
