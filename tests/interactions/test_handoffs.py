"""Taken offline is not a black hole: what an answer offers, where it waits, and what came of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User
from accounts.refusals import Conflict, Invalid
from audit.models import Event
from connectors.contract import Receipt
from interactions import actions
from interactions.actions import outcomes
from interactions.actions.handing_off import Offer
from interactions.models import HandOff, Interaction, Reply
from tests.cast import Cast
from tests.interactions.pages import read, send, signed_in

pytestmark = pytest.mark.django_db
OFFER = {"handoff_person": "Dev", "handoff_way": "020 7946 0000", "handoff_reason": "We need the address"}
QUEUE = "/inbox/?view=offline"


def offered(cast: Cast, **more: Any) -> HandOff:
    """A talk in an answer that is out."""
    row = cast.flagged("praise")
    send(cast, "amara", row, "Please call Dev: 020 7946 0000", **(OFFER | more))
    post(row)
    return HandOff.objects.get(interaction=row)


def post(row: Interaction) -> None:
    reply = Reply.objects.filter(interaction=row, state="pending").get()
    Reply.objects.filter(pk=reply.pk).update(state="sending", attempts=1)
    outcomes.sent(Reply.objects.get(pk=reply.pk), Receipt(f"r{reply.pk}"))


def told(user: User, handoff: HandOff, **more: Any) -> HttpResponse:
    talked = timezone.localtime(timezone.now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    given = {"outcome": "resolved", "talked_at": talked, "remedy": "A courier today"} | more
    return signed_in(user).post(f"/interactions/handoffs/{handoff.pk}/outcome/", given)


def test_an_offer_names_a_person_a_number_and_a_reason(cast: Cast) -> None:
    row = cast.flagged("praise")
    refused = send(cast, "amara", row, "Please call Dev", handoff_person="Dev")
    assert refused.status_code == 422
    assert "say who will talk with them, on which number, and why" in refused.content.decode()
    assert not row.drafts.exists(), "nothing is left behind"
    handoff = offered(cast)
    assert (handoff.person, handoff.way, handoff.reason) == ("Dev", "020 7946 0000", "We need the address")
    assert handoff.outcome_due_at == handoff.written_at + timedelta(days=2)


def test_a_button_puts_name_and_number_into_the_text(cast: Cast) -> None:
    row = cast.flagged("praise")
    browser = signed_in(cast.amara)
    browser.post(f"/interactions/{row.pk}/compose/", OFFER | {"text": "Sorry!", "insert_offer": "1"})
    page = read(cast.amara, f"/inbox/{row.pk}/")
    assert ">\nSorry! You can reach Dev directly: 020 7946 0000.</textarea>" in page


def test_an_answer_that_never_went_out_offers_nothing(cast: Cast) -> None:
    row = cast.flagged("baggage")
    send(cast, "amara", row, "Call Dev", consideration="Bag", **OFFER)
    first = HandOff.objects.get()
    assert "Taken offline: Dev" not in read(cast.amara, f"/inbox/{row.pk}/")
    send(
        cast,
        "amara",
        row,
        "Call Ingrid",
        place=first.draft_id,
        consideration="Bag",
        **(OFFER | {"handoff_person": "I"}),
    )
    send(cast, "amara", row, "No calls", place=row.drafts.last().pk, consideration="Bag")
    assert list(HandOff.objects.values_list("person", "outcome")) == [("Dev", "withdrawn"), ("I", "withdrawn")]
    assert Event.objects.filter(name="interactions.handoff_withdrawn").count() == 2


def test_what_has_no_outcome_stands_in_its_queue_with_its_due_time(cast: Cast) -> None:
    handoff = offered(cast)
    page = read(cast.amara, QUEUE)
    assert f'href="/inbox/{handoff.interaction_id}/' in page
    assert handoff.outcome_due_at.strftime("%Y-%m-%dT%H:%M") in page
    assert f'href="/inbox/{handoff.interaction_id}/' not in read(cast.nora, QUEUE)
    assert told(cast.amara, handoff).status_code == 302
    assert f'href="/inbox/{handoff.interaction_id}/' not in read(cast.amara, QUEUE)


def test_what_came_of_it_is_written_down_once_by_a_person_of_the_team(cast: Cast) -> None:
    handoff = offered(cast)
    assert "Taken offline: Dev talks with them." in read(cast.amara, f"/inbox/{handoff.interaction_id}/")
    assert told(cast.axel, handoff).status_code == 403
    assert told(cast.nora, handoff).status_code == 404
    assert told(cast.amara, handoff, outcome="withdrawn").status_code == 422
    tomorrow = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    refused = told(cast.amara, handoff, talked_at=tomorrow)
    assert refused.status_code == 422
    assert "A courier today" in refused.content.decode(), "nothing typed is lost"
    more = {"talked_by": cast.dev.pk, "has_apology": "on", "closing_note": "We found a way together."}
    assert told(cast.amara, handoff, **more).status_code == 302
    fresh = HandOff.objects.get()
    assert (fresh.talked_by, fresh.recorded_by, fresh.has_apology, fresh.has_refund) == (
        cast.dev,
        cast.amara,
        True,
        False,
    )
    assert told(cast.dev, handoff).status_code == 409
    page = read(cast.dev, f"/inbox/{handoff.interaction_id}/")
    assert "Amara Osei wrote down what came of the talk: reached, and resolved: “A courier today”" in page


def test_resolved_waits_for_the_outcome_or_a_reason(cast: Cast) -> None:
    handoff = offered(cast)
    row = handoff.interaction
    with pytest.raises(Conflict, match="Dev was to talk with them"):
        actions.close(row, by=cast.amara, closed_as="resolved")
    told(cast.amara, handoff)
    assert actions.close(row, by=cast.amara, closed_as="resolved").state == "closed"
    other = offered(cast)
    actions.close(other.interaction, by=cast.amara, closed_as="resolved", reason="They wrote that all is well")
    assert f'href="/inbox/{other.interaction_id}/' in read(cast.amara, QUEUE), "closed is not forgotten"


def test_the_closing_note_is_words_to_begin_with_once_it_is_open_again(cast: Cast) -> None:
    handoff = offered(cast)
    told(cast.amara, handoff, closing_note="We found a way together.")
    actions.reopen(handoff.interaction, by=cast.amara, reason="To close it in public")
    address = f"/inbox/{handoff.interaction_id}/?start=closing-{handoff.pk}"
    assert f"?start=closing-{handoff.pk}&amp;" in read(cast.amara, f"/inbox/{handoff.interaction_id}/")
    assert ">\nWe found a way together.</textarea>" in read(cast.amara, address)


def test_a_second_talk_waits_for_the_outcome_of_the_first(cast: Cast) -> None:
    handoff = offered(cast)
    row = actions.reopen(handoff.interaction, by=cast.amara, reason="They wrote again")
    refused = send(cast, "amara", row, "Call Ingrid", **(OFFER | {"handoff_person": "Ingrid"}))
    assert refused.status_code == 409
    assert "Write down what came of it before you offer another" in refused.content.decode()
    assert send(cast, "amara", row, "We look again").status_code == 302


def test_the_database_takes_no_outcome_without_person_and_time(cast: Cast) -> None:
    handoff = offered(cast)
    rows = HandOff.objects.filter(pk=handoff.pk)
    now = timezone.now()
    for values in (
        {"outcome": "resolved"},
        {"outcome": "resolved", "recorded_at": now, "recorded_by": cast.amara},
        {"recorded_at": now, "recorded_by": cast.amara},
        {"person": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOff.objects.create(
            interaction=handoff.interaction,
            person="A",
            way="B",
            reason="C",
            written_by=cast.amara,
            written_at=now,
            outcome_due_at=now,
        )


def test_an_offer_made_by_an_action_is_checked_the_same(cast: Cast) -> None:
    offer = Offer("Dev", " ", "Why")
    with pytest.raises(Invalid):
        actions.answer(cast.flagged("praise"), by=cast.amara, text="Call", is_public=True, handoff=offer)
