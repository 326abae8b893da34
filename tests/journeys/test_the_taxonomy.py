"""A topic on its way to the inbox: in three languages, back-tested, refused to one alone, published by two."""

import re

from playwright.sync_api import expect

from tests.journeys import JOURNEY
from tests.journeys.deeds import open_from_inbox, post_on_harbour, until
from tests.journeys.desk import Desk
from tests.journeys.people import People, check

pytestmark = JOURNEY


def test_a_topic_in_three_languages_reaches_the_inbox_by_two_admins(people: People, desk: Desk) -> None:
    customer = people.stranger()
    post_on_harbour(customer, "Bo Early", "Will you take my kayak on board, @ternair?")
    ada = people("ada")
    ada.goto("/playbook/")
    ada.locator(".bcol.green").get_by_role("link", name=re.compile("^Topic")).click()
    ada.locator("#id_name").fill("Boats and boards")
    ada.get_by_label("Area").select_option("care")
    ada.get_by_label("First reply within").fill("240")
    ada.get_by_role("button", name="Save").click()
    ada.get_by_role("link", name="Rule", exact=True).click()
    ada.locator("#id_name").fill("Sea sports")
    ada.get_by_label("Any of these words").fill("kayak\nfaltboot\npiragua")
    ada.get_by_role("button", name="Save").click()
    expect(ada.get_by_role("status").get_by_text("Saved in the draft.")).to_be_visible()

    ada.get_by_role("link", name=re.compile("^Dry run")).click()
    expect(ada.locator(".tested mark", has_text="kayak").first).to_be_visible()
    check(ada)

    ada.goto("/playbook/")
    row = ada.locator("li.topic", has_text="Boats and boards")
    row.locator("summary").click()
    check(ada)
    row.get_by_role("button", name="Move to yellow").click()
    expect(ada.locator(".bcol.yellow", has_text="Boats and boards")).to_be_visible()
    row.drag_to(ada.locator(".bcol.green header"))
    expect(ada.locator(".bcol.green", has_text="Boats and boards")).to_be_visible()

    ada.get_by_label("Paste or write a message").fill("¿Puedo llevar mi piragua?")
    ada.get_by_role("button", name="Test", exact=True).click()
    expect(ada.get_by_text("would give this message another flag")).to_be_visible()
    expect(ada.get_by_text("Boats and boards, by its rule “Sea sports”")).to_be_visible()
    check(ada)

    ada.goto("/playbook/")
    ada.get_by_role("button", name="Back-test", exact=True).click()
    until(ada, lambda: ada.get_by_text("Will you take my kayak on board").count() > 0)
    expect(ada.get_by_text("Sea sports (“kayak”)").first).to_be_visible()
    check(ada)
    ada.get_by_role("button", name="I have read these").click()

    ada.get_by_role("button", name="Ask Ingrid Holm to publish").click()
    expect(ada.get_by_text("You asked for it yourself. A second admin publishes it.")).to_be_visible()
    assert ada.get_by_role("button", name=re.compile("^Publish")).count() == 0
    check(ada)

    ingrid = people("ingrid")
    ingrid.goto("/notices/")
    ingrid.get_by_role("button", name=re.compile("Ada Lind asks you to publish")).first.click()
    expect(ingrid.get_by_text(re.compile("Read what would change first: 0 of"))).to_be_visible()
    check(ingrid)
    ingrid.get_by_role("button", name="Publish").click()
    expect(ingrid.get_by_text("It judges every message from now on.")).to_be_visible()

    post_on_harbour(customer, "Uwe Später", "Darf mein Faltboot mit, @ternair?")
    amara = people("amara")
    open_from_inbox(amara, "Uwe Später")
    expect(amara.get_by_text("Says “faltboot”")).to_be_visible()
