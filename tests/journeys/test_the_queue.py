"""A supervisor clears twenty drafts: by keyboard alone, and with a thumb on a phone."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys import JOURNEY
from tests.journeys.desk import Desk
from tests.journeys.people import People, check

pytestmark = JOURNEY
TWENTY = 20
PHRASE = "with the morning plane"


def waiting_for_me(page: Page) -> set[str]:
    """Where the drafts of the list “For me” are reviewed. Others may join them meanwhile: clocks run."""
    page.goto("/approvals/")
    return set(page.locator("a.cover").evaluate_all("links => links.map(link => link.pathname)"))


def approve_button(page: Page) -> Locator:
    return page.get_by_role("button", name="Approve", exact=True)


def decided(page: Page, before: str) -> None:
    """The page has gone on to another draft, or to a list that has none."""
    page.wait_for_function("address => location.pathname !== address && document.readyState === 'complete'", arg=before)


def here(page: Page) -> str:
    return str(page.evaluate("location.pathname"))


def open_the_first(page: Page) -> None:
    page.goto("/approvals/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/approvals/\d+/"))


def test_twenty_drafts_are_cleared_by_keyboard_alone(people: People, desk: Desk) -> None:
    desk.stage("tests.journeys.stage_drafts", str(TWENTY + 2))
    dev = people("dev")
    open_the_first(dev)
    cleared = set()
    keys = dev.keyboard
    for number in range(TWENTY):
        address = here(dev)
        if number == 2:
            edit_by_keyboard(dev)
        elif number == 4:
            return_by_keyboard(dev)
        elif number == 6:
            remark_by_keyboard(dev)
            keys.press("a")
        else:
            expect(approve_button(dev)).to_be_enabled()
            keys.press("a")
        decided(dev, address)
        cleared.add(address)
    assert len(cleared) == TWENTY
    assert cleared.isdisjoint(waiting_for_me(dev))


def edit_by_keyboard(page: Page) -> None:
    page.keyboard.press("w")
    expect(page.get_by_label("Your wording")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("!")
    for box in page.locator("input[name=ticks]").all():  # what the edit touched, they stand by themselves
        page.keyboard.press("Tab")
        expect(box).to_be_focused()
        page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")


def return_by_keyboard(page: Page) -> None:
    page.keyboard.press("b")
    first = page.get_by_label("Passive apology")
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Promise only what is ours.")
    page.keyboard.press("Control+Enter")


def remark_by_keyboard(page: Page) -> None:
    page.keyboard.press("c")
    expect(page.get_by_label("The words")).to_be_focused()
    page.keyboard.type(PHRASE)
    page.keyboard.press("Tab")
    page.keyboard.type("Is it sure?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Is it sure?")).to_be_visible()
    page.wait_for_load_state()


def test_words_selected_in_the_draft_stand_in_the_remark(people: People, desk: Desk) -> None:
    address = desk.stage("tests.journeys.stage_drafts", "1").strip()
    dev = people("dev")
    dev.goto(address)
    check(dev)
    dev.locator("[data-diff]").evaluate(
        """(diff, phrase) => {
             const walker = document.createTreeWalker(diff, NodeFilter.SHOW_TEXT);
             while (walker.nextNode()) {
               const at = walker.currentNode.data.indexOf(phrase);
               if (at < 0) continue;
               document.getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + phrase.length);
             }
           }""",
        PHRASE,
    )
    dev.keyboard.press("c")
    expect(dev.get_by_label("The words")).to_have_value(PHRASE)
    expect(dev.get_by_label("What you say about them")).to_be_focused()
    check(dev)


def test_two_supervisors_see_who_reads(people: People, desk: Desk) -> None:
    address = desk.stage("tests.journeys.stage_drafts", "1").strip()
    ingrid, dev = people("ingrid"), people("dev")
    with ingrid.expect_response("**/reading/"):
        ingrid.goto(address)
    dev.goto(address)
    expect(dev.locator("#reader").get_by_text("Ingrid Holm is reviewing")).to_be_visible()
    check(dev)


def test_twenty_drafts_are_cleared_on_a_phone(people: People, desk: Desk) -> None:
    desk.stage("tests.journeys.stage_drafts", str(TWENTY + 1))
    dev = people("dev", width=390, height=844, has_touch=True)
    dev.goto("/approvals/")
    check(dev)
    dev.locator("a.cover").first.tap()
    dev.wait_for_url(re.compile(r"/approvals/\d+/"))
    check(dev)
    cleared = set()
    for _ in range(TWENTY):
        address = here(dev)
        expect(approve_button(dev)).to_be_in_viewport()
        approve_button(dev).tap()
        decided(dev, address)
        cleared.add(address)
    assert len(cleared) == TWENTY
    assert cleared.isdisjoint(waiting_for_me(dev))
