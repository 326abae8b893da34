"""A post goes viral: the 1,468 comments of a real burst become one room, which a person opens and works in."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests import real_burst
from tests.journeys import JOURNEY
from tests.journeys.desk import Desk
from tests.journeys.people import People, check

pytestmark = [*JOURNEY, pytest.mark.skipif(not real_burst.is_there(), reason=real_burst.MISSING)]
NAME = "One post, many answers"


def test_a_real_burst_becomes_one_room(people: People, desk: Desk) -> None:
    told = json.loads(desk.stage("tests.journeys.stage_spike"))
    assert told["proposed"] == 1
    desk.passwords[told["who"]] = told["password"]
    nadia = people(told["who"])
    nadia.goto("/rooms/")
    rooms = nadia.get_by_role("row").filter(has_text="Many about")
    expect(rooms).to_have_count(1)
    check(nadia)
    rooms.get_by_role("link").click()
    expect(nadia.get_by_text(re.compile(r"\d+ messages in an hour, usual is \d")).first).to_be_visible()
    check(nadia)
    nadia.get_by_label("What it is called").fill(NAME)
    nadia.get_by_role("button", name="Open the room").click()
    expect(nadia.get_by_role("heading", level=1)).to_have_text(NAME)
    inside = nadia.locator(".kpis > div", has_text="messages in the room").locator(".num").inner_text()
    assert int(re.sub(r"\D", "", inside)) > 1_000
    check(nadia)
    nadia.get_by_role("link", name="people who wait").click()
    check(nadia)
    dev = people("dev")
    dev.goto("/rooms/")
    assert dev.get_by_text(NAME).count() == 0, "another brand's people read nothing of it"
