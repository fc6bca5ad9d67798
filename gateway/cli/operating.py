"""Commands about events on their way: parked, replay, trace."""

from datetime import datetime
from typing import Any

import click

from gateway.cli.looking_after import ask
from gateway.house import chosen, open_runtimes
from kit.bus import trace as story
from kit.clock import parse_moment
from kit.runtime import Runtime
from kit.settings import Settings


@click.group()
def parked() -> None:
    """Events that could not be handled: look at them, send them again, discard them."""


@parked.command("list")
@click.argument("services", nargs=-1)
@click.pass_obj
def list_parked(settings: Settings, services: tuple[str, ...]) -> None:
    """List the parked events of SERVICES (all by default)."""
    for runtime in open_runtimes(settings, services).values():
        for event in ask(runtime, "operations_list_parked", {"limit": 100}):
            behind = f", {event['waiting_behind']} behind it" if event["waiting_behind"] else ""
            click.echo(f"{runtime.name} {event['position']}: {event['type']} about {event['subject']}{behind}")
            click.echo(f"    {event['error']}")


@parked.command("show")
@click.argument("service")
@click.argument("position")
@click.pass_obj
def show_parked(settings: Settings, service: str, position: str) -> None:
    """Show one parked event: its payload and its whole error."""
    for name, value in ask(one(settings, service), "operations_show_parked", {}, position=position).items():
        click.echo(f"{name}: {value}")


@parked.command("again")
@click.argument("service")
@click.argument("position", required=False)
@click.option("--type", "type_", help="All of this type, such as property.unit_changed.v1.")
@click.option("--all", "everything", is_flag=True, help="All of this service's.")
@click.pass_obj
def send_again(settings: Settings, service: str, position: str | None, type_: str | None, everything: bool) -> None:
    """Send parked events again: the one at POSITION, those of a type, or all."""
    if sum(map(bool, (position, type_, everything))) != 1:
        raise click.UsageError("Give one of: a POSITION, --type, --all.")
    if position:
        told = ask(one(settings, service), "operations_send_one_again", {}, position=position)
    else:
        body = {"type": type_} if type_ else {"all": everything}
        told = ask(one(settings, service), "operations_send_again", body)
    click.echo(f"{told['events']} sent again")


@parked.command("discard")
@click.argument("service")
@click.argument("position")
@click.option("--reason", required=True, help="Why nothing is lost by it.")
@click.pass_obj
def discard(settings: Settings, service: str, position: str, reason: str) -> None:
    """Discard the parked event at POSITION; what waits behind it goes on."""
    ask(one(settings, service), "operations_discard", {"reason": reason}, position=position)
    click.echo("discarded")


@click.command()
@click.argument("speaker")
@click.argument("listener")
@click.option("--since", required=True, type=parse_moment, help="A moment, such as 2026-12-07T09:00.")
@click.option("--until", required=True, type=parse_moment, help="A moment; not included.")
@click.option("--type", "types", multiple=True, help="Only events of this type; may be given several times.")
@click.option("--again", is_flag=True, help="Also those that the listener has handled already.")
@click.pass_obj
def replay(
    settings: Settings,
    speaker: str,
    listener: str,
    since: datetime,
    until: datetime,
    types: tuple[str, ...],
    again: bool,
) -> None:
    """Send what SPEAKER said in a stretch of time to LISTENER once more."""
    chosen([listener])
    body = {"listener": listener, "since": since.isoformat(), "until": until.isoformat(), "types": list(types)}
    told = ask(one(settings, speaker), "operations_replay", body | {"again": again})
    click.echo(f"replay {told['id']} is asked for; the running service sends it")


@click.command()
@click.argument("correlation_id")
@click.pass_obj
def trace(settings: Settings, correlation_id: str) -> None:
    """Tell who asked, who said what, who heard it, and who has not yet."""
    runtimes = open_runtimes(settings)
    parts: dict[str, Any] = {}
    for name, runtime in runtimes.items():
        with runtime.look() as work:
            parts[name] = story.of(work.session, correlation_id)
    told = story.merged(parts, [type(runtime.service) for runtime in runtimes.values()])
    for call in told["asked"]:
        click.echo(f"{call['at']:%F %T} {call['caller']} asked {call['service']}.{call['door']}: {call['status']}")
    for event in told["events"]:
        click.echo(f"{event['at']:%F %T} {event['service']} said {event['type']} about {event['subject']}")
        for listener in event["heard_by"]:
            click.echo(f"    {listener['service']}: {listener['state']} {listener['error'] or ''}".rstrip())
    if not told["asked"] and not told["events"]:
        raise click.ClickException(f"Nobody knows of {correlation_id}.")


def one(settings: Settings, service: str) -> Runtime:
    return open_runtimes(settings, [service])[service]
