"""The fonts that forms are printed in: Noto Serif and Noto Sans for simplified Chinese, embedded in every document.

They come as OpenType with PostScript outlines, which the PDF library cannot embed; so each document gets small TrueType
fonts of its own, made of just the characters it has. A character that one of the two lacks is drawn by the other; for
one that both lack its code is printed.

Nothing here takes a lock, since a host may print in real threads beside its green ones: what must not be shared is
checked out of a pool, by operations that are atomic in themselves.
"""

import importlib.resources
import io
import itertools
import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from reportlab.lib import fonts as families
from reportlab.pdfbase import pdfmetrics, ttfonts

PACKAGE = "pylopdf_fonts_zh_cn"
SERIF, SANS = "NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf"
_CURVE_ERROR = 1.0  # Of a thousand units to the em: far below what any printer shows.
_BEYOND_16_BITS = re.compile(r"(?<= <)[0-9A-F]{5,6}(?=>)")
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Fonts:
    """The names under which one document knows its fonts: `text` for what is filled in, `head` for what is printed.

    `instead` is what stands for each character that neither can draw.
    """

    text: str
    head: str
    instead: Mapping[int, str] = field(default_factory=dict)

    def drawn(self, text: str) -> str:
        """The text in characters that can be drawn."""
        return text.translate(self.instead)


def _instead_of(letter: str) -> str:
    """〓, the printers' sign for a character that is not at hand, with its code; nothing for what has no shape."""
    if letter.isspace():
        return " "
    if unicodedata.category(letter) == "Cf" or unicodedata.name(letter, "").startswith("VARIATION SELECTOR"):
        return ""
    return f"〓U+{ord(letter):04X}"


class _Typeface:
    """One font file; its glyphs become TrueType outlines as they are asked for. Not for two threads at a time."""

    def __init__(self, file: str) -> None:
        self.font = TTFont(io.BytesIO(_content(file)), lazy=True)
        self.names: dict[int, str] = self.font.getBestCmap()
        self._glyphs: dict[int, tuple[Any, int]] = {}
        self._outlines = self.font.getGlyphSet()

    def glyph(self, code: int) -> tuple[Any, int]:
        """The outline and the width of a character."""
        if code not in self._glyphs:
            pen = TTGlyphPen(None)
            self._outlines[self.names[code]].draw(Cu2QuPen(pen, _CURVE_ERROR, reverse_direction=True))
            outline = pen.glyph()
            outline.recalcBounds(None)
            self._glyphs[code] = (outline, self.font["hmtx"][self.names[code]][0])
        return self._glyphs[code]


@cache
def _content(file: str) -> bytes:
    return importlib.resources.files(PACKAGE).joinpath(file).read_bytes()


_idle: deque[tuple[_Typeface, _Typeface]] = deque()


@contextmanager
def _typefaces() -> Iterator[tuple[_Typeface, _Typeface]]:
    """Serif and sans for one user at a time, those of an earlier one where any are idle."""
    try:
        faces = _idle.pop()
    except IndexError:
        faces = (_Typeface(SERIF), _Typeface(SANS))
    yield faces
    _idle.append(faces)


@contextmanager
def fonts_for(letters: Iterable[str]) -> Iterator[Fonts]:
    """Fonts that can draw these characters, or what stands for them; known to the PDF library while the block runs."""
    asked = {ord(letter) for letter in letters} | {ord(" ")}
    with _typefaces() as (serif, sans):
        instead = {code: _instead_of(chr(code)) for code in asked if code not in serif.names and code not in sans.names}
        codes = sorted((asked - instead.keys()) | {ord(letter) for told in instead.values() for letter in told})
        files = (_true_type("AtriumSerif", (serif, sans), codes), _true_type("AtriumSans", (sans, serif), codes))
    number = next(_numbers)
    fonts = Fonts(f"atrium-text-{number}", f"atrium-head-{number}", instead)
    try:
        for name, file in zip((fonts.text, fonts.head), files, strict=True):
            _register(name, file)
        yield fonts
    finally:
        _unregister(fonts.text)
        _unregister(fonts.head)


class _Embedded(ttfonts.TTFont):  # type: ignore[misc]
    """A font in a document; characters beyond 16 bits can be selected too, which the library writes down wrongly."""

    def addObjects(self, doc: Any) -> None:
        super().addObjects(doc)
        for name, thing in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                thing.content = _BEYOND_16_BITS.sub(_as_utf_16, thing.content)


def _as_utf_16(found: re.Match[str]) -> str:
    return chr(int(found[0], 16)).encode("utf-16-be").hex().upper()


def _register(name: str, file: bytes) -> None:
    """Makes a font known by a name of its own; inside the document it has the one in its file, the same every time."""
    font = _Embedded(name, io.BytesIO(file))
    own, font.face.name = font.face.name, name.encode()
    pdfmetrics.registerFont(font)
    font.face.name = own


def _unregister(name: str) -> None:
    """Takes a font back out of the PDF library's registers, which otherwise keep every document's fonts for good."""
    pdfmetrics._fonts.pop(name, None)
    pdfmetrics._dynFaceNames.pop(name.encode(), None)
    families._ps2tt_map.pop(name, None)
    for bold, italic in itertools.product((0, 1), repeat=2):
        families._tt2ps_map.pop((name, bold, italic), None)


def _true_type(name: str, faces: tuple[_Typeface, ...], codes: list[int]) -> bytes:
    """A TrueType font of these characters, each from the first typeface that has it."""
    glyphs, widths = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (1000, 0)}
    for code in codes:
        outline, width = next(face for face in faces if code in face.names).glyph(code)
        glyphs[f"u{code:05X}"], widths[f"u{code:05X}"] = outline, (width, outline.xMin)
    hhea = faces[0].font["hhea"]
    builder = FontBuilder(1000, isTTF=True)
    builder.font.recalcTimestamp = False
    builder.updateHead(created=0, modified=0)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({code: f"u{code:05X}" for code in codes})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent)
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2()
    builder.setupPost()
    made = io.BytesIO()
    builder.save(made)
    return made.getvalue()
