"""The file that came in: whether it is an .xlsx at all, and its parts, unpacked within limits.

The parts are packed again without compression for the reader behind, so that it sees exactly what was measured here and
nothing else: no picture, no macro, no part that unpacks into more than its directory says.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping

from kit.errors import Invalid, TooLarge
from kit.reasons import Reason

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 128 * 1024 * 1024
MOST_PARTS = 2_000
HIGHEST_RATIO = 150  # Real workbooks pack some ten to fifty times; deflate can reach a thousand.
_RATIO_MATTERS_FROM = 4 * 1024 * 1024
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
WORKBOOK = "xl/workbook.xml"


def unpack(data: bytes) -> dict[str, bytes]:
    """The XML parts of an .xlsx by name. Raises Invalid for what is no .xlsx, TooLarge for what is over a limit."""
    if len(data) > LARGEST_FILE:
        raise TooLarge(Reason("file_too_large", "文件超过 20 MB。", "The file is over 20 MB.", field="file"))
    if not data.startswith(b"PK"):
        raise _no_workbook(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise invalid("damaged", "文件已损坏,无法读取。", "The file is damaged and cannot be read.") from error


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    _refuse_bombs(entries)
    if WORKBOOK not in names:
        raise invalid(
            "not_xlsx", "不是 .xlsx 文件;请在 Excel 中另存为 .xlsx。", "Not an .xlsx file; save it as .xlsx in Excel."
        )
    if len(set(names)) != len(names):
        raise invalid("damaged", "文件已损坏,无法读取。", "The file is damaged and cannot be read.")
    parts = {
        entry.filename: _content(archive, entry) for entry in entries if entry.filename.endswith((".xml", ".rels"))
    }
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in parts.values()):
        raise invalid("not_plain", "文件含有 Excel 不会写出的内容。", "The file contains what Excel never writes.")
    return parts


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swollen = unpacked > _RATIO_MATTERS_FROM and unpacked > packed * HIGHEST_RATIO
    if len(entries) > MOST_PARTS or unpacked > LARGEST_UNPACKED or swollen:
        raise TooLarge(
            Reason(
                "unpacks_too_large",
                "文件解压后过大;请只保留数据,另存为新文件。",
                "The file unpacks into too much; copy the data alone into a new file.",
                field="file",
            )
        )


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.compress_type not in _READABLE:
        raise zipfile.BadZipFile(f"{entry.filename} is packed in a way that Excel does not know")
    with archive.open(entry) as packed:
        content = packed.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise zipfile.BadZipFile(f"{entry.filename} does not have the size that it claims")
    return content


def repack(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a zip without compression."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def invalid(code: str, zh: str, en: str) -> Invalid:
    """A refusal of the file as a whole."""
    return Invalid(Reason(code, zh, en, field="file"))


def _no_workbook(data: bytes) -> Invalid:
    if not data.strip():
        return invalid("empty", "文件是空的。", "The file is empty.")
    if data.startswith(_COMPOUND_FILE) and "EncryptedPackage".encode("utf-16-le") in data:
        return invalid("encrypted", "文件有密码;请去掉密码后再上传。", "The file has a password; remove it first.")
    if data.startswith(_COMPOUND_FILE):
        return invalid("old_excel", "是旧版 .xls 文件;请另存为 .xlsx。", "It is an old .xls file; save it as .xlsx.")
    if _looks_like_text(data[:4096]):
        return invalid(
            "text_file",
            "是文本或 CSV 文件;请在 Excel 中另存为 .xlsx。",
            "It is text or CSV; save it as .xlsx in Excel.",
        )
    return invalid("not_excel", "不是 Excel 文件。", "It is not an Excel file.")


def _looks_like_text(beginning: bytes) -> bool:
    return b"\x00" not in beginning and not any(byte < 9 for byte in beginning)
