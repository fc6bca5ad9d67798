"""The documents that are made from the code say what the code says."""

import re
import tomllib
from pathlib import Path

import pytest

from docs import build
from tests.kit.test_succession import ParadeV2

ROOT = Path(__file__).parent.parent
RULES = tomllib.loads((ROOT / "docs" / "rules.toml").read_text("utf-8"))


class TestMadeDocuments:
    def test_they_are_up_to_date(self):
        assert [str(path.relative_to(ROOT)) for path in build.stale()] == []

    def test_an_event_that_succeeds_another_says_so(self):
        told = build.event_lines(ParadeV2, ())
        assert (
            told[2]
            .strip()
            .endswith("routing key `parade_v2` · v2 · told as Parade too, in the same message under its routing key")
        )
        assert told[-1] == "Heard by nobody yet.\n"


class TestRules:
    @pytest.mark.parametrize("rule", RULES)
    def test_every_rule_is_held_by_code_and_proven_by_tests(self, rule):
        assert build.rules_in_code()[rule]
        assert build.rules_in_tests()[rule]

    def test_no_test_carries_a_rule_that_nobody_wrote_down(self):
        assert set(build.rules_in_tests()) - set(RULES) == set()


class TestLinks:
    PAGES = ("README.md", "README.zh-CN.md", "docs/architecture.md", "docs/deployment.md", "docs/scaling.md")
    PAGES += ("docs/operations.md",)

    @pytest.mark.parametrize("page", PAGES)
    def test_links_between_documents_lead_somewhere(self, page):
        links = re.findall(r"\]\((?!http)([^)#]+)\)", (ROOT / page).read_text("utf-8"))
        assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []
