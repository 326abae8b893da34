"""The night of a takeover, through every pair of hands: flagged, paged in vain, taken by the second person on a phone,
decided in a huddle, said in a holding message under two names, released, answered, stood down, looked back at."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys import JOURNEY
from tests.journeys.deeds import PATIENCE, approve_by_two, open_from_inbox, post_on_harbour, send, until, write
from tests.journeys.desk import Desk
from tests.journeys.people import People, check

pytestmark = JOURNEY
WHO = "Marguerite Dubois"
SAYS = "I opened the app tonight and 148,000 Tern Miles are gone. My account was hacked, I never shared my password."
TOPIC = "hacking-or-account-security"
ROOM = "Miles accounts emptied"
ANSWER = "Marguerite, your account is locked and your Miles are back. I write to you privately now. Amara"


def test_the_night_of_a_takeover(people: People, desk: Desk) -> None:
    desk.stage("tests.journeys.stage_night", "over", TOPIC)
    victim, amara = people.stranger(), people("amara")
    amara.goto("/inbox/")
    post_on_harbour(victim, WHO, SAYS)
    open_from_inbox(amara, WHO)
    case = amara.url
    expect(amara.locator("#alarm .alarm")).to_be_visible(timeout=PATIENCE)
    expect(amara.get_by_text("The reply box is locked.")).to_be_visible()
    check(amara)

    _priya_sleeps_and_tomas_takes_it_on_his_phone(people, desk)
    room = _a_room_is_opened(people, case)
    _the_huddle_decides(people, case)
    _a_holding_message_goes_out_under_two_names(people, case, victim)
    _the_release_is_signed(people, case)
    amara.goto(case)
    write(amara, ANSWER)
    send(amara, "Send for approval")
    assert victim.get_by_text(ANSWER).count() == 0
    approve_by_two(people, WHO)
    until(victim, lambda: victim.get_by_text(ANSWER).count() > 0)
    _it_is_stood_down_and_looked_back_at(people, room)
    assert "broken" not in desk.run("verify_record")


def _priya_sleeps_and_tomas_takes_it_on_his_phone(people: People, desk: Desk) -> None:
    before = desk.newest_link("tomas")
    desk.link_mailed_to("priya", "acking")
    desk.stage("tests.journeys.stage_night", "unanswered", TOPIC)
    link = desk.link_mailed_to("tomas", "acking", other_than=before)
    phone = people.stranger(width=390, height=844, color_scheme="dark", has_touch=True, is_mobile=True)
    phone.goto(link)
    expect(phone.get_by_text("148,000 Tern Miles are gone")).to_be_visible()
    check(phone)
    phone.get_by_role("button", name="I’ve got it").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have it. Paging stopped.")
    check(phone)


def _a_room_is_opened(people: People, case: str) -> str:
    tomas = people("tomas", width=390, height=844)
    tomas.goto(case)
    check(tomas)
    tomas.get_by_role("link", name="Open a room for this").click()
    tomas.get_by_label("What it is called").fill(ROOM)
    tomas.get_by_role("button", name="Open a room").click()
    expect(tomas.get_by_role("heading", level=1)).to_have_text(ROOM)
    tomas.get_by_role("button", name=re.compile("Take this role.*Lead")).click()
    check(tomas)
    return tomas.url


def _the_huddle_decides(people: People, case: str) -> None:
    tomas, ingrid = people("tomas"), people("ingrid")
    tomas.goto(case)
    tomas.get_by_role("link", name="Convene a huddle").click()
    tomas.get_by_label("The question").fill("Do we say now that we are looking into it?")
    tomas.get_by_label("Its options").fill("Yes, now\nWait for Security")
    tomas.get_by_label("Who decides").select_option(label="Tomás Herrera")
    check(tomas)
    tomas.get_by_role("button", name="Convene the huddle").click()
    _take_the_seat(tomas, "Communications")
    ingrid.goto(tomas.url)
    expect(ingrid.get_by_text(re.compile("^Missing: Security"))).to_be_visible()
    _take_the_seat(ingrid, "Security")
    ingrid.get_by_role("button", name=re.compile("^Yes, now")).click()
    check(ingrid)
    tomas.reload()
    tomas.get_by_role("radio", name="Yes, now").check()
    tomas.get_by_label("Because").fill("Silence is worse")
    tomas.get_by_role("button", name="Decide", exact=True).click()
    expect(tomas.get_by_text("Silence is worse").first).to_be_visible()
    check(tomas)
    tomas.goto(case)
    expect(tomas.get_by_text("The reply box is locked.")).to_be_visible()  # a decision lifts nothing


def _take_the_seat(page: Page, team: str) -> None:
    chair = page.locator("li", has=page.locator(".eyebrow", has_text=team))
    chair.get_by_role("button", name="Take the seat").click()
    expect(chair.get_by_role("button", name="Take the seat")).to_have_count(0)


def _a_holding_message_goes_out_under_two_names(people: People, case: str, victim: Page) -> None:
    tomas, ingrid = people("tomas"), people("ingrid")
    tomas.goto(case)
    said = tomas.locator(".hold .ours").first.inner_text().strip("“”").split(",")[0]
    soon = timezone.localtime() + timedelta(hours=4)  # whatever zone the reader is in
    tomas.get_by_label("Promise the next update for").fill(soon.strftime("%Y-%m-%dT%H:%M"))
    tomas.get_by_role("button", name="Fill it in for signing").click()
    check(tomas)
    tomas.get_by_role("button", name="Sign", exact=True).click()
    expect(tomas.get_by_text("You have signed")).to_be_visible()
    victim.reload()
    assert victim.get_by_text("Tern Air", exact=True).count() == 0 or victim.get_by_text(said).count() == 0
    ingrid.goto(case)
    ingrid.get_by_role("button", name="Sign and post").click()
    until(victim, lambda: victim.get_by_label("Conversation").get_by_role("article").count() > 1)
    check(victim)


def _the_release_is_signed(people: People, case: str) -> None:
    tomas = people("tomas")
    tomas.goto(case)
    tomas.get_by_role("textbox", name="What may go out").fill("That the account is back, and that we write privately")
    tomas.get_by_role("button", name="Write the release").click()
    tomas.get_by_role("button", name="Sign for Communications").click()
    expect(tomas.get_by_text("Signed. It waits for the others.")).to_be_visible()
    ingrid = people("ingrid")
    ingrid.goto(case)
    ingrid.get_by_role("button", name="Sign for Security").click()
    expect(ingrid.get_by_text("Signed. The release is in force.")).to_be_visible()
    check(ingrid)


def _it_is_stood_down_and_looked_back_at(people: People, room: str) -> None:
    tomas = people("tomas")
    tomas.goto(room)
    check(tomas)
    tomas.get_by_role("link", name="Stand down…").click()
    tomas.get_by_label("The last public word").fill("Every account is back with its owner.")
    check(tomas)
    tomas.get_by_role("button", name="Stand down").click()
    expect(tomas.get_by_role("heading", level=1)).to_have_text("After-action review")
    tomas.get_by_role("textbox", name="What happened").fill("The first person slept through the page")
    tomas.get_by_label("What to change in the playbook").fill("Page two people between midnight and six")
    tomas.get_by_role("button", name="Propose it").click()
    expect(tomas.get_by_text("Page two people between midnight and six", exact=True)).to_be_visible()
    check(tomas)
    with tomas.expect_download() as exported:
        tomas.get_by_role("link", name="CSV").click()
    told = exported.value.path().read_text()
    for event in ("oncall.room_opened", "oncall.room_stood_down", "reply.holding", "reply.reply"):
        assert event in told, f"{event} is missing in the timeline"
