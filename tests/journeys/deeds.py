"""What people do on the pages, in the words that stand on them."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import People, check

PATIENCE = 45_000  # milliseconds; the sweeps run every second, on whatever machine this is


def post_on_harbour(page: Page, name: str, text: str) -> None:
    """A customer says something to the brand; ends on the conversation's page."""
    page.goto("/demo/")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your post").fill(text)
    page.get_by_role("button", name="Post").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def answer_on_harbour(page: Page, text: str) -> None:
    """The customer goes on in the conversation that is open."""
    page.get_by_label("Your post").fill(text)
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_label("Conversation").get_by_text(text)).to_be_visible()


def row_of(page: Page, name: str) -> Locator:
    """The line of this customer in the list."""
    return page.locator("li.irow", has=page.get_by_role("link", name=name, exact=True))


def open_from_inbox(page: Page, name: str) -> None:
    """Find the customer's message, as soon as it is there, and open it."""
    page.goto(f"/inbox/?q={name}")
    until(page, lambda: row_of(page, name).count() > 0)
    row_of(page, name).get_by_role("link").first.click()
    expect(page.locator("#conversation-h")).to_have_text(name)


def write(page: Page, text: str, *, consideration: str = "") -> None:
    """Fill the reply box and tick whatever stands below it."""
    page.locator("#reply").fill(text)
    for box in page.locator("input[name=ticks]").all():
        box.check()
    if consideration:
        page.locator("#consideration").fill(consideration)


def send(page: Page, button: str) -> None:
    """Press the button, which says what it will do."""
    page.get_by_role("button", name=button).click()


def open_draft(page: Page, customer: str) -> None:
    """The review of what waits to go to this customer."""
    page.goto("/approvals/")
    check(page)
    page.get_by_role("link", name=re.compile(f"to {customer}")).first.click()
    expect(page.get_by_role("heading", name=f"Reply to {customer}")).to_be_visible()


def approve_by_two(people: People, customer: str) -> None:
    """What red needs: a second signature, and nothing leaves after the first."""
    for name, said in (("dev", "Kept. It goes out when another person has signed it."), ("ingrid", "Approved.")):
        supervisor = people(name)
        open_draft(supervisor, customer)
        check(supervisor)
        supervisor.get_by_role("button", name="Approve", exact=False).click()
        expect(supervisor.get_by_role("status").get_by_text(said)).to_be_visible()


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Load the page again and again until it is so, as somebody does who waits."""
    waited = 0
    while not is_so():
        assert waited < PATIENCE, f"It did not come on {page.url}: {page.locator('main').inner_text()[:2000]}"
        page.wait_for_timeout(500)
        waited += 500
        page.reload()
