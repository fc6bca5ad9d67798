"""A running house with the built page, a browser, and people in front of it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.person import AtThePage
from tests.journeys.running import NOW, PASSWORD, ROOT, RunningHouse, running_house

WEB = ROOT / "gateway" / "web"
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# As root Chromium runs only without its sandbox; the rest keeps it from asking for hosts outside.
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def not_here(what: str) -> None:
    """The tests are reported as not run, which in CI is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(f"not run: {what}")


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        not_here("no Chromium is here; install the package chromium")
    return str(found)


@pytest.fixture(scope="session")
def web() -> Path:
    """The folder of the page, with what it is built from installed and the page built."""
    if not (WEB / "dist" / "index.html").is_file():
        not_here("the web page has not been built; run `make web`")
    return WEB


@pytest.fixture(scope="session")
def house(filled_folder, web) -> Iterator[RunningHouse]:
    """An embedded house on a Monday morning, with one password for all its users."""
    with running_house(filled_folder(), **NOW) as running:
        yield running


@pytest.fixture(scope="session")
def browser(chromium) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield started
        started.close()


@pytest.fixture(scope="session")
def sessions() -> dict[str | None, Any]:
    """Who has logged in already, with the cookie they got."""
    return {}


@pytest.fixture
def somebody(browser, house, sessions) -> Iterator[Callable[..., AtThePage]]:
    """Sits people down at pages of their own; a page that fails of itself fails the test."""
    faults: list[str] = []
    with ExitStack() as open_pages:

        def sit_down(username: str | None = None, phone: bool = False) -> AtThePage:
            """At the inbox, when a user is named. A person's second page comes in with the session of the first."""
            size = PHONE if phone else DESK
            context = browser.new_context(
                base_url=house.base,
                viewport=size,
                locale="zh-CN",
                reduced_motion="reduce",
                storage_state=sessions.get(username),
            )
            open_pages.callback(context.close)
            page = context.new_page()
            note_faults(page, faults)
            person = AtThePage(page)
            if username in sessions:
                person.go("/inbox")
            elif username:
                person.log_in(username, PASSWORD)
                sessions[username] = context.storage_state()
            return person

        yield sit_down
    assert faults == []


def note_faults(page: Page, faults: list[str]) -> None:
    """Errors of the page's own code, and whatever its content security policy had to stop."""
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
