"""Computing beside the green threads: the house goes on while a list is read and a form printed."""

import subprocess
import sys
import textwrap

import pytest

from kit import aside


class TestAside:
    def test_without_a_runner_it_is_simply_done(self):
        assert aside.aside(divmod, 7, 2) == (3, 1)

    def test_what_was_raised_comes_through(self):
        with pytest.raises(ZeroDivisionError):
            aside.aside(divmod, 7, 0)

    def test_a_runner_does_it_once_there_is_one(self, monkeypatch):
        monkeypatch.setattr(aside, "_runners", [*aside._runners])
        aside.use(lambda function, *args: ("aside", function(*args)))
        assert aside.aside(divmod, 7, 2) == ("aside", (3, 1))

    def test_in_a_green_process_others_go_on_while_a_list_is_read_and_a_form_printed(self):
        script = """
            from kit.host.green import patch
            patch()
            import threading
            from datetime import UTC, datetime
            from kit.print import Document, Head
            from tests.kit.sheets.lists import FLATS, a_list, a_row
            over, ticks = threading.Event(), []
            def tick():
                while not over.wait(0.001):
                    ticks.append(1)
            def count(function, *args):
                ticks.clear()
                result = function(*args)
                print(len(ticks))
                return result
            rows = a_list(*(a_row(number=f"A{n}") for n in range(3000)))
            form = Document("换房记录表", printed_at=datetime.now(UTC)).table([Head("行")], [[n] for n in range(600)])
            threading.Thread(target=tick).start()
            assert len(count(FLATS.read, rows).rows) == 3000
            assert count(form.bytes).startswith(b"%PDF")
            try:
                FLATS.read(b"nothing")
            except Exception as refused:
                print(type(refused).__name__)
            over.set()
        """
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        while_reading, while_printing, refused = done.stdout.split()
        assert int(while_reading) > 3
        assert int(while_printing) > 3
        assert refused == "Invalid"
