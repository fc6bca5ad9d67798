"""Identifiers: UUID version 7, so that newer rows sort after older ones."""

import uuid_utils


def new_id() -> str:
    """A new UUIDv7 in its usual 36-character form."""
    return str(uuid_utils.uuid7())
