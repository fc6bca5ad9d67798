"""Programs that a test starts, listens to and ends, one way or another."""

import contextlib
import os
import signal
import subprocess
import sys
import threading

from tests.faults.house import wait_until


class Program:
    """A Python program in a process of its own, with the lines it prints and what it complains of."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        self.lines: list[str] = []
        self.complaints: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._readers = [
            threading.Thread(target=self._read, args=read, daemon=True)
            for read in ((self.process.stdout, self.lines), (self.process.stderr, self.complaints))
        ]
        for reader in self._readers:
            reader.start()

    def _read(self, stream, lines) -> None:
        for line in stream:
            lines.append(line.rstrip("\n"))

    def wait_for(self, text: str, seconds: float = 60.0) -> str:
        """The first line that holds `text`."""

        def found():
            assert self.process.poll() is None or any(text in line for line in self.lines), self.story()
            return any(text in line for line in self.lines)

        wait_until(found, f"{text!r} is printed; {self.story()}", seconds)
        return next(line for line in self.lines if text in line)

    def ended(self, seconds: float = 60.0) -> int:
        """Waits for its end; gives the status."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it did not end within {seconds:.0f} s: {self.story()}") from None

    def story(self) -> str:
        return "\n".join([*self.lines[-20:], *self.complaints[-40:]])

    def stop(self) -> int:
        """Ends it as an operator would; gives the status."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def close(self) -> None:
        """Ends it for certain and lets go of its pipes."""
        # A program under coverage writes down at SIGTERM what it ran; any other one is gone at once.
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)
        self.process.kill()
        self.process.wait()
        for reader in self._readers:
            reader.join(10)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(OSError):
                pipe.close()


@contextlib.contextmanager
def program(*arguments: str, **environment: str):
    """A program for the length of a block."""
    started = Program(*arguments, **environment)
    try:
        yield started
    finally:
        started.close()


def house_program(*, agency=None, critic=None, amqp=None, rounds=0, module="house", **environment: str):
    """The little house as a program on these databases and this broker."""
    told = {"--agency": agency, "--critic": critic, "--amqp": amqp, "--rounds": rounds or None}
    arguments = [part for name, value in told.items() if value for part in (name, str(value))]
    return program("-m", f"tests.faults.{module}", *arguments, **environment)
