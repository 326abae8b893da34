"""The publisher against everything that may stop it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from interactions import actions, publishing
from interactions.actions import outcomes
from interactions.models import Interaction, Reply
from tests.cast import Cast
from tests.faults.peer import Peer
from tests.races import promises
from tests.races.crew import ROUNDS, Crew, Told
from tests.races.test_signing import release_for, released_red

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def waiting_reply(cast: Cast, **facts: str) -> Reply:
    draft = cast.drafted("praise", by="amara", text="Thank you.", **facts)
    return Reply.objects.get(approval__draft=draft)


def order_of(interaction_id: int, *names: str) -> list[str]:
    """These events of a case in the order they were written; the case was locked for each."""
    told = Event.objects.filter(subject_type="interactions.interaction", subject_id=interaction_id).order_by("id")
    return [name.partition(".")[2] for name in told.values_list("name", flat=True) if name.partition(".")[2] in names]


def test_red_raised_while_it_leaves_stops_it_or_came_after(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        reply = waiting_reply(desk)
        case = reply.interaction_id
        _posted, flagged = two.at_once(
            ("publish", {"reply": reply.pk}), ("flag", {"interaction": case, "topic": "hacking", "by": "jonas"})
        )
        check_flagged_in_time(peer, reply, order_of(case, "flagged", "reply_sending")[1:], flagged)
    promises.check(peer)


def check_flagged_in_time(peer: Peer, reply: Reply, order: list[str], flagged: Told) -> None:
    """Either the flag stopped it, or it came while the reply was out, or when it was answered already."""
    after = Interaction.objects.get(pk=reply.interaction_id)
    assert (str(reply.key) in peer.posts) == ("reply_sending" in order)
    if flagged.is_refused:
        assert (order, after.state) == (["reply_sending"], "responded")
        return
    assert order in (["flagged"], ["reply_sending", "flagged"])
    assert (after.level, after.is_held) == ("red", True)
    assert after.state in {"flagged", "drafted"}  # drafted: it was out of reach when the flag came


def test_what_is_taken_back_is_not_posted_and_what_is_posted_is_not_taken_back(
    desk: Cast, two: Crew, peer: Peer
) -> None:
    for _round in range(ROUNDS):
        reply = waiting_reply(desk)
        _posted, taken_back = two.at_once(
            ("publish", {"reply": reply.pk}), ("recall", {"interaction": reply.interaction_id, "by": "amara"})
        )
        assert (str(reply.key) in peer.posts) != taken_back.is_done
        state = Interaction.objects.get(pk=reply.interaction_id).state
        assert state == ("flagged" if taken_back.is_done else "responded")
    promises.check(peer)


def test_a_customer_who_writes_while_it_leaves_is_answered_or_looked_at_again(
    desk: Cast, two: Crew, peer: Peer
) -> None:
    for number in range(ROUNDS):
        thread = f"thread-{number}"
        reply = waiting_reply(desk, author="marta", thread_id=thread)
        message = {"remote_id": f"more-{number}", "text": "Wait", "author": "marta", "thread_id": thread}
        two.at_once(("publish", {"reply": reply.pk}), ("ingest", {"channel": desk.channel.slug, "messages": [message]}))
        assert Interaction.objects.open().filter(conversation=reply.conversation_id).count() == 1
    promises.check(peer)


def test_many_publishers_post_each_reply_once(desk: Cast, four: Crew, peer: Peer) -> None:
    for _round in range(max(1, ROUNDS // 5)):
        replies = [waiting_reply(desk) for _each in range(5)]
        four.at_once(*[("sweep_replies", {})] * 4)
        assert sorted(peer.came) == sorted(peer.posts)
        assert {str(reply.key) for reply in replies} <= set(peer.posts)
    promises.check(peer)


def test_a_release_revoked_while_it_leaves_stops_it_or_came_after(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        red = released_red(desk)
        draft = actions.draft(red, by=desk.jonas, text="Your account is back.")
        actions.approve(draft, by=desk.dev)
        actions.approve(draft, by=desk.ingrid)
        reply = Reply.objects.get(approval__draft=draft)
        written = red.releases.get()
        two.at_once(("publish", {"reply": reply.pk}), ("revoke_release", {"release": written.pk, "by": "tomas"}))
        posted = str(reply.key) in peer.posts
        assert Interaction.objects.get(pk=red.pk).state == ("responded" if posted else "drafted")
        assert release_for(desk, desk.flagged("hacking")).effective_at is None
    promises.check(peer)


def test_an_unknown_reply_that_turns_red_is_not_sent_again_after_the_flag(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        reply = waiting_reply(desk)
        claimed = publishing._claim(reply.pk)
        assert claimed is not None
        outcomes.unknown(claimed, "It hung up.")
        Reply.objects.filter(pk=reply.pk).update(not_before=timezone.now() - timedelta(seconds=1))
        case = reply.interaction_id
        _asked, flagged = two.at_once(
            ("ask", {"reply": reply.pk}), ("flag", {"interaction": case, "topic": "hacking", "by": "jonas"})
        )
        order = order_of(case, "flagged", "reply_sending")
        assert order[:2] == ["flagged", "reply_sending"]
        check_flagged_in_time(peer, reply, order[2:], flagged)
    promises.check(peer)


def test_two_that_ask_after_the_same_unknown_reply_post_it_once(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        reply = waiting_reply(desk)
        claimed = publishing._claim(reply.pk)
        assert claimed is not None
        outcomes.unknown(claimed, "It hung up.")
        Reply.objects.filter(pk=reply.pk).update(not_before=timezone.now() - timedelta(seconds=1))
        two.at_once(*[("ask", {"reply": reply.pk})] * 2)
        two.at_once(*[("sweep_replies", {})] * 2)
        assert peer.came.count(str(reply.key)) == 1
    promises.check(peer)
