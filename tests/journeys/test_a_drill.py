"""A drill from its start to its report: paged, taken at 3 a.m., seen for what it is everywhere, ended."""

import re

from playwright.sync_api import expect

from tests.journeys import JOURNEY
from tests.journeys.deeds import PATIENCE, row_of, until
from tests.journeys.desk import Desk
from tests.journeys.people import People, check

pytestmark = JOURNEY
SAYS = "I was hacked, somebody emptied my account. Is this a drill too?"


def test_a_drill_from_start_to_report(people: People, desk: Desk) -> None:
    ada = people("ada")
    ada.goto("/oncall/readiness/")
    check(ada)
    ada.get_by_role("link", name="Drills", exact=True).click()
    check(ada)
    ada.get_by_label("About").select_option(label="Hacking or account security")
    ada.get_by_label("Comes in for").select_option(label="Care")
    ada.get_by_label("What the customer says").fill(SAYS)
    ada.get_by_role("button", name="Start the drill").click()
    expect(ada.get_by_role("heading", level=1)).to_contain_text("Drill: Hacking")
    check(ada)
    report = ada.url
    left = ada.locator("li.topic", has_text=" sent ")
    until(ada, lambda: left.count() > 0)
    paged = left.first.inner_text().split()[0].lower()

    owner = people.stranger(width=390, height=844)
    owner.goto(desk.link_mailed_to(paged, "DRILL"))
    expect(owner.get_by_text("Act as if it were true.")).to_be_visible()
    check(owner)
    owner.get_by_role("button", name="I’ve got it").click()
    expect(owner.get_by_role("heading", level=1)).to_have_text("You have it. Paging stopped.")
    check(owner)

    amara = people("amara")
    amara.goto("/inbox/?q=Drill")
    expect(row_of(amara, "Drill").first.get_by_text("Drill", exact=True).last).to_be_visible(timeout=PATIENCE)
    check(amara)
    ada.goto(report)
    ada.get_by_role("link", name="Open the case").click()
    expect(ada.get_by_text("Drill: nothing of it leaves")).to_be_visible()
    expect(ada.get_by_text(re.compile("^Drill · Escalation Desk flagged this red"))).to_be_visible()
    check(ada)

    ada.goto(report)
    ada.get_by_label("What we change").fill("Nothing: it worked")
    ada.get_by_role("button", name="End the drill").click()
    expect(ada.get_by_text("The drill is over.")).to_be_visible()
    expect(ada.get_by_text("took it")).to_be_visible()
    check(ada)


def test_posting_is_stopped_on_every_screen_and_goes_on_again(people: People) -> None:
    dev, jonas = people("dev"), people("jonas", width=390, height=844)
    dev.goto("/oncall/stops/")
    check(dev)
    jonas.goto("/inbox/")
    dev.get_by_label("Why").fill("A reply named a customer")
    dev.get_by_role("button", name="Stop posting").click()
    expect(dev.get_by_text("Posting is stopped. Everybody sees it now.")).to_be_visible()
    check(dev)
    expect(jonas.locator(".stopped")).to_contain_text("A reply named a customer", timeout=PATIENCE)  # by itself
    check(jonas)
    dev.get_by_role("button", name="Let posts out again").click()
    expect(dev.get_by_text("Posting goes on.")).to_be_visible()
    expect(jonas.locator(".stopped")).to_have_count(0, timeout=PATIENCE)
