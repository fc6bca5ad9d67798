"""The folder of a back-up: a file per service, and the paper that says what they are; without it, it is none."""

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from kit.backup.copier import NotPossible

PAPER = "backup.json"
FORM = 1


@dataclass(frozen=True)
class Kept:
    """One service's database in the folder: its file, the file's hash, and its last migrations by set of tables."""

    file: str
    sha256: str
    migrations: dict[str, list[str]]


@dataclass
class Paper:
    """What the folder holds: all databases as they were `at` one moment of the house's own clock."""

    at: datetime
    services: dict[str, Kept] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Written last: a back-up that was cut short has none."""
        told = {"form": FORM, "at": self.at.isoformat(), "services": {n: asdict(k) for n, k in self.services.items()}}
        (folder / PAPER).write_text(json.dumps(told, indent=2), "utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Raises NotPossible for a folder that is no whole back-up."""
        try:
            told: dict[str, Any] = json.loads((folder / PAPER).read_text("utf-8"))
            services = {name: Kept(**kept) for name, kept in told["services"].items()}
            paper = cls(datetime.fromisoformat(told["at"]).astimezone(UTC), services)
        except FileNotFoundError:
            raise NotPossible(f"{folder} is no whole back-up: it has no {PAPER}.") from None
        except (ValueError, KeyError, TypeError) as error:
            raise NotPossible(f"{folder / PAPER} cannot be read: {error!r}") from error
        if told["form"] != FORM:
            raise NotPossible(f"{folder} was written in form {told['form']}; this version reads form {FORM}.")
        paper.check_files(folder)
        return paper

    def check_files(self, folder: Path) -> None:
        for kept in self.services.values():
            path = folder / kept.file
            if not path.exists() or sha256_of(path) != kept.sha256:
                raise NotPossible(f"{path} is not the file that was written, or not all of it: take another back-up.")


@contextmanager
def new(folder: Path) -> Iterator[None]:
    """A new folder, for its owner's eyes only; gone again when the block fails. Raises NotPossible where it exists."""
    try:
        folder.mkdir(parents=True, mode=0o700)
    except FileExistsError:
        raise NotPossible(f"{folder} exists already: name a folder that does not.") from None
    try:
        yield
    except BaseException:
        shutil.rmtree(folder)
        raise


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
