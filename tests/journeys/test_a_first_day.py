"""A new agent's first day: a draft by the book, a return that teaches, and an answer that goes out in two hands."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import JOURNEY
from tests.journeys.deeds import open_from_inbox, post_on_harbour, until
from tests.journeys.people import People, check

pytestmark = JOURNEY
CUSTOMER = "Lena Storm"
QUESTION = "@ternair your check-in page is not working since this morning, only an error message. What now?"
LINK = "https://ternair.example/check-in-by-phone"
CONSIDERED = "She only wants to check in today, and this page works."
WHY = "Say until when we know more."
SINCE = "We know more at noon."


def test_a_new_agent_learns_what_is_asked_and_is_read_by_the_end_of_the_day(people: People) -> None:
    customer = people.stranger()
    post_on_harbour(customer, CUSTOMER, QUESTION)
    jonas = people("jonas")
    before = _reads_where_they_stand(jonas)

    _drafts_by_the_book(jonas)
    people.expect_status(422)  # the placeholder that was left
    people.expect_status(422)  # the boxes that were not ticked
    case = jonas.url
    dev = people("dev")
    _is_returned(dev)
    _hears_why_and_mends_it(jonas, case)
    _is_approved_with_a_touch(dev)
    _reads_what_the_touch_was(jonas)

    until(customer, lambda: customer.get_by_text(f"{SINCE} Promised!").count() > 0)
    assert customer.get_by_text(LINK).count() == 1, "it went out once, and as it was signed"
    assert _reads_where_they_stand(jonas) == before + 1, "one case is one answer, however often it was read"


def _reads_where_they_stand(jonas: Page) -> int:
    """How many answers of theirs were read, as their own page says."""
    jonas.goto("/approvals/me/")
    expect(jonas.get_by_text("While it lasts, a colleague reads your answers before they go out.")).to_be_visible()
    check(jonas)
    said = jonas.locator("main").inner_text()
    found = re.search(r"of (\d+) answers?", said)
    return int(found[1]) if found else 0


def _drafts_by_the_book(jonas: Page) -> None:
    """From a template, by keyboard: what is missing is said until nothing is."""
    open_from_inbox(jonas, CUSTOMER)
    jonas.keyboard.press("#")
    jonas.get_by_role("form", name="Reply").get_by_role("link", name="We are on the fault").click()
    expect(jonas.locator("#reply")).to_have_value(re.compile("{link}"))
    check(jonas)
    _send(jonas)
    expect(jonas.get_by_role("alert").get_by_text("Fill in {link} before you send it.")).to_be_visible()
    jonas.get_by_label("a page of ours").fill(LINK)
    jonas.get_by_label("What did you consider before answering?").fill(CONSIDERED)
    _send(jonas)
    expect(jonas.get_by_role("alert").get_by_text("Tick these first")).to_be_visible()
    check(jonas)
    _tick_all(jonas)
    _send(jonas)
    expect(jonas.get_by_text("Version 1 by Jonas Weber")).to_be_visible()
    check(jonas)


def _is_returned(dev: Page) -> None:
    _open_draft(dev)
    dev.get_by_role("link", name="Return", exact=True).click()
    dev.get_by_role("radio").first.check()
    dev.get_by_label("What to change, in a sentence").fill(WHY)
    dev.get_by_role("button", name="Return", exact=True).click()
    expect(dev.get_by_text("Jonas Weber reads why beside the draft")).to_be_visible()


def _hears_why_and_mends_it(jonas: Page, case: str) -> None:
    _open_notice(jonas, "Dev Malhotra returned your draft")
    expect(jonas.get_by_text(WHY).first).to_be_visible()
    check(jonas)
    jonas.goto(case)
    box = jonas.locator("#reply")
    expect(box).to_have_value(re.compile(re.escape(LINK)))
    box.fill(f"{box.input_value()} {SINCE}")
    _tick_all(jonas)
    _send(jonas)
    expect(jonas.get_by_text("Version 2 by Jonas Weber")).to_be_visible()


def _is_approved_with_a_touch(dev: Page) -> None:
    _open_draft(dev)
    dev.get_by_role("link", name=re.compile("Approve with edits|Edit")).click()
    wording = dev.get_by_label("Your wording")
    wording.fill(f"{wording.input_value()} Promised!")
    for box in dev.locator("form input[name=ticks]:visible").all():
        box.check()
    dev.get_by_role("button", name="Approve with edits").click()
    expect(dev.get_by_text(re.compile("Approved. It goes out")).first).to_be_visible()


def _reads_what_the_touch_was(jonas: Page) -> None:
    _open_notice(jonas, "Dev Malhotra approved your draft with edits.")
    expect(jonas.locator("ins", has_text="Promised!")).to_be_visible()
    check(jonas)


def _open_notice(page: Page, said: str) -> None:
    """The bell counts it, and it leads to the draft."""
    page.goto("/notices/")
    until(page, lambda: page.get_by_text(said).count() > 0)
    check(page)
    page.get_by_role("button", name=re.compile(said)).or_(page.get_by_role("link", name=re.compile(said))).first.click()
    page.wait_for_url(re.compile(r"/approvals/\d+/"))


def _open_draft(page: Page) -> None:
    page.goto("/approvals/")
    page.get_by_role("link", name=re.compile(f"to {CUSTOMER}")).first.click()
    expect(page.get_by_role("heading", name=f"Reply to {CUSTOMER}")).to_be_visible()


def _tick_all(page: Page) -> None:
    for box in page.locator("input[name=ticks]").all():
        box.check()


def _send(page: Page) -> None:
    page.get_by_role("button", name="Send for approval").click()
