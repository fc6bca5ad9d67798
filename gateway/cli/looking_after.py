"""Commands for whoever looks after the house: doctor, import, register, user."""

import mimetypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from gateway.actions import people
from gateway.house import open_runtimes
from gateway.models import Person
from kit import audit
from kit.caller import Caller
from kit.doctor import examine
from kit.doors import Call, Upload
from kit.runtime import Runtime
from kit.settings import Settings
from kit.work import Work


@click.command()
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Look the house over; each fault in a sentence with what to do."""
    findings = list(examine(settings, list(open_runtimes(settings).values())))
    for finding in findings:
        click.echo(f"{'ok  ' if finding.well else 'FAULT'} {finding.what}: {finding.told}")
        if finding.advice:
            click.echo(f"      {finding.advice}")
    sys.exit(0 if all(finding.well for finding in findings) else 1)


@click.command("import")
@click.argument("name")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--partial", is_flag=True, help="Take the good rows even if others are refused.")
@click.option("--preview", is_flag=True, help="Only say what would happen.")
@click.pass_obj
def take_in(settings: Settings, name: str, file: Path, partial: bool, preview: bool) -> None:
    """Take in an Excel list (NAME: units, leases, staff, technicians)."""
    door = f"preview_{name}" if preview else f"take_in_{name}"
    runtimes = open_runtimes(settings)
    owner = next((one for one in runtimes.values() if door in one.service.doors), None)
    if owner is None:
        lists = sorted(
            d.removeprefix("take_in_") for r in runtimes.values() for d in r.service.doors if d.startswith("take_in_")
        )
        raise click.ClickException(f"There is no list {name!r}; there are {', '.join(lists)}.")
    upload = Upload(file.name, mimetypes.guess_type(file.name)[0] or "", file.read_bytes())
    told = ask(owner, door, {"file": upload} | ({} if preview else {"partial": partial}))
    click.echo(f"created {told['created']}, updated {told['updated']}, unchanged {told['unchanged']}")
    for row in told["refused"]:
        click.echo(f"  line {row['line']}: {'; '.join(reason['sentence'] for reason in row['reasons'])}")
    sys.exit(1 if told["refused"] else 0)


def ask(runtime: Runtime, door: str, body: dict[str, Any], **params: str) -> Any:
    """One call at a door, as the operator at the command line. A refusal is told in its own sentence."""
    caller = Caller.service("command-line")
    reply = runtime.call(Call(door, caller, params=params, body=body))
    if reply.status >= 400:
        raise click.ClickException(reply.body["detail"])
    return reply.body


@click.group()
def register() -> None:
    """The register of visitors."""


@register.command()
@click.pass_obj
def verify(settings: Settings) -> None:
    """Check that nobody has altered the register past the application (LEAD-3)."""
    told = ask(open_runtimes(settings, ["leads"])["leads"], "verify_register", {})
    if told["whole"]:
        click.echo(f"The register is whole: {told['entries']} entries, the last with the hash {told['last_hash']}.")
        return
    of = f", of registration {told['number']}," if told["number"] else ""
    click.echo(f"Entry {told['broken_at']}{of} was altered, or one before it was removed: compare with a back-up.")
    sys.exit(1)


@click.group()
def user() -> None:
    """People's accounts."""


@user.command("administrator")
@click.pass_obj
def first_administrator(settings: Settings) -> None:
    """Create the first administrator and print the one-time password."""
    with gateway_work(settings, "administrator") as work:
        click.echo(people.create_administrator(work))


@user.command("password")
@click.argument("username")
@click.pass_obj
def new_password(settings: Settings, username: str) -> None:
    """Give USERNAME a new one-time password and print it."""
    with gateway_work(settings, "password", username=username) as work:
        click.echo(people.issue_password(work, person_named(work, username)))


@user.command("list")
@click.pass_obj
def list_users(settings: Settings) -> None:
    """All accounts: username, post, name, whether active."""
    with open_runtimes(settings, ["gateway"])["gateway"].look() as work:
        for person in work.session.execute(select(Person).order_by(Person.username)).scalars():
            post = f"{person.department}.{person.rank}" if person.department else ", ".join(person.roles)
            click.echo(f"{person.username:<28} {post:<28} {person.name} {'' if person.active else '(closed)'}")


@user.command("close")
@click.argument("username")
@click.pass_obj
def close_user(settings: Settings, username: str) -> None:
    """Close the account USERNAME; its sessions and tokens end."""
    with gateway_work(settings, "close", username=username) as work:
        people.change_person(work, person_named(work, username), {"active": False})


@contextmanager
def gateway_work(settings: Settings, command: str, **params: str) -> Iterator[Work]:
    """A unit of work of the gateway, with its line in the audit trail (GATE-8)."""
    with open_runtimes(settings, ["gateway"])["gateway"].work(Caller.service("command-line")) as work:
        trail = audit.follow(work.session)
        yield work
        work.session.flush()
        audit.add_line(work, door=f"user {command}", status=200, params=params, changes=trail.changes)


def person_named(work: Work, username: str) -> Person:
    person = work.session.execute(select(Person).where(Person.username == username)).scalar_one_or_none()
    if person is None:
        raise click.ClickException(f"There is no account {username!r}.")
    return person
