"""Somebody in front of the page: what a person does there, in one line each."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

PATIENCE = 20_000  # Milliseconds; a busy machine is slow, and a page that waits for word of others is right to wait.
expect.set_options(timeout=PATIENCE)


@dataclass
class AtThePage:
    """A page and the one who uses it."""

    page: Page

    def log_in(self, username: str, password: str) -> None:
        self.page.goto("/login")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码", exact=True).fill(password)
        self.press("登录")
        self.page.wait_for_url("**/inbox", timeout=PATIENCE)

    def go(self, path: str) -> None:
        self.page.goto(path)
        expect(self.page.locator("main h1")).to_be_visible()

    def waits_for_rows(self) -> None:
        """Until nothing on the page is being fetched."""
        expect(self.page.get_by_role("status", name="正在加载")).to_have_count(0)

    def press(self, name: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def choose(self, label: str, typed: str, option: str) -> None:
        """Types into a box that searches, and takes what it offers."""
        self.page.get_by_role("combobox", name=label).fill(typed)
        self.page.get_by_role("option").filter(has_text=option).first.click()

    def step(self, name: str) -> Locator:
        """A step of a unit change, on the board."""
        return self.page.get_by_test_id(f"step-{name}")

    def detail(self, name: str) -> Locator:
        """A step of a unit change, opened."""
        return self.page.get_by_test_id(f"detail-{name}")

    def open_step(self, name: str) -> Locator:
        self.step(name).get_by_role("button").first.click()
        return self.detail(name)

    def draw_a_signature(self, within: Locator) -> None:
        """A few strokes in the frame."""
        frame = within.get_by_test_id("signature")
        frame.scroll_into_view_if_needed()
        box = frame.bounding_box()
        assert box is not None
        at = [(0.2, 0.6), (0.3, 0.3), (0.4, 0.7), (0.6, 0.4), (0.8, 0.6)]
        points = [(box["x"] + across * box["width"], box["y"] + down * box["height"]) for across, down in at]
        self.page.mouse.move(*points[0])
        self.page.mouse.down()
        for point in points[1:]:
            self.page.mouse.move(*point, steps=4)
        self.page.mouse.up()

    def inbox_item(self, text: str) -> Locator:
        return self.page.get_by_test_id("inbox-item").filter(has_text=text)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()
