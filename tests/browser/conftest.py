"""A real Chromium that works as people do: by keyboard, with or without scripts."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from accounts.models import User

PASSWORD = "mua-thu-ha-noi-2026"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "Debian's chromium is needed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


class Person:
    """Somebody at a keyboard."""

    def __init__(self, page: Page, address: str, *, scripts: bool) -> None:
        self.page = page
        self.address = address
        self.scripts = scripts
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message) -> None:
        # The browser reports every answer of 4xx as an error of its own; those are meant here.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def go(self, path: str) -> "Person":
        self.page.goto(f"{self.address}{path}")
        return self

    def focused(self) -> str:
        """The name of what has the focus, as a screen reader would say it."""
        return self.page.evaluate(
            """() => {
              const at = document.activeElement;
              if (!at || at === document.body) return "";
              const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
              const named = at.getAttribute("aria-label") || "";
              return (label || named || at.innerText || at.value || "").trim();
            }"""
        )

    def ready(self, where: str = "") -> "Person":
        """Wait until the page has put the focus where it wants it: without scripts the browser does
        so a moment after the page is there."""
        self.page.locator(f"{where}:focus").first.wait_for()
        return self

    def tab_to(self, name: str, *, tag: str = "") -> "Person":
        """Press Tab until what has the focus bears ``name``."""
        for _ in range(250):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate("() => document.activeElement.tagName.toLowerCase()")
            if self.focused().startswith(name) and (not tag or at == tag):
                return self
        message = f"Tab never reaches {name!r} on {self.page.url}"
        raise AssertionError(message)

    def type(self, name: str, text: str) -> "Person":
        self.tab_to(name, tag="input")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        return self

    def write(self, name: str, text: str) -> "Person":
        """As ``type``, into a box of several lines."""
        self.tab_to(name, tag="textarea")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        return self

    def tick(self, name: str) -> "Person":
        self.tab_to(name, tag="input")
        self.page.keyboard.press("Space")
        return self

    def unfold(self, name: str) -> "Person":
        self.tab_to(name, tag="summary")
        self.page.keyboard.press("Enter")
        return self

    def press(self, name: str) -> "Person":
        """Tab to a button or link and press Enter."""
        self.tab_to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def log_in(self, user: User) -> "Person":
        self.go("/accounts/login/")
        self.page.locator("input[name=username]").focus()
        self.page.keyboard.type(user.username)
        self.page.keyboard.press("Tab")
        self.page.keyboard.type(PASSWORD)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def axe(self) -> list[str]:
        """What axe finds serious or critical on this page; axe itself needs scripts."""
        if not self.scripts:
            return []
        # Through the driver, not as a script of the page: the page's CSP forbids strangers.
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(
            """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
              .filter(v => ["serious", "critical"].includes(v.impact))
              .map(v => v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ")).join())"""
        )
        return [f"{self.page.url} {line}" for line in found]

    def overflow(self) -> int:
        """How many pixels the page is wider than its window."""
        return self.page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )


@pytest.fixture
def person(chromium, live_server) -> Iterator[Callable[..., Person]]:
    """A new person at a computer of their own: ``person(scripts=False, width=360)``."""
    contexts = []
    people: list[Person] = []

    def sit_down(*, scripts: bool = True, width: int = 1280) -> Person:
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            locale="vi-VN",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        people.append(Person(context.new_page(), live_server.url, scripts=scripts))
        return people[-1]

    yield sit_down
    complaints = [line for one in people for line in one.complaints]
    for context in contexts:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def with_password() -> Callable[[User], User]:
    def give(user: User) -> User:
        user.set_password(PASSWORD)
        user.save()
        return user

    return give
