"""A TCP proxy of the tests' own: it passes bytes on, and can cut, refuse or swallow them."""

import contextlib
import socket
import struct
import threading
import time
import urllib.parse
from collections.abc import Callable


class Proxy:
    """Stands between a client and `host:port`; its own address is `port` on 127.0.0.1."""

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._flowing = threading.Event()
        self._flowing.set()
        self._refusing = False
        self._closed = False
        self._left: int | None = None
        self._delay = 0.0
        self.refused = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Resets every connection there is; new ones may come."""
        for pair in list(self._pairs):
            for end in pair:
                with contextlib.suppress(OSError):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self._pairs.clear()

    def refuse(self) -> None:
        """Cuts everything and lets nobody in: the server is away."""
        self._refusing = True
        self.cut()

    def swallow(self) -> None:
        """Keeps connections open and passes nothing on: a black hole."""
        self._flowing.clear()

    def swallow_after(self, count: int) -> None:
        """Passes on `count` more bytes of what clients say and swallows what follows; answers still come through."""
        self._left = count

    def slow(self, seconds: float) -> None:
        """Passes everything on, each piece that many seconds late."""
        self._delay = seconds

    def mend(self) -> None:
        """Lets everything through again."""
        self._refusing = False
        self._delay = 0.0
        self._left = None
        self._flowing.set()

    def close(self) -> None:
        self._closed = True
        self._flowing.set()
        self._listening.close()
        self.cut()

    def _accept(self) -> None:
        while not self._closed:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            if self._refusing:
                client.close()
                self.refused += 1
                continue
            try:
                server = socket.create_connection(self.target)
            except OSError:
                client.close()
                continue
            self._pairs.append((client, server))
            threading.Thread(target=self._pump_both_ways, args=(client, server), daemon=True).start()

    def _pump_both_ways(self, client: socket.socket, server: socket.socket) -> None:
        back = threading.Thread(target=self._pump, args=(server, client, bytes), daemon=True)
        back.start()
        self._pump(client, server, self._what_is_left)
        back.join()
        for end in (client, server):
            end.close()
        with contextlib.suppress(ValueError):  # A cut has forgotten it already.
            self._pairs.remove((client, server))

    def _what_is_left(self, data: bytes) -> bytes:
        if self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        return data

    def _pump(self, source: socket.socket, sink: socket.socket, filtered: Callable[[bytes], bytes]) -> None:
        try:
            while data := source.recv(65536):
                self._flowing.wait()
                if self._delay:
                    time.sleep(self._delay)
                sink.sendall(filtered(data))
        except OSError:
            pass
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def before(url: str) -> tuple[Proxy, str]:
    """A proxy before the server of `url`, and the URL that goes through it."""
    parts = urllib.parse.urlsplit(url)
    proxy = Proxy(parts.hostname or "127.0.0.1", parts.port or 0)
    identity = parts.netloc.rpartition("@")[0]
    return proxy, parts._replace(netloc=f"{identity}@127.0.0.1:{proxy.port}").geturl()
