"""Runs a command with both servers and the other programs of tests at hand: `python -m tests.servers pytest tests`."""

import os
import shutil
import signal
import subprocess
import sys

from tests.servers import NotAvailable, Servers
from tests.servers.programs import install

BESIDE = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "curl": ("curl",),
    "postgresql-client": ("pg_dump",),
    "prometheus": ("promtool",),
}


def get_what_is_missing() -> None:
    """Installs the other programs that tests use, where that may be done without asking."""
    missing = [package for package, names in BESIDE.items() if not any(map(shutil.which, names))]
    if missing:
        install(*missing)


def main(command: list[str]) -> int:
    servers = Servers()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        environment: dict[str, str] = {}
        try:
            get_what_is_missing()
            environment = servers.environment()
        except NotAvailable as error:
            print(f"Some tests cannot run here: {error}", file=sys.stderr)  # noqa: T201
        return subprocess.run(command, env=os.environ | environment, check=False).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        servers.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
