"""The kill switch against publishers: it wins if its commit comes before theirs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from interactions import actions, publishing
from interactions.actions import outcomes
from interactions.models import PostingBlock, Reply
from tests.cast import Cast
from tests.faults.peer import Peer
from tests.races import promises
from tests.races.crew import ROUNDS, Crew
from tests.races.deeds import person
from tests.races.test_publishing import waiting_reply

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def order() -> list[str]:
    """The newest lease and the newest block, in the order in which they came: both pass one gate."""
    told = Event.objects.filter(name__in=["interactions.reply_sending", "interactions.posting_blocked"])
    return [name.partition(".")[2] for name in reversed(told.order_by("-id").values_list("name", flat=True)[:2])]


def check_stopped(peer: Peer, reply: Reply, *, was_tried: bool) -> None:
    """Nothing left after the block, and what was held leaves when it ends. A post needs a lease from before it."""
    fresh = Reply.objects.get(pk=reply.pk)
    if str(reply.key) in peer.posts and not was_tried:
        assert order() == ["reply_sending", "posting_blocked"]
    came = peer.came.count(str(reply.key))
    publishing.sweep()
    assert peer.came.count(str(reply.key)) == came
    assert fresh.state in ({"sent", "pending"} | ({"unknown"} if was_tried else set()))
    actions.lift_block(PostingBlock.objects.in_force().get(), by=person("priya"))
    Reply.objects.filter(pk=reply.pk).update(not_before=timezone.now() - timedelta(seconds=1))
    publishing.sweep()
    assert Reply.objects.get(pk=reply.pk).state == "sent"


def test_a_reply_that_leaves_as_posting_is_stopped_left_before_or_waits(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        reply = waiting_reply(desk)
        two.at_once(("publish", {"reply": reply.pk}), ("block", {"by": "priya"}))
        check_stopped(peer, reply, was_tried=False)
    promises.check(peer)


def test_an_unknown_reply_is_not_repeated_once_posting_is_stopped(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(max(1, ROUNDS // 4)):
        reply = waiting_reply(desk)
        claimed = publishing._claim(reply.pk)
        assert claimed is not None
        outcomes.unknown(claimed, "It hung up.")
        Reply.objects.filter(pk=reply.pk).update(not_before=timezone.now() - timedelta(seconds=1))
        two.at_once(("ask", {"reply": reply.pk}), ("block", {"by": "priya"}))
        check_stopped(peer, reply, was_tried=True)
        assert peer.came.count(str(reply.key)) == 1
    promises.check(peer)
