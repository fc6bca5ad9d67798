"""Runs a command with both servers at hand: `python -m tests.servers pytest tests`."""

import os
import signal
import subprocess
import sys

from tests.servers import NotAvailable, Servers


def main(command: list[str]) -> int:
    servers = Servers()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        try:
            environment = servers.environment()
        except NotAvailable as error:
            print(f"Some tests cannot run here: {error}", file=sys.stderr)  # noqa: T201
            environment = {}
        return subprocess.run(command, env=os.environ | environment, check=False).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        servers.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
