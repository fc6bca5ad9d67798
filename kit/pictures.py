"""Pictures that come from outside: decoded to the last pixel before they count as pictures, within limits.

The size that a file claims is looked at before anything is unpacked, so that a few bytes cannot fill the memory.
"""

import io

from PIL.Image import Image
from PIL.PngImagePlugin import PngImageFile

from kit.aside import aside

WIDEST = 4_096  # Pixels, either way.
MOST_PIXELS = 4_000_000
_HEADER = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"


def is_png(data: bytes) -> bool:
    """Whether the whole of a PNG file can be read as a picture within the limits."""
    return aside(decoded, data) is not None


def decoded(data: bytes) -> Image | None:
    """The picture in a PNG file; None for what is none, is damaged, or is larger than the limits. Takes its time."""
    wide, high = _size(data)
    if not (0 < wide <= WIDEST and 0 < high <= WIDEST and wide * high <= MOST_PIXELS):
        return None
    try:
        with PngImageFile(io.BytesIO(data)) as found:
            return found.convert("RGBA")
    except Exception:  # Whatever the decoder stumbles over in a damaged file, it is no picture.
        return None


def _size(data: bytes) -> tuple[int, int]:
    """Width and height as the file's header has them; nothing by nothing where it lacks beginning or end."""
    sides = data[len(_HEADER) : len(_HEADER) + 8]
    is_whole = data.startswith(_HEADER) and b"IEND" in data[-12:]
    return (int.from_bytes(sides[:4]), int.from_bytes(sides[4:])) if is_whole else (0, 0)
