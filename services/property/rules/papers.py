"""The policy of papers: of which lease a copy is, and what kinds of file it may be (PROP-2, 4)."""

from collections.abc import Iterator

from kit.reasons import Reason

UNNAMED = "租约复印件"
LARGEST = 20 * 1024 * 1024
_BEGINNINGS = {b"%PDF-": "application/pdf", b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def file_name(told: str) -> str:
    """The name a file is kept under: the last part of what was told, of characters that can be stored and shown."""
    last = told.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-255:] or UNNAMED


def kind_of(data: bytes) -> str | None:
    """The content type of a PDF, JPEG or PNG, told from the content and not from the name; None for anything else."""
    return next((kind for beginning, kind in _BEGINNINGS.items() if data.startswith(beginning)), None)


def reasons_against_other_lease(told: str, lease_number: str) -> Iterator[Reason]:
    """A copy is of the lease that moves; `told` is the number it bears."""
    if told != lease_number:
        yield Reason(
            "another_lease",
            f"换房的租约是 {lease_number}，不是 {told}。",
            f"The unit change is of lease {lease_number}, not of {told}.",
            field="lease_number",
            rule="PROP-2",
        )


def reasons_against_copy(data: bytes) -> Iterator[Reason]:
    """A copy is a PDF or a picture, of at most 20 MiB."""
    if kind_of(data) is None:
        yield Reason(
            "not_a_copy",
            "租约复印件须为 PDF、JPEG 或 PNG 文件。",
            "The copy of the lease must be a PDF, JPEG or PNG file.",
            field="file",
            rule="PROP-2",
        )
    if len(data) > LARGEST:
        yield Reason(
            "too_large", "文件不得超过 20 MiB。", "A file may have at most 20 MiB.", field="file", rule="PROP-2"
        )
