"""Secrets that lie in files, as container engines hand them out, and not in the environment for everybody to see."""

from collections.abc import Mapping
from pathlib import Path

SERVICE = "{service}"
SUFFIX = "_FILE"


class UnusableSecret(Exception):
    """A secret is given twice, or its file is no good; the message names the variable and repeats no secret."""


def given(told: Mapping[str, str], variable: str) -> str:
    """What was given for `variable`, in the environment or in the file that `<variable>_FILE` names; or nothing."""
    file = told.get(variable + SUFFIX, "")
    if not file:
        return told.get(variable, "")
    if told.get(variable):
        raise UnusableSecret(f"{variable} and {variable}{SUFFIX} are both given: leave one of them out")
    return read(variable, file)


def read(variable: str, file: str) -> str:
    """The secret in the file, without the end of its line. Raises UnusableSecret."""
    try:
        text = Path(file).read_text("utf-8").strip()
    except OSError as error:
        raise UnusableSecret(f"{variable}{SUFFIX}: {file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise UnusableSecret(f"{variable}{SUFFIX}: {file} is not a text in UTF-8") from None
    if not text:
        raise UnusableSecret(f"{variable}{SUFFIX}: {file} is empty")
    return text
