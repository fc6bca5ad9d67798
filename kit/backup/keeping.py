"""Taking a back-up of the running house, and restoring one into a house that has nothing yet."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kit import migrate
from kit.backup import cut, folder
from kit.backup.copier import Copier, NotPossible
from kit.backup.folder import Kept, Paper, sha256_of
from kit.backup.postgres import PostgresCopier
from kit.backup.sqlite import SqliteCopier
from kit.backup.unheard import say_again
from kit.bus.topology import depths
from kit.runtime import Runtime

Say = Callable[[str], None]
House = Mapping[str, Runtime]


@contextmanager
def copiers_of(house: House) -> Iterator[dict[str, Copier]]:
    with ExitStack() as held:
        copiers: dict[str, Copier] = {}
        for name, runtime in house.items():
            database = runtime.database
            copiers[name] = SqliteCopier(database) if database.is_sqlite else PostgresCopier(database)
            held.callback(copiers[name].close)
        yield copiers


def back_up(house: House, path: Path, say: Say) -> None:
    """Writes every service's database, all as of one moment, into the new folder `path`. Raises NotPossible."""
    for name, runtime in house.items():
        if not migrate.is_current(type(runtime.service), runtime.database):
            raise NotPossible(f"{name}'s database is not there, or lacks migrations: run `atrium migrate` first.")
    with folder.new(path), copiers_of(house) as copiers:
        seconds = cut.take(list(copiers.values()))
        paper = Paper(at=next(iter(house.values())).clock.now())
        say(f"The cut is of {paper.at:%F %T} UTC; writes were held for {seconds * 1000:.0f} ms.")
        for name, copier in copiers.items():
            file = path / f"{name}.{copier.ending}"
            copier.write(file)
            file.chmod(0o600)
            migrations = migrate.applied(type(house[name].service), house[name].database)
            paper.services[name] = Kept(file.name, sha256_of(file), migrations)
            say(f"{name}: {file.stat().st_size // 1024} kB")
        paper.write(path)


def restore(house: House, path: Path, amqp_url: str | None, say: Say) -> None:
    """Fills the empty databases of `house` and marks for saying again what the cut left unheard. Raises NotPossible."""
    paper = Paper.read(path)
    _check_versions(house, paper)
    _check_the_broker(house, amqp_url)
    for runtime in house.values():
        migrate.create_database(runtime.database)
    with copiers_of(house) as copiers:
        for name, copier in copiers.items():
            if not copier.is_empty():
                raise NotPossible(f"{name}'s database is not empty: a back-up goes into empty databases only.")
        for name, copier in copiers.items():
            copier.read(path / paper.services[name].file)
            say(f"{name}: restored")
    for name, runtime in house.items():
        for listener, events in say_again(runtime, list(house.values()), paper.at).items():
            say(f"{name} says {events} events again that {listener} had not heard")


def _check_versions(house: House, paper: Paper) -> None:
    if set(house) != set(paper.services):
        told = f"The back-up is of {', '.join(sorted(paper.services))}; this house has {', '.join(sorted(house))}."
        raise NotPossible(f"{told} Restore with the version that wrote it, and upgrade then.")
    for name, runtime in house.items():
        migrations = migrate.known(type(runtime.service))
        if migrations != paper.services[name].migrations:
            told = f"{name}'s tables are those of {paper.services[name].migrations}, and here of {migrations}."
            raise NotPossible(f"{told} Restore with the version that wrote it, and upgrade then.")


def _check_the_broker(house: House, amqp_url: str | None) -> None:
    """What lies with the broker is of another time than the back-up, and whoever consumes is at work already."""
    if amqp_url is None:
        return
    found = depths(amqp_url, [type(runtime.service) for runtime in house.values()])
    for queue, depth in found.items():
        if depth not in (None, (0, 0)):
            told = f"The broker's queue {queue} has {depth[0]} messages and {depth[1]} receivers."
            raise NotPossible(f"{told} Stop every service, and take a new virtual host or delete the queues.")
