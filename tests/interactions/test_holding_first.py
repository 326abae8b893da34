"""A holding message on any colour: before an answer is written, with two names, once."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.actions import leave_team
from accounts.actors import SYSTEM
from accounts.models import Role
from accounts.refusals import Conflict, Invalid, NotAllowed
from connectors.contract import Receipt
from interactions import actions, publishing
from interactions.actions import outcomes
from interactions.models import HoldingStatement, Interaction, Reply
from interactions.stated import statements_on
from playbook.models import Plan
from tests.cast import Cast
from tests.interactions.pages import HTMX, read, signed_in

pytestmark = pytest.mark.django_db


def later(hours: float = 1) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def stated(cast: Cast, row: Interaction, **more: datetime) -> HoldingStatement:
    promised = more.get("at") or later()
    return actions.state_holding(row, by=cast.amara, message=cast.holding, next_update_at=promised)


def signed(cast: Cast, statement: HoldingStatement) -> Reply:
    assert actions.sign_statement(statement, by=cast.dev) is None
    reply = actions.sign_statement(statement, by=cast.ingrid)
    assert reply is not None
    return reply


@pytest.mark.parametrize("topic", ["", "praise", "baggage", "hacking"])
def test_it_goes_out_on_every_colour_with_two_names_and_moves_nothing(cast: Cast, topic: str) -> None:
    row = cast.flagged(topic) if topic else cast.received()
    reply = signed(cast, stated(cast, row))
    assert reply.kind == "holding"
    claimed = publishing._claim(reply.pk)
    assert claimed is not None
    outcomes.sent(claimed, Receipt("posted-1"))
    after = Interaction.objects.get(pk=row.pk)
    assert (after.state, after.responded_at) == (row.state, None)
    assert actions.flag(after, by=cast.amara, topics=[cast.topics["hacking"]]).is_held


def test_the_plan_of_its_strictest_topic_says_how_many_names_it_needs(cast: Cast) -> None:
    for slug, names in (("hacking", 3), ("baggage", 2)):
        terms = {"complaint": "x", "public_answer": "y", "internal_actions": ["z"], "holding_names": names}
        Plan.objects.create(topic=cast.topics[slug], **terms)
    cast.holding.topics.add(cast.topics["hacking"])
    row = actions.flag(cast.flagged("baggage"), by=cast.amara, topics=[cast.topics["hacking"]])
    assert "Needs 3 names" in read(cast.amara, f"/inbox/{row.pk}/")
    statement = stated(cast, row)
    assert [actions.sign_statement(statement, by=hand) for hand in (cast.dev, cast.ingrid)] == [None, None]
    assert actions.sign_statement(statement, by=cast.priya) is not None


@pytest.mark.parametrize("topic", ["", "baggage"])
def test_the_conversation_offers_it_shows_who_signed_and_takes_the_last_name(cast: Cast, topic: str) -> None:
    if topic:
        cast.holding.topics.add(cast.topics[topic])
    row = cast.flagged(topic) if topic else cast.received()
    page, part = f"/inbox/{row.pk}/", f"/inbox/{row.pk}/hold/"
    assert f'href="{part}' in read(cast.amara, page)
    whole, alone = read(cast.amara, part), signed_in(cast.amara).get(part, headers=HTMX).content.decode()
    assert "<h1" in whole
    assert "<h1" not in alone
    assert "We are looking" in whole
    assert "We are looking" in alone
    promised = timezone.localtime(later()).strftime("%Y-%m-%dT%H:%M")
    given = {"message": cast.holding.pk, "next_update_at": promised}
    assert signed_in(cast.amara).post(f"/interactions/{row.pk}/holding/", given).status_code == 302
    statement = HoldingStatement.objects.get()
    for name, sees in (("amara", False), ("dev", True), ("ingrid", True)):
        shown = read(getattr(cast, name), page)
        assert statement.text in shown
        assert (f"/interactions/statements/{statement.pk}/sign/" in shown) is sees, name
    for name in ("dev", "ingrid"):
        signed_in(getattr(cast, name)).post(f"/interactions/statements/{statement.pk}/sign/")
    assert Reply.objects.get().statement == statement


def test_a_refused_one_comes_back_with_its_sentence_and_what_was_typed(cast: Cast) -> None:
    row = cast.flagged("baggage")
    cast.holding.topics.add(cast.topics["baggage"])
    given = {"message": cast.holding.pk, "next_update_at": "2020-01-01T10:00"}
    answer = signed_in(cast.amara).post(f"/interactions/{row.pk}/holding/", given)
    assert answer.status_code == 422
    assert "for a time in the future" in answer.content.decode()
    assert 'value="2020-01-01T10:00"' in answer.content.decode()


def test_once_an_answer_waits_or_the_message_is_gone_nothing_is_held_any_more(cast: Cast) -> None:
    waiting = cast.drafted().interaction
    assert "/hold/" not in read(cast.amara, f"/inbox/{waiting.pk}/")
    with pytest.raises(Conflict, match="before an answer is written"):
        stated(cast, waiting)
    gone = cast.flagged("baggage")
    reply = signed(cast, stated(cast, gone))
    Interaction.objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
    assert publishing.publish(reply.pk) is None
    assert "The customer deleted this" in Reply.objects.get(pk=reply.pk).error
    with pytest.raises(Conflict, match="The customer deleted this"):
        stated(cast, gone)


def test_the_same_form_twice_is_one_statement_and_nobody_is_held_twice_at_once(cast: Cast) -> None:
    row, promised = cast.flagged("baggage"), later()
    first, again = stated(cast, row, at=promised), stated(cast, row, at=promised)
    assert first == again
    other = stated(cast, row, at=promised + timedelta(minutes=30))
    assert other != first
    actions.sign_statement(other, by=cast.dev)
    reply = signed(cast, first)
    with pytest.raises(Conflict, match="on its way already"):
        actions.sign_statement(other, by=cast.ingrid)
    outcomes.failed(publishing._claim(reply.pk), "No.")  # type: ignore[arg-type]
    assert actions.sign_statement(other, by=cast.ingrid) is not None
    assert stated(cast, row, at=promised) != first, "what went out is filled anew"


def test_a_name_counts_while_its_person_may_still_sign(cast: Cast) -> None:
    row = cast.flagged("hacking")
    statement = stated(cast, row)
    assert actions.sign_statement(statement, by=cast.priya) is None
    for team in ("care", "communications"):
        leave_team(by=SYSTEM, team=cast.teams[team], user=cast.priya, role=Role.objects.get(slug="on-call"))
    assert [one.missing for one in statements_on(row, cast.dev)] == [2]
    assert actions.sign_statement(statement, by=cast.dev) is None
    reply = actions.sign_statement(statement, by=cast.tomas)
    assert reply is not None
    leave_team(by=SYSTEM, team=cast.teams["care"], user=cast.dev, role=Role.objects.get(slug="supervisor"))
    assert publishing.publish(reply.pk) is None
    assert Reply.objects.get(pk=reply.pk).error == "The holding message lacks its signatures."


@time_machine.travel("2026-07-01 10:00+00:00", tick=False)
def test_the_public_reads_the_brands_time_whoever_fills_it_in(cast: Cast) -> None:
    row = cast.flagged("baggage")
    with timezone.override("Asia/Tokyo"):
        statement = stated(cast, row)
    assert "Next update 12:00 BST" in statement.text


@pytest.mark.parametrize(("hours", "is_refused"), [(23.5, False), (24.5, True)])
def test_a_promise_without_a_day_lies_within_one(cast: Cast, hours: float, is_refused: bool) -> None:
    row = cast.flagged("baggage")
    if is_refused:
        with pytest.raises(Invalid, match="within 24 hours"):
            stated(cast, row, at=later(hours))
    else:
        assert stated(cast, row, at=later(hours))


def test_who_may_not_answer_or_sign_here_does_neither(cast: Cast) -> None:
    row = cast.flagged("baggage")
    statement = stated(cast, row)
    assert signed_in(cast.nora).get(f"/inbox/{row.pk}/hold/").status_code == 404
    with pytest.raises(NotAllowed):
        actions.sign_statement(statement, by=cast.amara)
    with pytest.raises(NotAllowed):
        actions.state_holding(row, by=cast.axel, message=cast.holding, next_update_at=later())
