"""Commands that keep the house: backup, restore."""

from pathlib import Path

import click

from gateway.cli.folder import hold
from gateway.house import open_runtimes, prepare
from kit.backup.copier import NotPossible
from kit.backup.keeping import back_up
from kit.backup.keeping import restore as bring_back
from kit.settings import Settings

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER)
@click.pass_obj
def backup(settings: Settings, folder: Path) -> None:
    """Write all databases as of one moment into the new FOLDER, while the house goes on."""
    try:
        back_up(open_runtimes(settings), folder, click.echo)
    except NotPossible as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Kept in {folder}. `atrium restore {folder}` brings it back into empty databases.")


@click.command()
@click.argument("folder", type=FOLDER)
@click.pass_obj
def restore(settings: Settings, folder: Path) -> None:
    """Fill empty databases from the back-up in FOLDER; what was said but unheard is said again."""
    if settings.embedded and not hold(settings):
        raise click.ClickException(f"A house is running on {settings.var.resolve()}: stop it first.")
    runtimes = open_runtimes(settings)
    try:
        bring_back(runtimes, folder, settings.amqp_url, click.echo)
    except NotPossible as error:
        raise click.ClickException(str(error)) from error
    prepare(settings, runtimes)
    click.echo("The house is as it was at the cut: start it.")
