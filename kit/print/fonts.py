"""The fonts that forms are printed in: Noto Serif and Noto Sans for simplified Chinese, embedded in every document.

They come as OpenType with PostScript outlines, which the PDF library cannot embed; so each document gets small TrueType
fonts of its own, made of just the characters it has. A character that one of the two lacks is drawn by the other.
"""

import hashlib
import importlib.resources
import io
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from reportlab.lib import fonts as families
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as Embedded

from kit.errors import Refused
from kit.reasons import Reason

PACKAGE = "pylopdf_fonts_zh_cn"
SERIF, SANS = "NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf"
_CURVE_ERROR = 1.0  # Of a thousand units to the em: far below what any printer shows.
_lock = threading.RLock()
_in_use: Counter[str] = Counter()


class MissingGlyphs(Refused):
    """A text has characters that no font of ours can draw; nothing is printed rather than printed with gaps."""

    def __init__(self, missing: str) -> None:
        shown = "、".join(f"{letter}(U+{ord(letter):04X})" for letter in missing[:10])
        zh, en = f"以下字符无法打印:{shown}。", f"These characters cannot be printed: {shown}."
        super().__init__(Reason("missing_glyphs", zh, en))


@dataclass(frozen=True)
class Fonts:
    """The names under which one document knows its fonts: `text` for what is filled in, `head` for what is printed."""

    text: str
    head: str


class _Typeface:
    """One font file, read once; its glyphs are turned into TrueType outlines as they are asked for."""

    def __init__(self, file: str) -> None:
        with importlib.resources.files(PACKAGE).joinpath(file).open("rb") as opened:
            self.font = TTFont(io.BytesIO(opened.read()), lazy=True)
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
def _typeface(file: str) -> _Typeface:
    return _Typeface(file)


@contextmanager
def fonts_for(letters: Iterable[str]) -> Iterator[Fonts]:
    """Fonts that can draw these characters, known to the PDF library while the block runs. Raises MissingGlyphs."""
    codes = sorted({ord(letter) for letter in letters} | {ord(" ")})
    with _lock:
        missing = "".join(chr(code) for code in codes if not any(code in _typeface(f).names for f in (SERIF, SANS)))
        if missing:
            raise MissingGlyphs(missing)
        mark = hashlib.sha256(str(codes).encode()).hexdigest()[:10]
        fonts = Fonts(f"AtriumSerif{mark}", f"AtriumSans{mark}")
        for name, order in ((fonts.text, (SERIF, SANS)), (fonts.head, (SANS, SERIF))):
            _register(name, order, codes)
    try:
        yield fonts
    finally:
        with _lock:
            _unregister(fonts.text)
            _unregister(fonts.head)


def _register(name: str, order: tuple[str, ...], codes: list[int]) -> None:
    _in_use[name] += 1
    if _in_use[name] == 1:
        pdfmetrics.registerFont(Embedded(name, io.BytesIO(_true_type(name, order, codes))))
        families.addMapping(name, 0, 0, name)


def _unregister(name: str) -> None:
    """Takes a font back out of the PDF library's registers, which otherwise keep every document's fonts for good."""
    _in_use[name] -= 1
    if _in_use[name] == 0:
        del _in_use[name]
        font = pdfmetrics._fonts.pop(name)
        pdfmetrics._dynFaceNames.pop(font.face.name, None)
        for register in (families._tt2ps_map, families._ps2tt_map):
            for key in [key for key in register if name.lower() in (key, key[0])]:
                del register[key]


def _true_type(name: str, order: tuple[str, ...], codes: list[int]) -> bytes:
    """A TrueType font of these characters, each from the first typeface in `order` that has it."""
    glyphs, widths = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (1000, 0)}
    for code in codes:
        face = next(_typeface(file) for file in order if code in _typeface(file).names)
        outline, width = face.glyph(code)
        glyphs[f"u{code:05X}"], widths[f"u{code:05X}"] = outline, (width, outline.xMin)
    hhea = _typeface(order[0]).font["hhea"]
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
