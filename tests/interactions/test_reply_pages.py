"""Replies on the conversation's page: in flight, failed, unknown, sent, found elsewhere."""

import pytest

from connectors.contract import Receipt
from interactions import actions
from interactions.actions import outcomes
from interactions.models import Reply
from tests.cast import Cast
from tests.interactions.pages import read, send, signed_in

pytestmark = pytest.mark.django_db


def _in_flight(cast: Cast, state: str) -> Reply:
    row = cast.flagged("praise")
    send(cast, "amara", row, "Thank you!")
    reply = Reply.objects.get(interaction=row)
    Reply.objects.filter(pk=reply.pk).update(state="sending", attempts=1)
    if state == "failed":
        outcomes.failed(reply, "The network said no.")
    if state == "unknown":
        outcomes.unknown(reply, "The line broke.")
    if state == "sent":
        outcomes.sent(reply, Receipt("r1", "https://harbour.example/r1"))
    return Reply.objects.get(pk=reply.pk)


def test_a_failed_reply_says_why_and_is_tried_again_from_the_page(cast: Cast) -> None:
    reply = _in_flight(cast, "failed")
    page = read(cast.amara, f"/inbox/{reply.interaction_id}/")
    assert "The network said no." in page
    assert signed_in(cast.axel).post(f"/interactions/replies/{reply.pk}/retry/").status_code == 403
    assert signed_in(cast.amara).post(f"/interactions/replies/{reply.pk}/retry/").status_code == 302
    assert Reply.objects.get(pk=reply.pk).state == "pending"
    assert signed_in(cast.amara).post(f"/interactions/replies/{reply.pk}/retry/").status_code == 409


def test_an_unknown_reply_asks_a_supervisor_with_its_text(cast: Cast) -> None:
    reply = _in_flight(cast, "unknown")
    page = read(cast.dev, f"/inbox/{reply.interaction_id}/")
    assert "Nobody knows yet" in page
    assert "It is not there" in page
    assert "A supervisor decides" in read(cast.amara, f"/inbox/{reply.interaction_id}/")
    address = f"/interactions/replies/{reply.pk}/decide/"
    assert signed_in(cast.amara).post(address, {"is_posted": "1"}).status_code == 403
    assert signed_in(cast.dev).post(address, {}).status_code == 422
    assert signed_in(cast.dev).post(address, {"is_posted": "1"}).status_code == 302
    assert Reply.objects.get(pk=reply.pk).state == "sent"
    assert signed_in(cast.dev).post(address, {"is_posted": "0"}).status_code == 409


def test_a_sent_reply_links_to_the_network_and_names_its_hands(cast: Cast) -> None:
    reply = _in_flight(cast, "sent")
    page = read(cast.amara, f"/inbox/{reply.interaction_id}/")
    assert 'href="https://harbour.example/r1"' in page
    assert "Written by Amara Osei" in page


def test_a_reply_found_on_the_network_stands_in_the_thread(cast: Cast) -> None:
    head = cast.received("My suitcase", author="marta", thread_id="t1")
    actions.receive(cast.channel, [cast.message("Found it", direction="outbound", thread_id="t1", author="brand")])
    page = read(cast.amara, f"/inbox/{head.pk}/")
    assert "Found it" in page
    assert "Answered on the network" in page


def test_htmx_gets_the_panes_and_a_red_one_gets_its_own_page(cast: Cast) -> None:
    green, red = cast.flagged("praise"), cast.flagged("hacking")
    browser = signed_in(cast.amara)
    part = browser.get(f"/inbox/{green.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div class="detail" id="detail">')
    answer = browser.get(f"/inbox/{red.pk}/?view=red", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/inbox/{red.pk}/?view=red"
