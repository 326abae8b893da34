"""A conversation and its composer through their addresses: what is shown, what is kept, what is refused."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actors import SYSTEM
from audit.models import Event
from interactions import actions
from interactions.models import Composing, Draft, Interaction, Note, Reply
from playbook.models import ChecklistItem, Plan
from tests.cast import Cast
from tests.interactions.pages import read, send, signed_in

pytestmark = pytest.mark.django_db


def test_the_thread_tells_what_was_said_and_done_in_time(cast: Cast) -> None:
    head = cast.flagged("baggage", "Where is it?", author="marta", thread_id="t1")
    cast.received("Still nothing", author="marta", thread_id="t1")
    actions.note(head, by=cast.dev, text="It stands in Leeds")
    page = read(cast.amara, f"/inbox/{head.pk}/")
    places = [page.index(words) for words in ("Where is it?", "flagged this yellow", "Still nothing", "in Leeds")]
    thread = page[page.index('class="thread"') :]
    assert places, "all of it stands on the page"
    assert thread.index("Where is it?") < thread.index("Still nothing") < thread.index("in Leeds")


def test_the_words_that_made_a_rule_speak_are_marked_and_nothing_else_is_markup(cast: Cast) -> None:
    row = cast.received("<script>alert(1)</script> my suitcase & <b>more</b>")
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert '<mark class="m-yellow">suitcase</mark>' in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; my " in page
    assert "<script>alert" not in page
    assert " &amp; &lt;b&gt;more&lt;/b&gt;" in page


HOSTILE = [
    "<script>alert(1)</script>",
    "</textarea></div><img src=x onerror=alert(1)>",
    "{{ settings.SECRET_KEY }} {% now 'Y' %}",
    "\u202egnp.exe\u202c \u2066isolated\u2069",
    '=HYPERLINK("http://x.example","Click")',
    "javascript:alert(1)",
    "' OR 1=1; --",
    "suitcase " * 5_600,
    "\U0001f468‍\U0001f469‍\U0001f467 ﷽ z̷̢͝",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words_on_every_page(cast: Cast, text: str) -> None:
    message = cast.message(text, author="mallory", permalink="")
    actions.receive(cast.channel, [message])
    row = Interaction.objects.get(remote_id=message.remote_id)
    row = actions.flag(row, by=SYSTEM, topics=[cast.topics["praise"], cast.topics["baggage"]])
    actions.note(row, by=cast.dev, text=text)
    send(cast, "amara", row, text, consideration=text[:400])
    for who in (cast.amara, cast.dev):
        for address in ("/inbox/", f"/inbox/{row.pk}/", "/inbox/?q=mallory"):
            page = read(who, address)
            assert "<script>alert" not in page
            assert "onerror=alert(1)>" not in page
            assert "onerror=alert" not in re.sub(r"&lt;img[^&]*&gt;", "", page)
            assert len(page) < 600_000


def test_a_link_of_the_network_is_followed_only_when_it_is_one(cast: Cast) -> None:
    row = cast.received(permalink="https://harbour.example/p/1")
    assert 'href="https://harbour.example/p/1"' in read(cast.amara, f"/inbox/{row.pk}/")
    Interaction.objects.filter(pk=row.pk).update(permalink="javascript:alert(1)")
    assert "javascript:alert" not in read(cast.amara, f"/inbox/{row.pk}/")


def test_the_button_says_what_sending_will_do(cast: Cast) -> None:
    green, yellow = cast.flagged("praise"), cast.flagged("baggage")
    assert "Post in public as @TernAir" in read(cast.amara, f"/inbox/{green.pk}/")
    page = read(cast.amara, f"/inbox/{yellow.pk}/")
    assert "Send for approval" in page
    assert "Post in public" not in page


def test_a_green_reply_is_sent_and_can_be_undone_from_the_page(cast: Cast) -> None:
    cast.channel.undo_for = 10
    cast.channel.save()
    row = cast.flagged("praise")
    answer = send(cast, "amara", row, "Thank you!")
    assert answer.status_code == 302
    assert answer.url == f"/inbox/{row.pk}/"
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert "Posts in" in page
    assert "data-undo" in page
    assert signed_in(cast.amara).post(f"/interactions/{row.pk}/recall/").status_code == 302
    assert Reply.objects.get().state == "recalled"
    assert ">\nThank you!</textarea>" in read(cast.amara, f"/inbox/{row.pk}/"), "the text is in the box again"


def test_who_may_not_take_it_back_sees_no_undo(cast: Cast) -> None:
    row = cast.flagged("praise")
    send(cast, "amara", row, "Thank you!")
    assert "data-undo" not in read(cast.jonas, f"/inbox/{row.pk}/")
    assert signed_in(cast.jonas).post(f"/interactions/{row.pk}/recall/").status_code == 403


def test_a_yellow_text_waits_and_says_for_whom(cast: Cast) -> None:
    row = cast.flagged("baggage")
    assert send(cast, "amara", row, "We look", consideration="One bag").status_code == 302
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert "Version 1 by Amara Osei" in page
    assert "Waits for a sign-off" in page


@pytest.mark.parametrize(
    ("text", "more", "sentence"),
    [
        ("   ", {}, "There is nothing to send yet"),
        ("Dear {name}", {}, "Fill in {name} before you send it"),
        ("x" * 5_001, {}, "1 characters too long"),
        ("We look", {"consideration": ""}, "Yellow asks for one sentence"),
    ],
)
def test_a_refused_text_comes_back_as_it_was_typed(cast: Cast, text: str, more: dict[str, Any], sentence: str) -> None:
    row = cast.flagged("baggage")
    answer = send(cast, "amara", row, text, **({"consideration": "One bag"} | more))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert f">\n{text}</textarea>" in page
    assert Draft.objects.count() == 0


def test_an_unticked_line_of_the_checklist_is_refused_and_ticks_are_kept(cast: Cast) -> None:
    for slug in ("read", "kind"):
        ChecklistItem.objects.create(brand=cast.brand, slug=slug, wording=f"I {slug} it")
    row = cast.flagged("praise")
    answer = send(cast, "amara", row, ticks=["kind"])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Tick these first: I read it." in page
    assert re.search(r'value="kind"\s+checked', page)
    assert not re.search(r'value="read"\s+checked', page)
    assert send(cast, "amara", row, ticks=["kind", "read"]).status_code == 302


def test_when_the_customer_wrote_meanwhile_the_text_is_kept_beside_the_new_words(cast: Cast) -> None:
    row = cast.flagged("praise", author="marta", thread_id="t1")
    cast.received("Forget it, I found it", author="marta", thread_id="t1")
    answer = send(cast, "amara", row, "My careful answer")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The customer wrote again while you wrote" in page
    refused = page[page.index('id="refused"') :]
    assert "Forget it, I found it" in refused
    assert ">\nMy careful answer</textarea>" in page
    assert 'name="seen_thread_version" value="2"' in page
    assert send(cast, "amara", row, "My careful answer", seen_thread_version=2).status_code == 302


def test_a_text_that_met_a_lock_stays_readable(cast: Cast) -> None:
    row = cast.flagged("praise")
    actions.flag(row, by=cast.dev, topics=[cast.topics["hacking"]])
    answer = send(cast, "amara", row, "My careful answer")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Red stops." in page
    assert ">\nMy careful answer</textarea>" in page


def test_what_is_typed_is_kept_for_its_person_alone_and_leaves_no_event(cast: Cast) -> None:
    row = cast.flagged("praise")
    before = Event.objects.count()
    browser = signed_in(cast.amara)
    for text in ("He", "Hello", "Hello <b>"):
        assert browser.post(f"/interactions/{row.pk}/compose/", {"text": text}).url == f"/inbox/{row.pk}/"
    assert Composing.objects.get().text == "Hello <b>"
    assert Event.objects.count() == before
    assert ">\nHello &lt;b&gt;</textarea>" in read(cast.amara, f"/inbox/{row.pk}/")
    assert "Hello &lt;b&gt;" not in read(cast.jonas, f"/inbox/{row.pk}/")


def test_a_template_fills_the_box_with_the_name(cast: Cast) -> None:
    cast.template.topics.add(cast.topics["praise"])
    row = cast.flagged("praise", author="marta-k")
    assert f"?start=template-{cast.template.pk}&amp;" in read(cast.amara, f"/inbox/{row.pk}/")
    page = read(cast.amara, f"/inbox/{row.pk}/?start=template-{cast.template.pk}")
    assert ">\nMarta K, we found your bag.</textarea>" in page
    assert f'name="template" value="{cast.template.pk}"' in page
    assert ">\n</textarea>" in read(cast.amara, f"/inbox/{row.pk}/?start=template-x")


def test_a_template_that_is_not_approved_fills_nothing(cast: Cast) -> None:
    cast.template.approved_by = None
    cast.template.save()
    row = cast.flagged("praise")
    assert "we found your bag" not in read(cast.amara, f"/inbox/{row.pk}/?start=template-{cast.template.pk}")


def test_a_note_is_saved_and_can_be_written_under_a_hold(cast: Cast) -> None:
    row = cast.flagged("hacking")
    browser = signed_in(cast.amara)
    assert browser.post(f"/interactions/{row.pk}/note/", {"note": "Ask Ruth"}).status_code == 302
    assert "Ask Ruth" in read(cast.dev, f"/inbox/{row.pk}/")
    assert browser.post(f"/interactions/{row.pk}/note/", {"note": " "}).status_code == 422
    assert signed_in(cast.axel).post(f"/interactions/{row.pk}/note/", {"note": "x"}).status_code == 403
    assert Note.objects.count() == 1


def test_the_box_says_why_it_is_locked(cast: Cast) -> None:
    received, red = cast.received(), cast.flagged("hacking")
    closed = actions.close(cast.received(), by=cast.amara, closed_as="spam", reason="Spam")
    assert "Nobody has flagged this yet." in read(cast.amara, f"/inbox/{received.pk}/")
    assert "Red stops." in read(cast.amara, f"/inbox/{red.pk}/")
    assert "Reopen it first" in read(cast.amara, f"/inbox/{closed.pk}/")
    assert "You may read this, not answer it." in read(cast.axel, f"/inbox/{cast.flagged('praise').pk}/")


def test_one_press_on_a_topic_flags_and_the_machine_is_told_who(cast: Cast) -> None:
    row = cast.received()
    browser = signed_in(cast.amara)
    answer = browser.post(f"/interactions/{row.pk}/flag/", {"topic": cast.topics["praise"].pk})
    assert answer.status_code == 302
    assert Interaction.objects.get(pk=row.pk).level == "green"
    assert "Amara Osei flagged this green: Praise" in read(cast.amara, f"/inbox/{row.pk}/")
    assert browser.post(f"/interactions/{row.pk}/flag/", {"topic": "0"}).status_code == 422


def test_lowering_yellow_asks_for_a_reason_and_red_for_a_second_person(cast: Cast) -> None:
    yellow, red = cast.flagged("baggage"), cast.flagged("hacking")
    browser = signed_in(cast.amara)
    terms = {"topics": [cast.topics["praise"].pk], "reason": "A joke"}
    assert browser.post(f"/interactions/{yellow.pk}/lower/", terms | {"reason": ""}).status_code == 422
    assert browser.post(f"/interactions/{yellow.pk}/lower/", terms).status_code == 302
    assert Interaction.objects.get(pk=yellow.pk).level == "green"
    assert browser.post(f"/interactions/{red.pk}/lower/", terms).status_code == 302
    assert Interaction.objects.get(pk=red.pk).level == "red"
    assert "It waits for a second person" in read(cast.amara, f"/inbox/{red.pk}/")
    page = read(cast.dev, f"/inbox/{red.pk}/")
    confirm = re.search(r'formaction="(/interactions/requests/\d+/confirm/)', page)
    assert confirm
    assert browser.post(confirm[1]).status_code == 403, "not by the one who asked"
    assert signed_in(cast.dev).post(confirm[1]).status_code == 302
    assert Interaction.objects.get(pk=red.pk).level == "green"


def test_a_second_person_may_decline(cast: Cast) -> None:
    red = cast.flagged("hacking")
    asked = actions.lower(red, by=cast.amara, topics=[cast.topics["praise"]], reason="A joke")
    assert signed_in(cast.dev).post(f"/interactions/requests/{asked.pk}/refuse/").status_code == 302
    assert Interaction.objects.get(pk=red.pk).is_held
    assert signed_in(cast.dev).post(f"/interactions/requests/{asked.pk}/confirm/").status_code == 409


def test_closing_needs_its_reason_and_can_be_undone(cast: Cast) -> None:
    row = cast.flagged("praise")
    browser = signed_in(cast.amara)
    given = {"closed_as": "no_answer_needed", "reason": "A thank you"}
    refused = browser.post(f"/interactions/{row.pk}/close/", given | {"reason": ""})
    assert refused.status_code == 422
    assert "It was not answered: say why that is right" in refused.content.decode()
    done = browser.post(f"/interactions/{row.pk}/close/?view=green", given)
    assert done.url == f"/inbox/{row.pk}/?view=green", "back to the list one came from"
    assert f"/interactions/{row.pk}/undo-close/" in browser.get(done.url).content.decode()
    browser.post(f"/interactions/{row.pk}/undo-close/")
    assert Interaction.objects.get(pk=row.pk).is_open


def test_monitoring_asks_for_a_date_ahead(cast: Cast) -> None:
    row = cast.flagged("praise")
    given = {"closed_as": "monitor", "reason": "Let us see", "look_again_at": ""}
    browser = signed_in(cast.amara)
    assert browser.post(f"/interactions/{row.pk}/close/", given).status_code == 422
    ahead = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert browser.post(f"/interactions/{row.pk}/close/", given | {"look_again_at": ahead}).status_code == 302
    assert Interaction.objects.get(pk=row.pk).closed_as == "monitor"


def test_it_is_given_to_someone_of_the_team_and_to_nobody_else(cast: Cast) -> None:
    row = cast.flagged("praise")
    browser = signed_in(cast.amara)
    assert browser.post(f"/interactions/{row.pk}/assign/", {"to": cast.jonas.pk}).status_code == 302
    assert "Amara Osei gave this to Jonas Weber" in read(cast.amara, f"/inbox/{row.pk}/")
    assert browser.post(f"/interactions/{row.pk}/assign/", {"to": cast.nora.pk}).status_code == 422
    assert browser.post(f"/interactions/{row.pk}/assign/", {"to": ""}).status_code == 302
    assert Interaction.objects.get(pk=row.pk).assignee is None


def test_the_plan_stands_beside_the_message(cast: Cast) -> None:
    Plan.objects.create(
        topic=cast.topics["baggage"],
        complaint="It is late",
        public_answer="We look, {name}",
        internal_actions=["Call the desk"],
        notify=["Station manager"],
    )
    page = read(cast.amara, f"/inbox/{cast.flagged('baggage').pk}/")
    for words in ("It is late", "We look, {name}", "Call the desk", "Station manager"):
        assert words in page
