"""The walk in the README, as it stands."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def walk_of(readme: str) -> str:
    """The shell blocks of the chapter with the room change."""
    chapter = re.search(
        r"^## (?:A room change by hand|亲手办一次换房)$(.*?)^## ", (ROOT / readme).read_text(), re.M | re.S
    )
    return "\n".join(re.findall(r"^```sh\n(.*?)^```", chapter.group(1), re.M | re.S))


def walk_by_hand(base: str) -> None:
    """Types the walk into a shell, line by line, at the house that answers at `base`."""
    script = "set -euo pipefail\n" + walk_of("README.md")
    environment = os.environ | {"BASE": base}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert '"acknowledged": 6' in done.stdout
    assert Path("/tmp/notice.pdf").read_bytes().startswith(b"%PDF-")


class TestReadme:
    def test_both_languages_walk_the_same_way(self):
        assert walk_of("README.md") == walk_of("README.zh-CN.md")

    @pytest.mark.rule("PROP-2", "NOTE-3")
    def test_the_walk_runs_as_it_stands(self, embedded):
        walk_by_hand(embedded.base)
