"""Signatures (PROC-8): who signed, as what, when, and the drawn image where there is one."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Signature:
    """What somebody from outside signs on the spot.

    `role` is the signer's in the table, `name` the full name, `image` what was drawn: a PNG as data URL.
    """

    role: str
    name: str
    image: str | None = None
