"""A message that nobody can place: the map is asked, question by question, and says what is done, by whom, by when."""

import re

from playwright.sync_api import expect

from tests.journeys import JOURNEY
from tests.journeys.deeds import open_from_inbox, post_on_harbour
from tests.journeys.people import People, check

pytestmark = JOURNEY
CUSTOMER = "Otto Quill"
STRANGE = "@ternair seven geese and a cello walked past gate nine. Somebody should look into the cello."


def test_an_agent_goes_over_the_map_with_a_strange_message(people: People) -> None:
    post_on_harbour(people.stranger(), CUSTOMER, STRANGE)
    amara = people("amara")
    amara.goto("/preferences/")
    amara.keyboard.press("g")
    amara.keyboard.press("m")
    expect(amara.get_by_role("heading", level=1)).to_have_text("Response map")
    check(amara)

    open_from_inbox(amara, CUSTOMER)
    case = amara.url
    amara.get_by_role("link", name="Go over the response map").click()
    expect(amara.get_by_role("heading", name=re.compile("Could someone be harmed"))).to_be_visible()
    check(amara)
    amara.get_by_role("link", name="No", exact=True).click()
    amara.get_by_role("link", name="Yes", exact=True).click()
    amara.get_by_role("link", name="Back one question").click()
    amara.get_by_role("link", name="Yes", exact=True).click()
    amara.get_by_role("link", name="It is meant").click()
    amara.get_by_role("link", name="A customer", exact=True).click()
    amara.get_by_role("link", name="An order, a payment, a booking").click()
    expect(amara.get_by_role("heading", name="Look it up, then answer with a day")).to_be_visible()
    check(amara)
    amara.get_by_role("button", name="Flag it").click()
    people.expect_status(422)
    expect(amara.get_by_text("Choose what it is.")).to_be_visible()
    check(amara)
    amara.get_by_label("Product or transaction requests").check()
    amara.get_by_role("button", name="Flag it").click()

    amara.goto(case)
    ways = amara.locator("#ways")
    expect(ways.get_by_text("Is it meant, or is it a rant")).to_be_visible()
    expect(ways.get_by_text(re.compile(r"How we answer, v\d"))).to_be_visible()
    amara.get_by_label("Which scenario").select_option(label="Somebody wants to buy")
    amara.get_by_role("button", name="Begin the plan: Product or transaction requests").click()
    amara.goto(case)
    tasks = amara.locator("#tasks")
    expect(tasks.get_by_text("4 left")).to_be_visible()
    tasks.get_by_role("button", name=re.compile("^Done")).first.click()
    amara.goto(case)
    expect(tasks.get_by_text("Done by Amara Osei")).to_be_visible()
    check(amara)
