"""A look at a worksheet's XML before its values are read: how far it reaches, and where formulas and errors stand.

The reader behind gives a formula's last result as if it were a value, and nothing for an error; and it makes room for
the whole rectangle between the first and the last cell, which two cells can make larger than any memory.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from kit.sheets.package import WORKBOOK, invalid

Place = tuple[int, int]
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_RELATIONSHIPS = "xl/_rels/workbook.xml.rels"


@dataclass
class Marks:
    """What a scan found; places are (row, column) from nought."""

    formulas: dict[Place, str] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    last_row: int = -1
    last_column: int = -1

    @property
    def area(self) -> int:
        return (self.last_row + 1) * (self.last_column + 1)


def scan(part: bytes) -> Marks:
    """The marks of one worksheet's XML. Raises Invalid when it is not well-formed."""
    return _Scan().of(part)


class _Scan:
    """One pass over a worksheet. Only the starts of elements are followed, save inside formulas and errors."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.row, self.column = -1, -1
        self.is_error = False
        self.heard: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.start

    def of(self, part: bytes) -> Marks:
        parse(self.parser, part)
        return self.marks

    def start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(":")[2]
        if element == "row":
            self.row = int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else self.row + 1
            self.column = -1
        elif element == "c":
            self.is_error = attributes.get("t") == "e"
            self.row, self.column = place_of(attributes["r"]) if "r" in attributes else (self.row, self.column + 1)
        elif element in ("v", "is", "f"):
            self.marks.last_row = max(self.marks.last_row, self.row)
            self.marks.last_column = max(self.marks.last_column, self.column)
            if element == "f" or (element == "v" and self.is_error):
                self.listen(self.marks.formulas if element == "f" else self.marks.errors)

    def listen(self, found: dict[Place, str]) -> None:
        """Takes down the text of the element that has just begun."""
        self.heard.clear()

        def end(_name: str) -> None:
            found[(self.row, self.column)] = "".join(self.heard)
            self.parser.CharacterDataHandler = None
            self.parser.EndElementHandler = None

        self.parser.CharacterDataHandler = self.heard.append
        self.parser.EndElementHandler = end


def place_of(reference: str) -> Place:
    """(row, column) from nought of a reference such as B7."""
    found = _REFERENCE.fullmatch(reference.upper())
    if found is None:
        raise invalid("damaged", "文件已损坏,无法读取。", "The file is damaged and cannot be read.")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def reference_of(row: int, column: int) -> str:
    """The reference of a place: (6, 1) is B7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def parse(parser: Any, part: bytes) -> None:
    """Runs a parser over a part; a document type, which could hold entities, and bad XML are refused."""

    def refuse(*_: Any) -> None:
        raise invalid("not_plain", "文件含有 Excel 不会写出的内容。", "The file contains what Excel never writes.")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(part, True)
    except expat.ExpatError as error:
        raise invalid("damaged", "文件已损坏,无法读取。", "The file is damaged and cannot be read.") from error


def worksheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The name of each worksheet's part by the sheet's name."""
    sheets: dict[str, str] = {}
    targets: dict[str, str] = {}

    def note(name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(":")[2]
        plain = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if element == "sheet":
            if plain.get("name", "") in sheets:
                raise invalid("damaged", "文件已损坏,无法读取。", "The file is damaged and cannot be read.")
            sheets[plain.get("name", "")] = plain.get("id", "")
        elif element == "Relationship":
            targets[plain.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", plain.get("Target", ""))).lstrip(
                "/"
            )

    for part in (WORKBOOK, _RELATIONSHIPS):
        parser = expat.ParserCreate()
        parser.StartElementHandler = note
        parse(parser, parts.get(part, b"<none/>"))
    return {name: targets[key] for name, key in sheets.items() if targets.get(key) in parts}
