"""A service on nameko that has one method and does nothing. usage: BROKER"""

import sys
import warnings

warnings.simplefilter("ignore")

import eventlet  # noqa: E402

eventlet.monkey_patch()

from nameko.rpc import rpc  # noqa: E402
from nameko.runners import run_services  # noqa: E402


class Empty:
    name = "empty"

    @rpc
    def nothing(self):
        return None


if __name__ == "__main__":
    with run_services({"AMQP_URI": sys.argv[1]}, Empty):
        print("ready", flush=True)  # noqa: T201
        sys.stdin.read()
