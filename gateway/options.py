"""How the gateway's HTTP side runs: behind TLS or not, where the page lies, how much a caller may ask."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from gateway.rules import Numbers
from kit import numbers
from kit.settings import Settings

for _number in fields(Numbers):
    numbers.declare(f"gateway.{_number.name}", Numbers.from_settings)

WEB = Path(__file__).parent / "web" / "dist"


@dataclass(frozen=True)
class Options:
    """`public_host` is where browsers find us when a proxy stands before us.

    `per_minute` counts units for each caller known, `anonymous_per_minute` for each address, which an office may share:
    a query is one, a command two, a file or a log-in ten.
    """

    https: bool = False
    public_host: str | None = None
    web: Path = WEB
    per_minute: int = 1200
    anonymous_per_minute: int = 1200
    heartbeat: float = 15.0

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """A public address means that a proxy stands before us and tells us where requests come from."""
        address = urlsplit(settings.public_url or "")
        return cls(https=address.scheme == "https", public_host=address.netloc or None)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie.

        With `__Host-` the browser takes it over TLS only and for this host only. Plain HTTP, which is for the embedded
        system on one's own machine, cannot set such a cookie and has an ordinary name.
        """
        return "__Host-atrium_session" if self.https else "atrium_session"
