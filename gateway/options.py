"""How the gateway's HTTP side runs: behind TLS or not, where the page lies, how much a caller may ask."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from gateway.rules import Numbers
from kit import numbers
from kit.settings import Settings

for _number in fields(Numbers):
    numbers.declare(f"gateway.{_number.name}", Numbers.from_settings)

WEB = Path(__file__).parent / "web" / "dist"


@dataclass(frozen=True)
class Options:
    """`per_minute` and `anonymous_per_minute` count units: a query is one, a command two, a file or a log-in more."""

    https: bool = False
    behind_proxy: bool = False
    web: Path = WEB
    per_minute: int = 1200
    anonymous_per_minute: int = 240
    heartbeat: float = 15.0

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """A public address means that a proxy stands before us and tells us where requests come from."""
        https = (settings.public_url or "").startswith("https://")
        return cls(https=https, behind_proxy=settings.public_url is not None)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie.

        With `__Host-` the browser takes it over TLS only and for this host only. Plain HTTP, which is for the embedded
        system on one's own machine, cannot set such a cookie and has an ordinary name.
        """
        return "__Host-atrium_session" if self.https else "atrium_session"
