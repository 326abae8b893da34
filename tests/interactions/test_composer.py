"""The reply box through its address: others' answers beside mine, what is asked twice, what a page of it costs."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from approvals.actions import start_probation
from interactions import actions
from interactions.models import Draft, Interaction
from playbook.drafting import keep_as_it_stands
from playbook.edits import holding
from tests.cast import Cast
from tests.interactions.pages import HTMX, box, keep, read, send, signed_in

pytestmark = pytest.mark.django_db


# --- Others' answers --------------------------------------------------------------------------------------------------


def test_what_waits_stands_above_the_box_and_mine_goes_beside_it(cast: Cast) -> None:
    waiting = cast.drafted(by="jonas", text="We found it.")
    row = waiting.interaction
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert "Version 1 by Jonas Weber" in page
    assert "Send mine beside Jonas’s" in page
    assert "Take it back" not in page, "it is not hers"
    given = {"consideration": "One bag"}
    refused = send(cast, "amara", row, "Ours", **given)
    assert refused.status_code == 409
    assert box(refused.content.decode()) == "Ours"
    assert send(cast, "amara", row, "Ours", place="beside", **given).status_code == 302
    assert list(row.drafts.waiting().values_list("line", flat=True)) == [1, 2]


def test_building_on_anothers_answer_takes_its_place_and_keeps_its_words(cast: Cast) -> None:
    waiting = cast.drafted(by="jonas", text="We found it.")
    row = waiting.interaction
    page = read(cast.amara, f"/inbox/{row.pk}/?start=version-{waiting.pk}")
    assert box(page) == "We found it."
    assert re.search(rf'name="place" value="{waiting.pk}"\s+checked', page)
    assert send(cast, "amara", row, "We found it!", place=waiting.pk, consideration="Bag").status_code == 302
    newest = row.drafts.get(number=2)
    assert (newest.based_on, newest.line) == (waiting, 1)


def test_a_version_of_another_conversation_is_no_place(cast: Cast) -> None:
    elsewhere, row = cast.drafted(by="jonas"), cast.flagged("baggage")
    refused = send(cast, "amara", row, "Ours", place=elsewhere.pk, consideration="Bag")
    assert refused.status_code == 422
    assert box(refused.content.decode()) == "Ours"


def test_what_goes_out_at_once_ends_the_others_only_by_name(cast: Cast) -> None:
    start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason="New here")
    waiting = cast.drafted("praise", by="jonas", text="Thanks.")
    row = waiting.interaction
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert "Yours goes out at once" in page
    assert "Set aside version 1 by Jonas Weber" in page
    refused = send(cast, "amara", row, "Thank you!", place="beside")
    assert refused.status_code == 409
    assert box(refused.content.decode()) == "Thank you!"
    assert send(cast, "amara", row, "Thank you!", place="beside", sets_aside=[waiting.pk]).status_code == 302
    assert Interaction.objects.get(pk=row.pk).state == "approved"


def test_the_one_that_is_named_is_taken_back_and_the_other_waits_on(cast: Cast) -> None:
    first = cast.drafted(by="jonas", text="First")
    row = first.interaction
    second = actions.draft(row, by=cast.amara, text="Second", consideration="Bag", beside=True)
    browser = signed_in(cast.dev)
    assert browser.post(f"/interactions/{row.pk}/recall/", {"draft": first.pk}).status_code == 302
    assert list(row.drafts.waiting()) == [second]


# --- The channel ------------------------------------------------------------------------------------------------------


def test_the_reply_window_is_said_while_it_closes_and_locks_when_it_is_over(cast: Cast) -> None:
    cast.channel.reply_window = 24
    cast.channel.save()
    row = cast.flagged("praise")
    assert "left to answer here" not in read(cast.amara, f"/inbox/{row.pk}/")
    with time_machine.travel(timezone.now() + timedelta(hours=21)):
        assert "left to answer here" in read(cast.amara, f"/inbox/{row.pk}/")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        page = read(cast.amara, f"/inbox/{row.pk}/")
    assert "The reply box is locked" in page
    assert "Answer when they write again, or close this" in page
    with time_machine.travel(timezone.now() + timedelta(hours=26)):
        cast.received("Hello? Anybody?", parent_id=row.remote_id, author=row.contact.remote_id)
        assert "The reply box is locked" not in read(cast.amara, f"/inbox/{row.pk}/")
        assert send(cast, "amara", row, "Thank you!", seen_thread_version="2").status_code == 302


def test_public_or_private_stands_in_the_button_and_a_change_is_confirmed(cast: Cast) -> None:
    row = cast.flagged("praise", is_public=False)
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert "Post in public as @TernAir" in page
    assert "Send privately as @TernAir" in page
    asked = send(cast, "amara", row, "Thank you!", is_public="1")
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "They wrote to you in private." in page
    assert box(page) == "Thank you!"
    assert not Draft.objects.exists()
    word = _word(page)
    assert send(cast, "amara", row, "Thank you, all of you!", is_public="1", confirmed=word).status_code == 409
    assert send(cast, "jonas", row, "Thank you!", is_public="1", confirmed=word).status_code == 409
    assert send(cast, "amara", row, "Thank you!", is_public="1", confirmed=word).status_code == 302
    assert Draft.objects.get().is_public


def test_a_message_answered_as_it_came_is_not_asked_about(cast: Cast) -> None:
    assert send(cast, "amara", cast.flagged("praise"), "Thank you!").status_code == 302
    assert send(cast, "amara", cast.flagged("praise", is_public=False), "Thanks", is_public="0").status_code == 302


def test_a_protected_channel_asks_twice_about_exactly_this_text(cast: Cast) -> None:
    cast.channel.is_protected = True
    cast.channel.save()
    row = cast.flagged("praise")
    asked = send(cast, "amara", row, "Thank <b>you</b>!")
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "Harbour is protected" in page
    assert "Thank &lt;b&gt;you&lt;/b&gt;!</blockquote>" in page
    word = _word(page)
    assert send(cast, "amara", cast.flagged("praise"), "Thank <b>you</b>!", confirmed=word).status_code == 409
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert send(cast, "amara", row, "Thank <b>you</b>!", confirmed=word).status_code == 409
    assert send(cast, "amara", row, "Thank <b>you</b>!", confirmed=word + "x").status_code == 409
    assert send(cast, "amara", row, "Thank <b>you</b>!", confirmed=word).status_code == 302


def test_what_is_wrong_with_a_text_is_said_before_anybody_is_asked(cast: Cast) -> None:
    cast.channel.is_protected = True
    cast.channel.save()
    refused = send(cast, "amara", cast.flagged("praise"), "Hello {city}")
    assert refused.status_code == 422
    assert "is protected" not in refused.content.decode()


def _word(page: str) -> str:
    found = re.search(r'name="confirmed"\s+value="([^"]+)"', page)
    assert found, "nothing to confirm with"
    return found[1]


# --- What it costs ----------------------------------------------------------------------------------------------------


def test_a_conversation_costs_at_most_twenty_five_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    """And three more with a text in the box: its template, and what the brand may say of itself."""
    with holding(cast.brand) as playbook:
        keep_as_it_stands(playbook)  # as every brand has it that was loaded
    for _ in range(5):
        cast.flagged("baggage", author="marta", thread_id=f"t{_}")
    row = cast.drafted(by="jonas").interaction
    actions.draft(row, by=cast.amara, text="Ours", consideration="Bag", beside=True)
    for who in (cast.amara, cast.dev):
        browser = signed_in(who)
        browser.get(f"/inbox/{row.pk}/")
        with django_assert_max_num_queries(25):
            browser.get(f"/inbox/{row.pk}/")
        keep(who, row, "Hello", template=cast.template.pk)
        with django_assert_max_num_queries(28):
            browser.get(f"/inbox/{row.pk}/")


def test_the_list_beside_it_comes_on_its_own_with_this_one_marked(cast: Cast) -> None:
    row, other = cast.flagged("praise"), cast.flagged("praise")
    page = read(cast.amara, f"/inbox/{row.pk}/?view=green")
    assert f"/inbox/?view=green&amp;open={row.pk}" in page
    asked = signed_in(cast.amara).get(f"/inbox/?view=green&open={row.pk}", headers=HTMX | {"HX-Target": "list"})
    part = asked.content.decode()
    assert part.lstrip().startswith('<section class="pane pane-l" id="list"')
    assert f'href="/inbox/{other.pk}/?view=green"' in part
    assert len(re.findall('class="irow sel', part)) == 1


def test_the_person_and_the_other_rooms_come_on_their_own_and_as_a_page(cast: Cast) -> None:
    row = cast.flagged("baggage", author="marta-k")
    page = read(cast.amara, f"/inbox/{row.pk}/beside/")
    assert "<html" in page
    part = signed_in(cast.amara).get(f"/inbox/{row.pk}/beside/", headers=HTMX).content.decode()
    for shown in (page, part):
        assert "Who signs your answer" in shown
        assert "first message" in shown
    assert signed_in(cast.nora).get(f"/inbox/{row.pk}/beside/").status_code == 404
