"""Writing through its address: what is kept while one types, and the words one begins with."""

import re

import pytest

from interactions.models import Composing, Draft
from playbook.models import ChecklistItem, Plan
from tests.cast import Cast
from tests.interactions.pages import HTMX, box, keep, read, send, signed_in

pytestmark = pytest.mark.django_db


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input type="hidden" name="{name}" (?:form="reply-form" )?value="([^"]*)"', page)
    assert found, name
    return found[1]


# --- Keeping ----------------------------------------------------------------------------------------------------------


def test_the_whole_form_comes_back_as_it_was_kept(cast: Cast) -> None:
    ChecklistItem.objects.create(brand=cast.brand, slug="tone", wording="The tone fits.")
    row = cast.flagged("baggage")
    typed = {
        "is_public": "0",
        "ticks": ["tone"],
        "consideration": "One bag",
        "asks_second_pair": "on",
        "handoff_person": "Dev",
        "handoff_way": "020 7946 0000",
        "handoff_reason": "His address",
    }
    assert keep(cast.amara, row, "We have it", **typed).status_code == 200
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert box(page) == "We have it"
    assert re.search(r'id="as-private"[^>]*value="0"[^>]*\s+checked', page)
    assert re.search(r'value="tone"\s+checked', page)
    assert 'value="One bag"' in page
    assert re.search(r'name="asks_second_pair"\s+checked', page)
    assert 'value="020 7946 0000"' in page


def test_what_is_kept_is_bounded(cast: Cast) -> None:
    row = cast.flagged("praise")
    many = {f"fill_{n}": "x" * 5_000 for n in range(200)}
    keep(cast.amara, row, "x" * 30_000, ticks=["y" * 900] * 200, nonsense="z", **many)
    kept = Composing.objects.get()
    assert len(kept.text) == 20_000
    assert len(kept.fields) == 40
    assert "nonsense" not in kept.fields
    assert all(len(value) <= 500 for value in kept.fields.values() if isinstance(value, str))
    assert len(kept.fields["ticks"]) == 60


def test_the_newest_word_wins_over_another_window_and_its_words_are_offered(cast: Cast) -> None:
    row = cast.flagged("praise")
    keep(cast.amara, row, "From the desk", seen_version=0)
    answer = keep(cast.amara, row, "From the phone", seen_version=0)
    assert "a text from another window was put aside" in answer.content.decode()
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert box(page) == "From the phone"
    assert "Another text of yours is kept" in page
    assert "From the desk" in page
    assert box(read(cast.amara, f"/inbox/{row.pk}/?start=aside")) == "From the desk"


def test_going_on_in_the_same_window_puts_nothing_aside(cast: Cast) -> None:
    row = cast.flagged("praise")
    for version, text in enumerate(("He", "Hello", "Hi", "")):
        keep(cast.amara, row, text, seen_version=version)
    assert Composing.objects.get().put_aside == ""


def test_a_window_that_closes_after_the_text_was_sent_brings_nothing_back(cast: Cast) -> None:
    row = cast.flagged("baggage")
    send(cast, "amara", row, "We look", consideration="One bag")
    keep(cast.amara, row, "We look")
    send(cast, "jonas", row, "We look at {time}", fill_time="noon", consideration="One bag", place="beside")
    keep(cast.jonas, row, "We look at {time}", fill_time="noon")
    assert not Composing.objects.exists()


def test_keep_for_later_works_without_script(cast: Cast) -> None:
    row = cast.flagged("praise")
    browser = signed_in(cast.amara)
    answer = browser.post(f"/interactions/{row.pk}/compose/?view=green", {"text": "Later"})
    assert answer["Location"] == f"/inbox/{row.pk}/?view=green"
    assert "Kept for you" in browser.get(answer["Location"]).content.decode()
    assert signed_in(cast.axel).post(f"/interactions/{row.pk}/compose/", {"text": "x"}).status_code == 403
    assert signed_in(cast.nora).post(f"/interactions/{row.pk}/compose/", {"text": "x"}).status_code == 404


def test_what_follows_the_text_comes_back_with_it(cast: Cast) -> None:
    row = cast.flagged("praise")
    part = keep(cast.amara, row, "Come to {city}, please").content.decode()
    assert ">22 / 5000</span>" in part
    assert "up to 76" in part
    assert 'name="fill_city"' in part
    assert '<mark class="ph">{city}</mark>' in part
    assert "<textarea" not in part, "nobody's cursor jumps"
    assert "asks for another pair of eyes" in keep(cast.amara, row, "Hi", asks_second_pair="on").content.decode()


