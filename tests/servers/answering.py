"""Whether a server really serves, asked from outside as its clients will: a port may listen long before that."""

import urllib.error
import urllib.request
from collections.abc import Mapping

import psycopg

from kit.bus.link import BROKEN, drop, open_link


def answers(addresses: Mapping[str, str]) -> bool:
    """Whether everything at these addresses lets us in."""
    return all(_ASK[name](address) for name, address in addresses.items())


def _postgres(address: str) -> bool:
    try:
        psycopg.connect(address.replace("+psycopg", ""), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _amqp(address: str) -> bool:
    try:
        drop(open_link(address, "tests"))
    except BROKEN:
        return False
    return True


def _management(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{address.rpartition('@')[2]}/", timeout=2):
            return True
    except (urllib.error.URLError, OSError):
        return False


_ASK = {"postgres": _postgres, "amqp": _amqp, "management": _management}
