"""A day's work: a new agent's bounds, an admin's rule, the keyboard alone, a browser without script, two at once."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import JOURNEY
from tests.journeys.deeds import (
    answer_on_harbour,
    open_from_inbox,
    post_on_harbour,
    row_of,
    send,
    until,
    write,
)
from tests.journeys.desk import Desk
from tests.journeys.people import People, check

pytestmark = JOURNEY
KIND = "Thank you @ternair, wonderful crew on the late flight!"


def test_a_new_agent_and_an_author_are_told_why_they_may_not_approve(people: People, desk: Desk) -> None:
    jonas = people("jonas")
    jonas.goto(desk.addresses["review"])
    expect(
        jonas.get_by_text("You may read this, not approve for it. It waits for a supervisor of Care.")
    ).to_be_visible()
    assert jonas.get_by_role("button", name="Approve").count() == 0
    check(jonas)

    dev = people("dev")
    dev.goto(desk.addresses["yellow"])
    write(dev, "We are on it, and I write to you tonight.", consideration="It is our error, and we know when it ends.")
    send(dev, "Send for approval")
    expect(dev.get_by_text("Version 1 by Dev Malhotra")).to_be_visible()
    dev.goto("/approvals/?tab=all")
    dev.get_by_role("link", name=re.compile("^Dev Malhotra to")).click()
    expect(dev.get_by_text("Nobody approves their own text. It waits for another pair of eyes.").first).to_be_visible()
    assert dev.get_by_role("button", name="Approve").count() == 0
    check(dev)


def test_a_new_message_follows_the_rule_that_two_admins_have_changed(people: People, desk: Desk) -> None:
    ada, customer = people("ada"), people.stranger()
    ada.goto(desk.addresses["green topic"])
    check(ada)
    ada.get_by_role("link", name="Edit").last.click()
    words = ada.get_by_label("Any of these words")
    words.fill(f"{words.input_value()}\ntuba")
    check(ada)
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_role("status").get_by_text("Saved in the draft.")).to_be_visible()
    ada.get_by_role("link", name="All its changes").click()
    ada.get_by_role("button", name="Ask Ingrid Holm to publish").click()
    expect(ada.get_by_role("status").get_by_text("waits for a second admin")).to_be_visible()
    check(ada)
    ingrid = people("ingrid")
    ingrid.goto(ada.url)
    check(ingrid)
    ingrid.get_by_role("button", name="Publish").click()
    expect(ingrid.get_by_text("It judges every message from now on.")).to_be_visible()

    post_on_harbour(customer, "Nell Brass", "Can I take a tuba on board @ternair?")
    amara = people("amara")
    open_from_inbox(amara, "Nell Brass")
    expect(amara.get_by_text("Says “tuba”")).to_be_visible()
    expect(amara.get_by_text("Escalation Desk flagged this green: Company information")).to_be_visible()


def test_the_inbox_is_worked_by_keyboard_alone(people: People) -> None:
    customer, amara = people.stranger(), people("amara")
    post_on_harbour(customer, "Kay Board", KIND)
    amara.goto("/inbox/?q=Kay")
    until(amara, lambda: row_of(amara, "Kay Board").count() > 0)
    keys = amara.keyboard
    keys.press("j")
    expect(row_of(amara, "Kay Board").get_by_role("link")).to_be_focused()
    keys.press("k")
    keys.press("Enter")
    expect(amara.locator("#conversation-h")).to_be_focused()
    keys.press("r")
    expect(amara.locator("#reply")).to_be_focused()
    keys.type("Kay, the crew reads this at breakfast. Thank you! Amara")
    for box in amara.locator("input[name=ticks]").all():
        keys.press("Tab")
        expect(box).to_be_focused()
        keys.press("Space")
    keys.press("Control+Enter")
    expect(amara.get_by_text("It goes out now.")).to_be_visible()
    until(customer, lambda: customer.get_by_text("the crew reads this at breakfast").count() > 0)
    keys.press("g")
    keys.press("i")
    amara.wait_for_url("**/inbox/")


def test_everything_from_sign_in_to_a_posted_reply_works_without_script(people: People) -> None:
    customer = people.stranger(java_script_enabled=False)
    post_on_harbour(customer, "Dora Plain", KIND)
    amara = people.stranger(java_script_enabled=False)
    people.sign_in(amara, "amara")
    open_from_inbox(amara, "Dora Plain")
    write(amara, "Dora, thank you, I told the crew of the late flight. Amara")
    send(amara, "Post in public as @ternair")
    expect(amara.get_by_text("It goes out now.")).to_be_visible()
    until(customer, lambda: customer.get_by_text("I told the crew of the late flight").count() > 0)


def test_what_was_typed_stays_when_the_customer_writes_meanwhile(people: People) -> None:
    customer, amara = people.stranger(), people("amara")
    post_on_harbour(customer, "Max Midway", KIND)
    open_from_inbox(amara, "Max Midway")
    mine = "Max, thank you for your kind words. Amara"
    write(amara, mine)
    answer_on_harbour(customer, "It was flight TA 118, by the way.")
    _wait_for_it_elsewhere(people("dev"), amara.url)
    send(amara, "Post in public as @ternair")
    refused = amara.get_by_role("alert").filter(has_text="The customer wrote again while you wrote.")
    expect(refused).to_contain_text("It was flight TA 118, by the way.")
    people.expect_status(409)
    expect(amara.locator("#reply")).to_have_value(mine)
    check(amara)
    send(amara, "Post in public as @ternair")
    expect(amara.get_by_text("It goes out now.")).to_be_visible()
    until(customer, lambda: customer.get_by_text("thank you for your kind words").count() > 0)


def _wait_for_it_elsewhere(page: Page, address: str) -> None:
    page.goto(address)
    until(page, lambda: page.get_by_text("It was flight TA 118, by the way.").count() > 0)
