"""One message all the way through, and one red flag in between: from the customer's post to the answer they read."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import JOURNEY
from tests.journeys.deeds import (
    PATIENCE,
    approve_by_two,
    open_draft,
    open_from_inbox,
    post_on_harbour,
    send,
    until,
    write,
)
from tests.journeys.desk import Desk
from tests.journeys.people import People, check

pytestmark = JOURNEY
PRAISE = "Thank you @ternair, the crew on the morning flight to Oslo was wonderful. You made our day!"
FIRST_TRY = "Hi Signe, thank you for your praise. We are happy."
SECOND_TRY = "Signe, how lovely to read this. I have told the crew of your Oslo flight, and they are beaming. Jonas"
ACCUSED = "@ternair your gate agent mocked my brother for his wheelchair. Other guests laughed. This is discrimination."
RELEASED = "Ivo, nobody may be treated like this. We have begun to look into it and I write to you privately now. Amara"


def test_from_the_customers_post_to_the_answer_they_read(people: People, desk: Desk) -> None:
    customer = people.stranger()
    jonas = people("jonas")
    jonas.goto("/inbox/")
    post_on_harbour(customer, "Signe Lund", PRAISE)
    check(customer)
    expect(jonas.locator("#newpill")).to_contain_text("new. Show", timeout=PATIENCE)  # by itself, over the live stream
    check(jonas)

    case = _jonas_drafts(jonas, FIRST_TRY)
    dev = people("dev")
    _dev_returns(dev)
    _a_red_flag_in_between(people, desk)
    _jonas_drafts_again(jonas, case)
    _dev_approves_with_an_edit(dev)

    until(customer, lambda: customer.get_by_text("they are beaming. Jonas, Tern Air").count() > 0)
    check(customer)
    assert customer.get_by_text(FIRST_TRY).count() == 0, "what was returned never leaves"
    _customer_edits_their_post(customer)

    jonas.goto(case)
    jonas.get_by_text("Close", exact=True).first.click()
    jonas.get_by_role("button", name="Close", exact=True).click()
    expect(jonas.get_by_text("Closed.", exact=True)).to_be_visible()
    check(jonas)
    assert "broken" not in desk.run("verify_record")


def _jonas_drafts(jonas: Page, text: str) -> str:
    open_from_inbox(jonas, "Signe Lund")
    check(jonas)
    write(jonas, text)
    check(jonas)
    send(jonas, "Send for approval")
    expect(jonas.get_by_text("Version 1 by Jonas Weber")).to_be_visible()
    check(jonas)
    assert jonas.get_by_role("button", name="Approve").count() == 0
    return jonas.url


def _dev_returns(dev: Page) -> None:
    open_draft(dev, "Signe Lund")
    dev.get_by_role("link", name="Return", exact=True).click()
    check(dev)
    dev.get_by_role("radio").first.check()
    dev.get_by_label("What to change, in a sentence").fill("Say which flight, and what you did with her words.")
    dev.get_by_role("button", name="Return", exact=True).click()
    expect(dev.get_by_text("Jonas Weber reads why beside the draft")).to_be_visible()


def _jonas_drafts_again(jonas: Page, case: str) -> None:
    jonas.goto(case)
    expect(jonas.get_by_text("Say which flight, and what you did with her words.").first).to_be_visible()
    expect(jonas.locator("#reply")).to_have_value(FIRST_TRY)
    check(jonas)
    write(jonas, SECOND_TRY)
    send(jonas, "Send for approval")
    expect(jonas.get_by_text("Version 2 by Jonas Weber")).to_be_visible()


def _dev_approves_with_an_edit(dev: Page) -> None:
    open_draft(dev, "Signe Lund")
    check(dev)
    dev.get_by_role("link", name=re.compile("Approve with edits|Edit")).click()
    dev.get_by_label("Your wording").fill(f"{SECOND_TRY}, Tern Air")
    for box in dev.locator("form input[name=ticks]:visible").all():  # what the edit touched is his to stand by
        box.check()
    check(dev)
    dev.get_by_role("button", name="Approve with edits").click()
    expect(dev.get_by_text(re.compile("Approved. It goes out")).first).to_be_visible()


def _customer_edits_their_post(customer: Page) -> None:
    customer.get_by_role("link", name="Edit").first.click()
    check(customer)


def _a_red_flag_in_between(people: People, desk: Desk) -> None:
    victim, amara = people.stranger(), people("amara")
    amara.goto("/inbox/")
    post_on_harbour(victim, "Ivo Marsh", ACCUSED)
    open_from_inbox(amara, "Ivo Marsh")
    case = amara.url
    expect(amara.locator("#alarm .alarm")).to_be_visible(timeout=PATIENCE)
    expect(amara.get_by_text("The reply box is locked.")).to_be_visible()
    check(amara)

    _priya_takes_it_on_her_phone(people, desk.link_mailed_to("priya", "ensitive"))
    amara.goto(case)
    expect(amara.get_by_text("The reply box is locked.")).to_be_visible()
    _the_release_is_signed(people, case)
    _amara_answers_under_the_release(people, case, victim)


def _priya_takes_it_on_her_phone(people: People, link: str) -> None:
    phone = people.stranger(width=390, height=844, color_scheme="dark", has_touch=True, is_mobile=True)
    for _look in range(2):  # reading it, even twice, tells nobody anything
        phone.goto(link)
        expect(phone.get_by_role("button", name="I’ve got it")).to_be_visible()
    check(phone)
    phone.get_by_role("button", name="I’ve got it").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have it. Paging stopped.")
    check(phone)


def _the_release_is_signed(people: People, case: str) -> None:
    priya = people("priya")
    priya.goto(case)
    priya.get_by_role("textbox", name="What may go out").fill("One answer: we are sorry, and we look into it.")
    priya.get_by_role("button", name="Write the release").click()
    check(priya)
    priya.get_by_role("button", name="Sign for Communications").click()
    expect(priya.get_by_text("Signed. It waits for the others.")).to_be_visible()
    ruth = people("ruth")
    ruth.goto(case)
    ruth.get_by_role("button", name="Sign for Legal and privacy").click()
    expect(ruth.get_by_text("Signed. The release is in force.")).to_be_visible()
    check(ruth)


def _amara_answers_under_the_release(people: People, case: str, victim: Page) -> None:
    amara = people("amara")
    amara.goto(case)
    write(amara, RELEASED)
    check(amara)
    send(amara, "Send for approval")
    approve_by_two(people, "Ivo Marsh")
    until(victim, lambda: victim.get_by_text(RELEASED).count() > 0)
