"""The line to the broker: what gets stuck on it breaks it, keeps nobody, and it mends itself."""

import errno
import socket
import threading
from contextlib import suppress

import pytest

from kit.bus.line import Line
from kit.bus.link import abandon, cut, drain, drop, message, open_link
from kit.errors import Unavailable
from tests.bus.conftest import take
from tests.faults.house import wait_until
from tests.faults.proxy import before

MORE_THAN_ANY_BUFFER = b"x" * 40_000_000


@pytest.fixture
def proxied(amqp_url):
    proxy, url = before(amqp_url)
    yield proxy, url
    proxy.close()


@pytest.fixture
def line(proxied):
    line = Line(proxied[1], "test line", lambda channel: channel.queue_declare("wall", auto_delete=False))
    line.start()
    wait_until(lambda: line.is_up, "the line is up")
    yield line
    line.stop()


class TestStuck:
    def test_who_waits_behind_a_message_that_is_stuck_is_told_with_it(self, proxied, line):
        told = []

        def publish(body):
            with pytest.raises(Unavailable):
                line.publish(message(body), "", "wall")
            told.append(body)

        proxied[0].swallow()
        stuck = threading.Thread(target=publish, args=(MORE_THAN_ANY_BUFFER,))
        stuck.start()
        wait_until(line._writing.locked, "it is being written")
        publish(b"behind")
        stuck.join()
        assert set(told) == {MORE_THAN_ANY_BUFFER, b"behind"}

    def test_a_line_that_broke_mends_itself(self, proxied, line, channel):
        proxied[0].swallow()
        with pytest.raises(Unavailable):
            line.publish(message(MORE_THAN_ANY_BUFFER), "", "wall")
        proxied[0].mend()
        wait_until(lambda: not line.is_up, "the break is noticed")
        wait_until(lambda: line.is_up, "the line is mended")
        line.publish(message("after"), "", "wall")
        assert take(channel, "wall")[0].body == "after"


class TestLinks:
    def test_one_that_is_closed_may_be_cut_all_the_same(self, amqp_url):
        link = open_link(amqp_url, "closed")
        drop(link)
        cut(link)
        assert not link.connected

    def test_a_connection_that_the_system_gave_up_is_no_silence(self, proxied):
        """Both look like a time-out; only the one from the operating system has a number."""
        proxy, url = proxied
        link = open_link(url, "given up", patience=0.1)
        assert drain(link, 0.05) is False
        proxy.swallow()
        link.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 200)
        with suppress(TimeoutError):
            link.sock.sendall(MORE_THAN_ANY_BUFFER)
        with pytest.raises(TimeoutError) as gone:
            wait_until(lambda: drain(link, 0.5), "the system gives it up")
        assert gone.value.errno == errno.ETIMEDOUT
        abandon(link)
