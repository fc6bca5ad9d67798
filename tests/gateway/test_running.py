"""Starting the house on the command line, and Ctrl-C, each in a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.servers.server import free_port

ROOT = Path(__file__).parent.parent.parent
STOPS_WITHIN = 20.0  # A free machine needs a second; one that runs all tests at once, more.


@contextmanager
def a_house(var, port, *services):
    """`atrium run` without a demo estate, with all that it prints."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ATRIUM_")}
    settings = {"ATRIUM_PORT": str(port), "ATRIUM_VAR": str(var), "ATRIUM_LOG_LEVEL": "ERROR"}
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "gateway.cli", "run", *services],
        cwd=ROOT,
        env=inherited | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


class TestRun:
    def test_a_taken_port_is_told_in_a_sentence_before_anything_is_started(self, tmp_path):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            with a_house(tmp_path / "var", port) as process:
                said, complained = process.communicate(timeout=60)
        assert (process.returncode, said) == (1, "")
        assert complained.startswith(
            f"Port {port} on 127.0.0.1 cannot be used (Address already in use): stop the program"
        )
        assert complained.endswith(f"make run PORT={port + 1}\n")
        assert "Traceback" not in complained
        assert not list(tmp_path.rglob("*.db"))

    def test_a_second_house_on_the_same_folder_is_refused_in_a_sentence(self, tmp_path):
        with a_house(tmp_path / "var", free_port()) as first:
            assert first.stdout.readline().startswith("Atrium: ")
            with a_house(tmp_path / "var", free_port()) as second:
                said, complained = second.communicate(timeout=60)
        assert (second.returncode, said) == (1, "")
        assert complained.startswith(f"Another house is running on {tmp_path / 'var'}: stop it, or give this one")

    def test_an_embedded_house_is_run_whole(self, tmp_path):
        with a_house(tmp_path / "var", free_port(), "property") as process:
            said, complained = process.communicate(timeout=60)
        assert (process.returncode, said) == (1, "")
        assert "Without ATRIUM_AMQP_URL all services run in one process" in complained

    @pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
    def test_a_running_house_stops_when_it_is_told_to(self, tmp_path, sign):
        with a_house(tmp_path / "var", free_port()) as process:
            address = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
            # Somebody whose browser keeps its connection open does not hold the house up.
            with socket.create_connection(("127.0.0.1", int(address.group(1))), timeout=30) as idle:
                idle.sendall(b"GET /health/live HTTP/1.1\r\nHost: atrium\r\n\r\n")
                assert idle.recv(12) == b"HTTP/1.1 200"
                told_at = time.monotonic()
                process.send_signal(sign)
                said, complained = process.communicate(timeout=60)
        assert time.monotonic() - told_at < STOPS_WITHIN
        assert (process.returncode, said, complained) == (0, "Stopped.\n", "")
