"""The page's sources: they agree with their types, their own tests pass, and they ask only for doors that there are."""

import json
import re
import shutil
import subprocess

import pytest

from tests.browser.conftest import not_here

ASKING = r"(?:get|post|ask|download|PdfButton|useListing|useRecord|change)"
PATH = re.compile(ASKING + r"""\b[^\n]*?[`'"](/[a-z][^`'"\s]*)[`'"]""")
LIMIT = 250


def npm(web, *words: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which("npm")
    if program is None or not (web / "node_modules").is_dir():
        not_here("npm or the page's packages are not here; run `make web`")
    return subprocess.run([str(program), *words], cwd=web, capture_output=True, text=True, timeout=600, check=False)


class TestSources:
    def test_types_agree(self, web):
        checked = npm(web, "run", "check")
        assert checked.returncode == 0, checked.stdout[-3000:]

    def test_the_composables_do_as_their_own_tests_say(self, web):
        tested = npm(web, "test")
        assert tested.returncode == 0, tested.stdout[-3000:]

    def test_no_module_outgrows_a_reader(self, web):
        sources = [*web.glob("src/**/*.vue"), *web.glob("src/**/*.ts"), *web.glob("src/**/*.css")]
        words = web / "src" / "i18n" / "words"
        assert [str(path) for path in sources if words not in path.parents and lines_of(path) > LIMIT] == []

    def test_the_lock_file_names_no_registry(self, web):
        lock = json.loads((web / "package-lock.json").read_text("utf-8"))
        assert [name for name, package in lock["packages"].items() if "://" in package.get("resolved", "")] == []

    @pytest.mark.rule("GATE-6")
    def test_every_address_that_the_page_asks_for_is_a_door(self, web, house):
        document = house.as_("administrator").get("/openapi.json")
        paths = ["/openapi.json", *(path.removeprefix("/api/v1") for path in document["paths"])]
        doors = {shape_of(path) for path in paths}
        asked = {shape_of(address) for address in addresses_in(web)}
        assert len(asked) > 40
        assert sorted(address for address in asked if not any(fits(address, door) for door in doors)) == []


def lines_of(path) -> int:
    return len(path.read_text("utf-8").splitlines())


def addresses_in(web):
    for path in [*web.glob("src/**/*.vue"), *web.glob("src/**/*.ts")]:
        if ".test." not in path.name:
            yield from PATH.findall(path.read_text("utf-8"))


def shape_of(address: str) -> tuple[str, ...]:
    """The parts of an address, with `*` for what differs from one record to the next."""
    parts = address.partition("?")[0].strip("/").split("/")
    return tuple("*" if re.search(r"[{$<]", part) else part for part in parts)


def fits(asked: tuple[str, ...], door: tuple[str, ...]) -> bool:
    return len(asked) == len(door) and all("*" in pair or pair[0] == pair[1] for pair in zip(asked, door, strict=True))
