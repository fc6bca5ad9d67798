"""What was asked and what came of it, and every fault thrown: a line of JSON each, in the manner of Jepsen."""

import json
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any


class History:
    """`type` is invoke, then ok, fail (surely not done) or info (perhaps done); `process` a client, or the nemesis."""

    def __init__(self, file: Path) -> None:
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._file = file.open("a", encoding="utf-8", buffering=1)  # A line is there as soon as it is told.
        self.faults: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.said: list[tuple[str, str]] = []
        self.broken: list[str] = []

    def write(self, process: int | str, kind: str, f: str, value: Any = None) -> None:
        line = {"time": self.now(), "process": process, "type": kind, "f": f, "value": value}
        with self._lock:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            if process != "nemesis":
                self.outcomes[kind] += 1

    def fault(self, kind: str, **about: Any) -> None:
        with self._lock:
            self.faults[kind] += 1
        self.write("nemesis", "info", kind, about)

    def now(self) -> float:
        return round(time.monotonic() - self._began, 3)

    def close(self) -> None:
        self._file.close()
