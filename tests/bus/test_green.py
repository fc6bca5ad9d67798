"""Green threads, each in a process of its own: nothing that waits makes the others wait."""

import socket
import subprocess
import sys
import textwrap

import pytest
import structlog

from kit.host import green
from tests.conftest import address


def run(program: str, *arguments: str) -> str:
    """Runs a program in a green process of its own; gives what it printed."""
    head = "from kit.host import green\ngreen.patch()\nimport sys, threading, time\nthreading.settrace(None)\n"
    done = subprocess.run(
        [sys.executable, "-c", head + textwrap.dedent(program), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


class TestPatching:
    def test_the_database_does_not_make_the_others_wait(self, servers):
        program = """
            from kit.database import Database
            database = Database(sys.argv[1], pool_size=10)
            def sleep():
                with database.engine.connect() as connection:
                    connection.exec_driver_sql("SELECT pg_sleep(0.5)")
            sleep()
            threads = [threading.Thread(target=sleep) for _ in range(10)]
            began = time.monotonic()
            [thread.start() for thread in threads]
            [thread.join() for thread in threads]
            print(time.monotonic() - began)
        """
        assert float(run(program, address(servers, "postgres"))) < 4.5  # One after the other they take five.

    def test_a_name_that_is_looked_up_does_not_make_the_others_wait(self):
        """By whichever way a library asks."""
        program = """
            import _socket, eventlet.patcher, http.client, socket
            known, sleep = _socket.getaddrinfo, eventlet.patcher.original("time").sleep
            def slow(host, port, *told):
                if host != "a.name.of.ours" or told[-1] & socket.AI_NUMERICHOST:
                    return known(host, port, *told)
                sleep(0.4)
                return known("127.0.0.1", port, *told)
            _socket.getaddrinfo = slow
            server = socket.create_server(("127.0.0.1", 0))
            port = server.getsockname()[1]
            ways = [
                lambda: socket.create_connection(("a.name.of.ours", port)),
                lambda: http.client.HTTPConnection("a.name.of.ours", port).connect(),
                lambda: socket.getaddrinfo("a.name.of.ours", port),
            ]
            for way in ways:
                ticks, thread = 0, threading.Thread(target=way)
                thread.start()
                while thread.is_alive():
                    ticks += 1
                    time.sleep(0.01)
                print("went on" if ticks > 5 else "waited", end=" ")
        """
        assert run(program) == "went on went on went on"

    def test_a_question_too_large_to_be_sent_at_once_is_answered(self, servers):
        program = """
            import psycopg
            with psycopg.connect(sys.argv[1].replace("+psycopg", "")) as connection:
                print(connection.execute("SELECT length(%s)", ["x" * 50_000_000]).fetchone()[0])
        """
        assert run(program, address(servers, "postgres")) == "50000000"

    def test_whoever_waits_hears_of_the_end_of_the_connection_and_of_the_time(self, servers):
        program = """
            import psycopg
            url = sys.argv[1].replace("+psycopg", "")
            waiting, other = psycopg.connect(url, autocommit=True), psycopg.connect(url, autocommit=True)
            print(list(waiting.notifies(timeout=0.1)))
            def end():
                sleeping = "SELECT 1 FROM pg_stat_activity WHERE pid = %s AND query LIKE '%%pg_sleep%%'"
                while not other.execute(sleeping, [waiting.info.backend_pid]).fetchone():
                    time.sleep(0.01)
                other.execute("SELECT pg_terminate_backend(%s)", [waiting.info.backend_pid])
            threading.Thread(target=end).start()
            try:
                waiting.execute("SELECT pg_sleep(60)")
            except psycopg.OperationalError as error:
                print(type(error).__name__, waiting.closed)
        """
        assert run(program, address(servers, "postgres")) == "[]\nAdminShutdown True"

    def test_a_descriptor_that_is_closed_is_a_lost_connection(self):
        program = """
            import os, psycopg
            from psycopg import waiting
            def asking():
                yield waiting.Wait.R
            closed, _other = os.pipe()
            os.close(closed)
            try:
                waiting.wait(asking(), closed)
            except psycopg.OperationalError as error:
                print(error)
        """
        assert run(program) == "connection socket closed"

    def test_it_refuses_to_come_after_the_driver(self):
        program = "import psycopg\nfrom kit.host import green\ngreen.patch()"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert "before psycopg is imported" in done.stderr

    def test_work_of_the_processor_lets_the_others_go_on(self):
        program = """
            import hashlib
            ticks = []
            def tick():
                while True:
                    ticks.append(1)
                    time.sleep(0.01)
            threading.Thread(target=tick, daemon=True).start()
            assert green.in_thread(lambda: hashlib.pbkdf2_hmac("sha256", b"x", b"y", 1_500_000).hex()[:4])
            print(len(ticks))
        """
        assert int(run(program)) > 5

    def test_where_nothing_is_green_it_is_a_plain_call(self):
        assert green.in_thread(max, 1, 2) == 2


class TestTheEndOfARequest:
    @pytest.mark.parametrize(
        ("headers", "verdict"),
        [
            ([], True),
            ([("Content-Length", "12")], True),
            ([("Transfer-Encoding", "chunked")], True),
            ([("Content-Length", "12"), ("content-length", "13")], False),
            ([("Content-Length", "+2")], False),
            ([("Content-Length", "٢")], False),
            ([("Transfer-Encoding", "gzip, chunked")], False),
            ([("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")], False),
            ([("Transfer-Encoding", "chunked"), ("Content-Length", "12")], False),
        ],
    )
    def test_all_readers_agree_on_it_or_it_is_refused(self, headers, verdict):
        assert green.has_one_end(headers) == verdict


class TestServing:
    PROGRAM = """
        import urllib.request
        stop, port = threading.Event(), []
        def app(environ, start_response):
            start_response("200 OK", [("Content-Type", "text/plain")])
            if environ["PATH_INFO"] == "/stream":
                return (time.sleep(0.05) or b"." for _ in range(int(environ["QUERY_STRING"])))
            return [b"served"]
        server = threading.Thread(
            target=green.serve_wsgi, args=(app, "127.0.0.1", 0, stop), kwargs={"ready": port.append, "patience": 1.0}
        )
        server.start()
        while not port:
            time.sleep(0.01)
        url = f"http://127.0.0.1:{port[0]}"
        got = []
        def read(path):
            try:
                got.append(len(urllib.request.urlopen(url + path).read()))
            except Exception as error:
                got.append(type(error).__name__)
    """

    def test_requests_are_answered_until_it_stops(self):
        rest = """
            read("/")
            stop.set()
            server.join()
            read("/")
            print(got)
        """
        assert run(textwrap.dedent(self.PROGRAM) + textwrap.dedent(rest)) == "[6, 'URLError']"

    def test_a_request_with_two_ends_is_refused_with_its_connection(self):
        rest = """
            import socket
            with socket.create_connection(("127.0.0.1", port[0])) as line:
                line.sendall(
                    b"POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0\\r\\nContent-Length: 40\\r\\n\\r\\n"
                    b"GET /stream?1 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n"
                )
                came = b""
                while part := line.recv(4096):
                    came += part
            stop.set()
            server.join()
            print(came.count(b"HTTP/1.1"), came.splitlines()[0].decode(), len(came.partition(b"\\r\\n\\r\\n")[2]))
        """
        told = run(textwrap.dedent(self.PROGRAM) + textwrap.dedent(rest))
        assert told == "1 HTTP/1.1 400 Bad Request 83"

    @pytest.mark.parametrize(("pieces", "outcome"), [(10, "10"), (1000, "'IncompleteRead'")])
    def test_a_request_under_way_may_end_but_not_hold_the_stop_up_for_ever(self, pieces, outcome):
        rest = f"""
            reader = threading.Thread(target=read, args=("/stream?{pieces}",))
            reader.start()
            time.sleep(0.2)
            began = time.monotonic()
            stop.set()
            server.join()
            assert time.monotonic() - began < 30
            reader.join()
            print(got)
        """
        assert run(textwrap.dedent(self.PROGRAM) + textwrap.dedent(rest)) == f"[{outcome}]"

    def test_an_answer_arrives_whole_although_the_body_was_not_read(self):
        rest = """
            import http.client
            asking = http.client.HTTPConnection("127.0.0.1", port[0], timeout=10)
            asking.request("POST", "/", body=b"x" * 3_000_000, headers={"Connection": "close"})
            got.append(asking.getresponse().read().decode())
            stop.set()
            server.join()
            print(got)
        """
        assert run(textwrap.dedent(self.PROGRAM) + textwrap.dedent(rest)) == "['served']"

    def test_who_waits_to_be_told_to_go_on_is_answered_without_sending_the_body(self):
        rest = """
            import http.client
            asking = http.client.HTTPConnection("127.0.0.1", port[0], timeout=10)
            asking.putrequest("POST", "/")
            asking.putheader("Content-Length", "9000000")
            asking.putheader("Expect", "100-continue")
            asking.endheaders()
            got.append(asking.getresponse().status)
            stop.set()
            server.join()
            print(got)
        """
        assert run(textwrap.dedent(self.PROGRAM) + textwrap.dedent(rest)) == "[200]"

    def test_what_fails_in_the_server_is_in_our_log(self):
        rest = """
            import structlog
            with structlog.testing.capture_logs() as lines:
                read("/stream?none")
                read("/?Traceback")
            stop.set()
            server.join()
            print(got, [line["event"] for line in lines], "ValueError" in lines[0]["error"])
        """
        told = run(textwrap.dedent(self.PROGRAM) + textwrap.dedent(rest))
        assert told == "['HTTPError', 6] ['a request failed in the server'] True"

    @pytest.mark.parametrize(
        ("last", "level"), [("BrokenPipeError: [Errno 32] Broken pipe", "info"), ("ValueError: none", "error")]
    )
    def test_who_hangs_up_is_no_error_of_ours(self, last, level, monkeypatch):
        talkative = structlog.wrap_logger(None, wrapper_class=structlog.stdlib.BoundLogger)
        monkeypatch.setattr(green, "log", talkative)
        with structlog.testing.capture_logs() as lines:
            green._Quiet().write(f"Traceback (most recent call last):\n  File …\n{last}\n\n")
        assert [line["log_level"] for line in lines] == [level]

    def test_a_taken_port_is_said_in_a_sentence(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            with pytest.raises(green.PortTaken, match=f"Port {port} on 127.0.0.1 is taken by another program"):
                green.listen("127.0.0.1", port)

    def test_its_port_is_shared_with_nobody(self):
        with green.listen("127.0.0.1", 0) as first, socket.socket() as second:
            second.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            with pytest.raises(OSError, match="in use"):
                second.bind(first.getsockname())

    def test_what_is_sent_in_pieces_is_held_back_by_nothing(self):
        with green.listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    def test_an_address_that_is_not_ours_is_no_taken_port(self):
        with pytest.raises(OSError, match="assign"):
            green.listen("192.0.2.1", 80)
