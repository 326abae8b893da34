"""The kill switch: while it is set nothing that it covers leaves, by no path, up to the instant before the call."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.refusals import Conflict, Invalid, NotAllowed
from audit.models import Event
from connectors.contract import NOT_THERE, OutcomeUnknown, RefusedForGood
from connectors.webhook.connector import Webhook
from interactions import actions, blocking, publishing
from interactions.actions import outcomes
from interactions.models import PostingBlock, Reply
from tests.architecture.sources import place, product_files
from tests.cast import Cast
from tests.interactions.test_publish import Network

pytestmark = pytest.mark.django_db


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    network = Network()
    monkeypatch.setattr(Webhook, "publish", lambda _self, outgoing: network.publish(outgoing))
    monkeypatch.setattr(Webhook, "find", lambda _self, _outgoing: network.found)
    return network


def block(cast: Cast, what: Any = None, by: str = "priya", hours: int = 1, **terms: Any) -> PostingBlock:
    until = timezone.now() + timedelta(hours=hours)
    return actions.block_posting(what or cast.brand, by=getattr(cast, by), reason="A leak", expires_at=until, **terms)


def written(cast: Cast, by: str = "amara", **facts: Any) -> Reply:
    draft = cast.drafted("praise", by=by, text="Thank you!", **facts)
    return Reply.objects.get(approval__draft=draft)


def state(reply: Reply) -> str:
    return Reply.objects.get(pk=reply.pk).state


def test_nothing_leaves_while_it_is_set_and_all_of_it_when_it_is_lifted(cast: Cast, network: Network) -> None:
    cast.channel.undo_for = 10
    cast.channel.save()
    waiting = written(cast)
    standing = block(cast)
    later = written(cast)  # approving goes on; nothing of it leaves
    with time_machine.travel(timezone.now() + timedelta(seconds=30)):  # the undo window is over
        assert publishing.publish(waiting.pk) is None
        assert publishing.sweep() == 0
        assert (network.calls, state(waiting), state(later)) == (0, "pending", "pending")
        actions.lift_block(standing, by=cast.dev)
        assert publishing.sweep() == 2
    assert network.calls == 2
    with pytest.raises(Conflict, match="ended already"):
        actions.lift_block(standing, by=cast.dev)


def test_there_is_one_call_to_a_network_and_it_asks_the_switch() -> None:
    """Every page, task, sweep and address of the API that posts goes through the publisher."""
    callers = [
        place(path) for path in product_files() if re.search(r"connector_for\(.*\)\.publish\(", path.read_text())
    ]
    assert callers == ["interactions/publishing.py"]


def test_it_ends_by_itself(cast: Cast, network: Network) -> None:
    waiting = written(cast)
    block(cast, hours=1)
    assert publishing.sweep() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert publishing.sweep() == 1
    assert state(waiting) == "sent"


def test_what_a_worker_has_in_hand_is_held_at_the_last_instant(cast: Cast, network: Network) -> None:
    reply = written(cast)
    claimed = publishing._claim(reply.pk)
    assert claimed is not None
    standing = block(cast)
    publishing._send(claimed)
    held = Reply.objects.get()
    assert (network.calls, held.state, held.attempts) == (0, "pending", 0)
    assert Event.objects.filter(name="interactions.reply_held_back").count() == 1
    actions.lift_block(standing, by=cast.priya)
    publishing.sweep()
    assert (network.calls, state(reply)) == (1, "sent")


def test_what_went_stale_in_hand_does_not_wait_behind_it(cast: Cast, network: Network) -> None:
    reply = written(cast)
    claimed = publishing._claim(reply.pk)
    assert claimed is not None
    actions.flag(claimed.interaction, by=cast.amara, topics=[cast.topics["hacking"]])
    block(cast)
    publishing._send(claimed)
    held = Reply.objects.select_related("interaction").get()
    assert (network.calls, held.state, held.interaction.state) == (0, "recalled", "flagged")


def test_an_unknown_reply_is_asked_after_and_not_sent_again(cast: Cast, network: Network) -> None:
    reply = written(cast)
    network.answers = [OutcomeUnknown("It hung up.")]
    publishing.publish(reply.pk)
    standing = block(cast)
    with time_machine.travel(timezone.now() + timedelta(seconds=30)):
        publishing.sweep()
        assert (network.calls, state(reply)) == (1, "unknown")
        network.found = NOT_THERE
        Reply.objects.update(not_before=timezone.now())
        publishing.sweep()  # the network says it is not there: it may go out again, and may not while this stands
        assert (network.calls, state(reply)) == (1, "pending")
        publishing.sweep()
        assert network.calls == 1
        actions.lift_block(standing, by=cast.priya)
        publishing.sweep()
    assert (network.calls, state(reply)) == (2, "sent")


def test_a_second_try_that_is_stopped_in_hand_stays_unknown(cast: Cast, network: Network) -> None:
    """The first try may have landed: it must not count as never tried."""
    reply = written(cast)
    network.answers = [OutcomeUnknown("It hung up.")]
    publishing.publish(reply.pk)
    again = publishing._claim_again(Reply.objects.get())
    assert again is not None
    block(cast)
    publishing._send(again, was=Reply.State.UNKNOWN)
    assert (network.calls, state(reply)) == (1, "unknown")


def test_a_failed_reply_tried_again_and_one_decided_not_posted_wait_too(cast: Cast, network: Network) -> None:
    failed, unknown = written(cast), written(cast)
    network.answers = [RefusedForGood("No."), OutcomeUnknown("It hung up.")]
    publishing.publish(failed.pk)
    publishing.publish(unknown.pk)
    block(cast)
    outcomes.try_again(Reply.objects.get(pk=failed.pk), by=cast.amara)
    outcomes.decide(Reply.objects.get(pk=unknown.pk), by=cast.dev, is_posted=False)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        assert publishing.sweep() == 0
    assert (network.calls, state(failed), state(unknown)) == (2, "pending", "pending")


def test_each_scope_holds_what_it_names_and_nothing_else(cast: Cast, network: Network) -> None:
    amaras, devs = written(cast), written(cast, by="dev")
    red = cast.flagged("hacking")
    until = timezone.now() + timedelta(hours=1)
    statement = actions.state_holding(red, by=cast.amara, message=cast.holding, next_update_at=until)
    for name in ("priya", "ruth"):
        actions.sign_statement(statement, by=getattr(cast, name))
    holding = Reply.objects.get(statement=statement)
    everything = {amaras.pk, devs.pk, holding.pk}
    scopes: list[tuple[Any, dict[str, Any], set[int]]] = [
        (cast.brand, {}, everything),
        (cast.channel, {}, everything),
        (cast.topics["praise"], {}, {amaras.pk, devs.pk}),
        (cast.topics["hacking"], {}, {holding.pk}),
        (cast.people["amara"], {"brand": cast.brand}, {amaras.pk, holding.pk}),
        (cast.people["ruth"], {"brand": cast.brand}, {holding.pk}),  # a name under it is a hand in it
        (cast.brand, {"allowed_people": [cast.people["dev"]]}, {amaras.pk, holding.pk}),
        (cast.brand, {"allowed_channels": [cast.channel]}, set()),
        (cast.brand, {"lets_holding_out": True}, {amaras.pk, devs.pk}),
    ]
    for what, terms, held in scopes:
        standing = block(cast, what, **terms)
        assert set(blocking.held([standing]).values_list("pk", flat=True)) == held, (str(what), terms)
        assert {reply.pk for reply in Reply.objects.all() if blocking.block_on(reply)} == held
        assert set(blocking.free(Reply.objects.all()).values_list("pk", flat=True)) == everything - held
        actions.lift_block(standing, by=cast.priya)


def test_who_may_stop_posting_and_on_which_terms(cast: Cast) -> None:
    for name in ("amara", "jonas", "axel", "nora"):
        with pytest.raises(NotAllowed):
            block(cast, by=name)
    with pytest.raises(NotAllowed):  # everything is more than one's own brand
        actions.block_posting(None, by=cast.priya, reason="All of it", expires_at=timezone.now() + timedelta(hours=1))
    for terms in ({"hours": 0}, {"hours": 24 * 8}):
        with pytest.raises(Invalid):
            block(cast, **terms)
    with pytest.raises(Invalid):
        block(cast, cast.people["amara"])  # of which brand?
    assert not PostingBlock.objects.exists()
    standing = block(cast)
    with pytest.raises(NotAllowed):
        actions.lift_block(standing, by=cast.amara)


def test_a_block_is_never_changed_behind_its_back(cast: Cast) -> None:
    standing = block(cast)
    for change in ({"expires_at": standing.blocked_at + timedelta(seconds=1)}, {"allowed_channels": [cast.channel.pk]}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PostingBlock.objects.filter(pk=standing.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        PostingBlock.objects.all().delete()
