"""Browsers with people in front of them, and what a journey asks of every page it passes."""

from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.journeys.desk import Desk

RUN = "(options) => axe.run(document, options).then((found) => found.violations)"
VIOLATIONS = {"resultTypes": ["violations"]}
NOTED_WITHIN = 20_000  # milliseconds
OF_COLOURS = VIOLATIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


class People:
    """Everybody of the demo. Who was signed in once stays so; what a browser complains of is kept in ``complaints``."""

    def __init__(self, browser: Browser, desk: Desk) -> None:
        self.complaints: list[str] = []
        self._browser, self._desk = browser, desk
        self._sessions: dict[str, Any] = {}
        self._open: list[BrowserContext] = []

    def stranger(self, *, width: int = 1440, height: int = 900, **more: Any) -> Page:
        """A browser in which nobody is signed in."""
        more |= {"viewport": {"width": width, "height": height}, "reduced_motion": "reduce"}
        context = self._browser.new_context(base_url=self._desk.url, **more)
        context.set_default_timeout(20_000)
        self._open.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        return page

    def __call__(self, person: str, **more: Any) -> Page:
        """A browser in which this person is signed in."""
        if person not in self._sessions:
            page = self.stranger()
            self.sign_in(page, person)
            self._sessions[person] = page.context.storage_state()
        return self.stranger(storage_state=self._sessions[person], **more)

    def sign_in(self, page: Page, person: str) -> None:
        """Through the door, as everybody comes in."""
        page.goto("/accounts/login/?next=/inbox/")
        page.get_by_label("E-mail").fill(f"{person}@tern-air.example")
        page.get_by_label("Password", exact=True).fill(self._desk.passwords[person])
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/inbox/")

    def expect_status(self, status: int) -> None:
        """The browser notes every page that came with a refusal, if a moment late; this one was meant to."""
        noted = f"the server responded with a status of {status} "
        waited = 0
        while not (meant := [said for said in self.complaints if noted in said]):
            assert waited < NOTED_WITHIN, f"No page came with {status}: {self.complaints}"
            self._open[-1].pages[0].wait_for_timeout(50)
            waited += 50
        self.complaints.remove(meant[0])

    def leave(self) -> None:
        """Close every browser window. Nobody may have complained."""
        for context in self._open:
            context.close()
        self._open.clear()
        heard, self.complaints = self.complaints, []
        assert heard == []

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{Path(message.location.get('url', '')).name}: {message.text}")


def check(page: Page, options: dict[str, Any] = VIOLATIONS) -> None:
    """No barriers (axe), and nothing scrolls sideways."""
    found = barriers(page, options)
    assert not found, f"{page.url} {page.viewport_size}: {found}"
    assert not scrolls_sideways(page), page.url


def barriers(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds on the page once it has wholly arrived: half of a page has no heading and no main part.

    Axe is put in from outside, so that the page's own content policy stays as it is.
    """
    page.wait_for_load_state("load")
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    return [f"{found['id']}: {[node['target'] for node in found['nodes']]}" for found in page.evaluate(RUN, options)]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