# --- Words to begin with ----------------------------------------------------------------------------------------------


def test_a_placeholder_blocks_until_its_value_is_given(cast: Cast) -> None:
    cast.template.text = "{name}, your bag is in {city}."
    cast.template.save()
    row = cast.flagged("praise", author="marta-k")
    page = read(cast.amara, f"/inbox/{row.pk}/?start=template-{cast.template.pk}")
    assert box(page) == "Marta K, your bag is in {city}."
    assert "Still to fill in" in page
    given = {"template": cast.template.pk}
    refused = send(cast, "amara", row, box(page), **given)
    assert refused.status_code == 422
    assert "Fill in {city} before you send it." in refused.content.decode()
    assert send(cast, "amara", row, box(page), fill_city="Leeds {name}", **given).status_code == 422, "no second round"
    assert send(cast, "amara", row, box(page), fill_city="Leeds", **given).status_code == 302
    assert Draft.objects.get().text == "Marta K, your bag is in Leeds."


def test_the_length_at_its_worst_stands_beside_the_channels_limit(cast: Cast) -> None:
    cast.channel.max_length = 60
    cast.channel.save()
    cast.template.text = "{name}, your bag is in {city}, at the {desk} desk."
    cast.template.save()
    cast.template.topics.add(cast.topics["praise"])
    page = read(cast.amara, f"/inbox/{cast.flagged('praise', author='m').pk}/")
    assert re.search(r'nb over">\s*≤ \d+ / 60', page)
    assert "2 to fill" in page


def test_other_words_never_cost_what_was_typed(cast: Cast) -> None:
    row = cast.flagged("praise")
    keep(cast.amara, row, "My own words")
    page = read(cast.amara, f"/inbox/{row.pk}/?start=template-{cast.template.pk}")
    keep(cast.amara, row, box(page), start=hidden(page, "start"), seen_version=hidden(page, "seen_version"))
    assert Composing.objects.get().put_aside == "My own words"


def test_a_holding_message_is_begun_with_as_an_answer_where_nothing_is_held(cast: Cast) -> None:
    cast.holding.topics.add(cast.topics["praise"])
    row = cast.flagged("praise", author="marta-k")
    start = f"?start=holding-{cast.holding.pk}"
    assert f"{start}&amp;" in read(cast.amara, f"/inbox/{row.pk}/")
    assert "Marta K, we are looking into it. Next update {next_update}." in read(cast.amara, f"/inbox/{row.pk}/{start}")
    cast.holding.second_approver = None
    cast.holding.save()
    assert "we are looking into it" not in read(cast.amara, f"/inbox/{row.pk}/{start}")


def test_htmx_gets_the_composer_alone_with_the_words(cast: Cast) -> None:
    row = cast.flagged("praise")
    address = f"/inbox/{row.pk}/?start=template-{cast.template.pk}"
    part = signed_in(cast.amara).get(address, headers=HTMX | {"HX-Target": "composer"}).content.decode()
    assert part.lstrip().startswith('<div class="composer" id="composer">')
    assert "we found your bag" in box(part)


def test_the_plans_answer_is_one_click_away(cast: Cast) -> None:
    Plan.objects.create(topic=cast.topics["baggage"], complaint="Late", public_answer="{name}, we look.")
    row = cast.flagged("baggage", author="marta-k")
    assert "?start=plan" in read(cast.amara, f"/inbox/{row.pk}/")
    assert box(read(cast.amara, f"/inbox/{row.pk}/?start=plan")) == "Marta K, we look."


@pytest.mark.parametrize("name", ["", "x", "template", "template-", "template-0", "version-9", "answer-9", "nosuch-1"])
def test_words_that_are_not_there_leave_the_box_alone(cast: Cast, name: str) -> None:
    assert box(read(cast.amara, f"/inbox/{cast.flagged('praise').pk}/?start={name}")) == ""


def test_what_no_database_takes_is_kept_as_a_visible_mark(cast: Cast) -> None:
    row = cast.flagged("baggage")
    browser = signed_in(cast.jonas)
    given = {"text": "So\0rry", "consideration": "Se\0en", "fill_\0": "A\0"}
    assert browser.post(f"/interactions/{row.pk}/compose/", given).status_code == 302
    kept = Composing.objects.get()
    assert kept.text == "So\ufffdrry"
    assert "\0" not in "".join(map(str, kept.fields.items()))
