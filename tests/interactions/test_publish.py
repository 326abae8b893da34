"""Posted once (P5): the publisher against a network that answers in every way a network can."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.refusals import Conflict, NotAllowed
from connectors.contract import (
    CANNOT_TELL,
    NOT_THERE,
    Found,
    Guarantee,
    OutcomeUnknown,
    Outgoing,
    Receipt,
    RefusedForGood,
    TryLater,
)
from connectors.webhook.connector import Webhook
from interactions import actions, publishing
from interactions.actions import outcomes
from interactions.models import Interaction, Reply
from tests.cast import Cast

pytestmark = pytest.mark.django_db


class Network:
    """A network that remembers what was posted under which key and answers as it is told."""

    def __init__(self) -> None:
        self.posts: dict[str, str] = {}
        self.calls = 0
        self.answers: list[Exception | None] = []
        self.found: Found = CANNOT_TELL

    def publish(self, outgoing: Outgoing) -> Receipt:
        self.calls += 1
        answer = self.answers.pop(0) if self.answers else None
        if answer is None or isinstance(answer, OutcomeUnknown):
            self.posts.setdefault(outgoing.key, outgoing.text)
        if answer is not None:
            raise answer
        return Receipt(f"post-{outgoing.key[:8]}", "http://127.0.0.1/post")


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    network = Network()
    monkeypatch.setattr(Webhook, "publish", lambda _self, outgoing: network.publish(outgoing))
    monkeypatch.setattr(Webhook, "find", lambda _self, _outgoing: network.found)
    return network


@pytest.fixture
def reply(cast: Cast) -> Reply:
    cast.drafted("praise", by="amara", text="Thank you!")
    return Reply.objects.get()


def test_an_approved_text_is_posted_and_the_interaction_responded(network: Network, reply: Reply) -> None:
    publishing.publish(reply.pk)
    sent = Reply.objects.get()
    assert (sent.state, sent.interaction.state) == ("sent", "responded")
    assert list(network.posts.values()) == ["Thank you!"]
    assert publishing.publish(reply.pk) is None
    assert network.calls == 1


def test_nothing_leaves_before_the_undo_window_is_over(cast: Cast, network: Network) -> None:
    cast.channel.undo_for = 10
    cast.channel.save()
    cast.drafted("praise", by="amara")
    assert publishing.sweep() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        assert publishing.sweep() == 1


def test_a_sweep_comes_back_in_time_and_what_is_new_goes_out_beside_what_hangs(
    cast: Cast, network: Network, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    network.answers = [OutcomeUnknown("Nobody knows.")]
    publishing.publish(reply.pk)
    cast.drafted("praise", by="amara", text="Thank you, too!")
    later = timezone.now() + timedelta(hours=1)
    with time_machine.travel(later), monkeypatch.context() as hanging:
        hanging.setattr(publishing, "ASK_AT_MOST", 0.0)
        assert publishing.sweep() == 1
        assert Reply.objects.get(pk=reply.pk).state == "unknown"
        hanging.setattr(publishing, "SWEEP_AT_MOST", 0.0)
        cast.drafted("praise", by="amara", text="And you!")
        assert publishing.sweep() == 0
    with time_machine.travel(later + timedelta(minutes=1)):
        assert publishing.sweep() == 1
    assert sorted(network.posts.values()) == ["And you!", "Thank you!", "Thank you, too!"]


def test_a_refusal_for_good_is_kept_in_words_and_can_be_tried_again(cast: Cast, network: Network, reply: Reply) -> None:
    network.answers = [RefusedForGood("It says no.")]
    publishing.publish(reply.pk)
    failed = Reply.objects.get()
    assert (failed.state, failed.error, failed.interaction.state) == ("failed", "It says no.", "approved")
    outcomes.try_again(failed, by=cast.amara)
    publishing.publish(reply.pk)
    assert Reply.objects.get().state == "sent"


def test_a_network_that_asks_for_a_pause_gets_it(network: Network, reply: Reply) -> None:
    network.answers = [TryLater("Slow down.", after=90)]
    publishing.publish(reply.pk)
    assert Reply.objects.get().state == "pending"
    assert publishing.sweep() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=91)):
        publishing.sweep()
    assert Reply.objects.get().state == "sent"


def test_an_unknown_outcome_is_repeated_under_the_same_key_where_the_network_knows_keys(
    network: Network, reply: Reply
) -> None:
    network.answers = [OutcomeUnknown("It hung up.")]
    publishing.publish(reply.pk)
    assert Reply.objects.get().state == "unknown"
    with time_machine.travel(timezone.now() + timedelta(seconds=6)):
        publishing.sweep()
    assert Reply.objects.get().state == "sent"
    assert len(network.posts) == 1


def test_an_unknown_outcome_is_asked_after_where_the_network_knows_no_keys(
    network: Network, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Webhook, "guarantee", Guarantee.C)
    network.answers = [OutcomeUnknown("It hung up.")]
    network.found = Found.there("post-77")
    publishing.publish(reply.pk)
    with time_machine.travel(timezone.now() + timedelta(seconds=6)):
        publishing.sweep()
    assert (Reply.objects.get().state, Reply.objects.get().remote_id) == ("sent", "post-77")
    assert network.calls == 1


def test_where_nobody_can_tell_a_person_decides(
    cast: Cast, network: Network, reply: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Webhook, "guarantee", Guarantee.E)
    network.answers = [OutcomeUnknown("It hung up.")]
    publishing.publish(reply.pk)
    with time_machine.travel(timezone.now() + timedelta(seconds=6)):
        publishing.sweep()
    unknown = Reply.objects.get()
    assert (unknown.state, network.calls) == ("unknown", 1)
    with pytest.raises(NotAllowed):
        outcomes.decide(unknown, by=cast.amara, is_posted=True)
    assert outcomes.decide(unknown, by=cast.dev, is_posted=True).state == "sent"
    with pytest.raises(Conflict):
        outcomes.decide(unknown, by=cast.dev, is_posted=False)


def test_a_stale_text_of_unknown_outcome_is_never_sent_again(cast: Cast, network: Network) -> None:
    cast.drafted("praise", by="amara", author="marta", thread_id="t1")
    reply = Reply.objects.get()
    network.answers = [RuntimeError("boom")]
    publishing.publish(reply.pk)
    assert Reply.objects.get().state == "unknown"
    cast.received("Wait!", author="marta", thread_id="t1")
    network.found = NOT_THERE
    with time_machine.travel(timezone.now() + timedelta(seconds=6)):
        publishing.sweep()
    assert Reply.objects.get().state == "recalled"
    assert (Interaction.objects.get(head=None).state, network.calls) == ("drafted", 1)


def test_what_comes_while_a_reply_is_in_flight_is_looked_at_after_it(cast: Cast, network: Network) -> None:
    cast.drafted("praise", by="amara", author="marta", thread_id="t1")
    reply = publishing._claim(Reply.objects.get().pk)
    assert reply is not None
    cast.received("My account hacked!", author="marta", thread_id="t1")
    waiting = Interaction.objects.get(head=None)
    assert (waiting.state, waiting.level, waiting.is_held) == ("approved", "red", True)
    outcomes.sent(reply, Receipt("post-1"))
    after = Interaction.objects.get(head=None)
    assert (after.state, after.is_held) == ("flagged", True)


def test_a_dead_publishers_lease_ends_in_unknown_never_in_pending(network: Network, reply: Reply) -> None:
    publishing._claim(reply.pk)
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        outcome = Reply.objects.filter(state="sending", lease_until__lt=timezone.now()).get()
        outcomes.unknown(outcome, "gone")
        assert Reply.objects.get().state == "unknown"


def test_a_text_changed_after_its_approval_does_not_leave(network: Network, reply: Reply) -> None:
    draft = reply.approval.draft
    draft.text = "Send us your password."
    draft.save()
    assert publishing.publish(reply.pk) is None
    assert (Reply.objects.get().state, network.calls) == ("recalled", 0)
    assert Interaction.objects.get().state == "drafted"


def test_our_own_post_found_by_the_poll_before_its_receipt_is_the_receipt(
    cast: Cast, network: Network, reply: Reply
) -> None:
    publishing._claim(reply.pk)
    key = Reply.objects.get().conversation.key
    seen = cast.message("Thank you!", direction="outbound", thread_id=key, remote_id="post-9", author="brand")
    actions.receive(cast.channel, [seen])
    assert Reply.objects.count() == 1
    assert (Reply.objects.get().state, Interaction.objects.get().state) == ("sent", "responded")


def test_a_failed_reply_of_an_older_approval_is_not_tried_again(cast: Cast, network: Network, reply: Reply) -> None:
    network.answers = [RefusedForGood("It says no.")]
    publishing.publish(reply.pk)
    interaction = actions.recall(reply.interaction, by=cast.amara)
    actions.draft(interaction, by=cast.amara, text="Thank you very much!")
    with pytest.raises(Conflict):
        outcomes.try_again(Reply.objects.get(pk=reply.pk), by=cast.amara)


def test_our_post_seen_in_other_words_before_its_receipt_gives_way_to_the_receipt(
    cast: Cast, network: Network, reply: Reply
) -> None:
    claimed = publishing._claim(reply.pk)
    key = Reply.objects.get().conversation.key
    seen = cast.message("Thank you !", direction="outbound", thread_id=key, remote_id="post-9", author="brand")
    actions.receive(cast.channel, [seen])
    outcomes.sent(claimed, Receipt("post-9"))
    assert Reply.objects.get(remote_id="post-9").pk == reply.pk
