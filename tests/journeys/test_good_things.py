"""Kind words, from the inbox to a signed share and a gift; and triage judged on the same page."""

import re

from playwright.sync_api import expect

from tests.journeys import JOURNEY
from tests.journeys.deeds import open_from_inbox, post_on_harbour
from tests.journeys.desk import Desk
from tests.journeys.people import People, check

pytestmark = JOURNEY
KIND = "Thank you @ternair, what a wonderful crew on the way to Bergen!"


def test_praise_is_judged_shared_with_consent_and_rewarded_by_two(people: People, desk: Desk) -> None:
    post_on_harbour(people.stranger(), "Sol Brandt", KIND)
    amara = people("amara")
    open_from_inbox(amara, "Sol Brandt")
    expect(amara.get_by_role("heading", name="Thank and share")).to_be_visible()
    amara.get_by_text("They agreed that we show it").click()
    amara.get_by_label("Their words, or where they stand").fill("Of course!")
    check(amara)
    amara.get_by_role("button", name="Keep their consent").click()
    amara.get_by_text("Share it", exact=True).click()
    amara.get_by_label("What we say around it").fill("Sol made our crew’s day.")
    amara.get_by_role("button", name="Ask for a signature").click()
    amara.get_by_text("Give something").click()
    amara.get_by_label("Worth").fill("900")
    amara.get_by_label("What for").fill("For the kind words")
    amara.get_by_role("button", name="Ask for it").click()
    expect(amara.get_by_text("One person gets at most 50.00 EUR.")).to_be_visible()
    people.expect_status(422)
    check(amara)
    amara.get_by_label("Worth").fill("10")
    amara.get_by_role("button", name="Ask for it").click()
    amara.get_by_role("link", name=re.compile("^Is it right")).click()
    amara.get_by_role("button", name="It is right").click()
    expect(amara.get_by_text("Amara Osei read it and confirmed the flag")).to_be_visible()

    dev = people("dev")
    dev.goto("/good/shares/")
    share = dev.get_by_role("article").filter(has_text="Sol made our crew’s day.")
    share.get_by_role("button", name="Sign").click()
    share.get_by_label("Share it on").fill("https://harbour.example/sol")
    share.get_by_role("button", name="It is out").click()
    expect(share.get_by_text("Shared")).to_be_visible()
    dev.goto("/good/")
    dev.get_by_role("button", name="Agree : Sol Brandt").click()
    dev.get_by_label("Reference: Sol Brandt").fill("V-1")
    dev.get_by_role("button", name="Handed over : Sol Brandt").click()
    expect(dev.get_by_text("V-1")).to_be_visible()
    check(dev)
