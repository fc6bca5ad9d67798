"""Starting the house from the command line, and stopping it."""

import signal
import socket
import sys
import threading
from collections.abc import Sequence
from functools import partial

import click

from gateway.app import Application, make_app
from gateway.cli.demo import Demo
from gateway.house import House, open_house, prepare
from kit import logs
from kit.host.green import serve_wsgi
from kit.settings import Settings

log = logs.get(__name__)


def run_house(settings: Settings, names: Sequence[str], demo: bool) -> None:
    """Runs the services named, the gateway's page and API among them, until SIGINT or SIGTERM."""
    house = open_house(settings, names)
    with_gateway = "gateway" in house.runtimes
    if with_gateway:
        refuse_a_taken_port(settings)
    prepare(settings, house.runtimes)
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    house.host.start()
    try:
        if demo and not names:
            Demo(house).fill(click.echo)
        if with_gateway:
            app = make_app(house.host, house.runtimes["gateway"], settings)
            # The live streams would keep the server waiting for its whole patience.
            threading.Thread(target=end_streams, args=(stop, app), daemon=True).start()
            serve_wsgi(app, settings.host, settings.port, stop, ready=partial(say_where, settings.host))
        else:
            click.echo(f"Running {', '.join(house.runtimes)} (Ctrl-C stops)")
            stop.wait()
    finally:
        house.host.stop()
    click.echo("Stopped.")


def end_streams(stop: threading.Event, app: Application) -> None:
    """Ends the live streams once the house is told to stop."""
    stop.wait()
    app.stop()


def say_where(host: str, port: int) -> None:
    """Tells the address, once somebody who goes there is let in."""
    click.echo(f"Atrium: http://{host}:{port}/   API: /api/v1   (Ctrl-C stops)")


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


def fill_with_demo(settings: Settings) -> None:
    """Fills an empty house with the demo estate, without serving anybody meanwhile."""
    house: House = open_house(settings)
    prepare(settings, house.runtimes)
    house.host.start()
    try:
        Demo(house).fill(click.echo)
    finally:
        house.host.stop()
