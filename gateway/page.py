"""Serves the web page: its built files, and its first file for every address that the page itself knows."""

import mimetypes
from pathlib import Path

from werkzeug.security import safe_join
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from kit.errors import NotFound

UNBUILT = """<!doctype html><html lang="zh"><meta charset="utf-8"><title>Atrium</title>
<p>页面尚未构建。请运行 <code>make web</code>；接口在 <a href="/api/v1/openapi.json">/api/v1</a>。</p>
<p lang="en">The page has not been built yet. Run <code>make web</code>;
the API is at <a href="/api/v1/openapi.json">/api/v1</a>.</p></html>
"""
A_YEAR = 365 * 24 * 3600


class Page:
    """The files under `folder`. Those in `assets` carry a hash in their name and never change."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def answer(self, request: Request) -> Response:
        """The file asked for; `index.html` for what looks like a place in the page. Raises NotFound for other files."""
        wanted = safe_join(str(self.folder), request.path.lstrip("/"))
        if wanted is not None and is_file(Path(wanted)):
            return self._send(request, Path(wanted))
        if Path(request.path).suffix:
            raise NotFound()
        index = self.folder / "index.html"
        return self._send(request, index) if index.is_file() else Response(UNBUILT, content_type="text/html")

    def _send(self, request: Request, path: Path) -> Response:
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        response = send_file(path, request.environ, mimetype=kind, conditional=True)
        lasting = path.parent.name == "assets"
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if lasting else "no-cache"
        return response


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name longer than the disk takes is nobody's."""
    try:
        return path.is_file()
    except OSError:
        return False
