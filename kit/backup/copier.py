"""What copies one database out and in again; each engine has one of its own."""

from pathlib import Path
from typing import Protocol


class NotPossible(Exception):
    """A back-up or restore that cannot be done; the message says why, and what to do."""


class Busy(Exception):
    """Somebody is in the middle of a write that would have to be waited for too long."""


class Copier(Protocol):
    """Takes one database's part in a cut: `hold`, `look`, `let_go`, and then `write` as it was at the look."""

    ending: str

    def hold(self) -> None:
        """From here to `let_go` nothing is heard and nothing is done at a door. Raises Busy."""

    def look(self) -> None:
        """What is there now is what will be written, whatever comes afterwards."""

    def let_go(self) -> None:
        """Everybody goes on; harmless where nobody was held."""

    def write(self, path: Path) -> None:
        """Writes the database as it was at the look. Raises NotPossible."""

    def is_empty(self) -> bool:
        """Whether there is nothing yet in the database."""

    def read(self, path: Path) -> None:
        """Fills the empty database from a file, whole or not at all. Raises NotPossible."""

    def close(self) -> None:
        """Lets go of everything."""
