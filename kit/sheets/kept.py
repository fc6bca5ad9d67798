"""The files of refused rows, kept for their uploaders until corrected or too old."""

from datetime import timedelta

from sqlalchemy import delete, insert, select

from kit.errors import NotFound
from kit.ids import new_id
from kit.tables import import_files
from kit.work import Work

KEPT_FOR = timedelta(days=14)


def keep(work: Work, name: str, data: bytes) -> str:
    """Keeps a file of refused rows of the list `name` for the caller; gives its id."""
    file_id = new_id()
    row = {"id": file_id, "list": name, "caller_id": work.caller.id, "at": work.now, "data": data}
    work.session.execute(insert(import_files).values(**row))
    return file_id


def fetch(work: Work, name: str, file_id: str) -> bytes:
    """A kept file of the list `name`. Raises NotFound for one that is gone or somebody else's."""
    mine = (import_files.c.id == file_id) & (import_files.c.list == name) & (import_files.c.caller_id == work.caller.id)
    data: bytes | None = work.session.execute(select(import_files.c.data).where(mine)).scalar_one_or_none()
    if data is None:
        raise NotFound()
    return data


def forget_old(work: Work) -> None:
    """Deletes the files whose time is over."""
    work.session.execute(delete(import_files).where(import_files.c.at < work.now - KEPT_FOR))
