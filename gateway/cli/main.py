"""The commands of `atrium`: run, migrate, demo, import, parked, replay, trace, register, user, doctor, backup, …"""

import sys
from contextlib import closing
from tempfile import TemporaryDirectory
from typing import Any

import click
import psycopg
from sqlalchemy.exc import DBAPIError

from gateway.cli.folder import by_the_clock_of_the_house
from kit import calendar, logs
from kit.errors import Problem
from kit.settings import Settings, WrongSettings, read_settings


class Sentences(click.Group):
    """Wrong settings and names, and what is refused, are told in a sentence and not in a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (WrongSettings, LookupError) as error:
            raise click.ClickException(str(error)) from error
        except (DBAPIError, psycopg.OperationalError) as error:
            told = str(getattr(error, "orig", error)).strip().partition("\n")[0]
            raise click.ClickException(f"The database says: {told}. Look with `atrium doctor`.") from error
        except Problem as problem:
            raise click.ClickException(problem.as_json("zh")["detail"]) from problem


@click.group(cls=Sentences)
@click.pass_context
def atrium(context: click.Context) -> None:
    """Runs and looks after the house. Settings come from ATRIUM_… variables."""
    settings = read_settings()
    calendar.use(settings.calendar)
    context.obj = settings if context.invoked_subcommand == "run" else by_the_clock_of_the_house(settings)
    logs.configure(settings.log_level, readable=settings.log_format == "text" and sys.stderr.isatty())


@atrium.command()
@click.argument("services", nargs=-1)
@click.option("--demo", is_flag=True, help="Fill an empty house with the demo estate first.")
@click.pass_obj
def run(settings: Settings, services: tuple[str, ...], demo: bool) -> None:
    """Run SERVICES (all by default) until Ctrl-C."""
    from gateway.cli.running import run_house

    run_house(settings, services, demo)


@atrium.command()
@click.argument("services", nargs=-1)
@click.pass_obj
def migrate(settings: Settings, services: tuple[str, ...]) -> None:
    """Create or update databases, tables, exchanges and queues."""
    from gateway.house import open_runtimes, prepare

    runtimes = open_runtimes(settings, services)
    prepare(settings, runtimes)
    for name in runtimes:
        click.echo(f"{name}: up to date")


@atrium.command()
@click.pass_obj
def demo(settings: Settings) -> None:
    """Fill an empty house with the demo estate, through the doors."""
    from gateway.cli.running import fill_with_demo

    fill_with_demo(settings)


@atrium.command(hidden=True)
@click.argument("service")
@click.option("--set", "set_name", required=True, help="kit, or the service's own name")
@click.option("-m", "message", required=True)
@click.pass_obj
def migration(settings: Settings, service: str, set_name: str, message: str) -> None:
    """Write a new migration of one service from its models (for developers)."""
    from gateway.house import chosen
    from kit import migrate as migrations
    from kit.database import Database

    (found,) = chosen([service])
    with TemporaryDirectory() as folder, closing(Database(f"sqlite:///{folder}/as-it-is.db")) as database:
        migrations.upgrade(found, database)
        migrations.write_migration(found, database, set_name, message)


def _add_the_rest() -> None:
    from gateway.cli import keeping, looking_after, operating

    for command in (looking_after.doctor, looking_after.take_in, looking_after.register, looking_after.user):
        atrium.add_command(command)
    for command in (operating.parked, operating.replay, operating.trace):
        atrium.add_command(command)
    for command in (keeping.backup, keeping.restore):
        atrium.add_command(command)


_add_the_rest()
