"""A worker is killed at each step of posting a reply. None is lost, none is doubled."""

from typing import Any

import pytest

from audit.sealing import seal
from audit.verification import breaks
from interactions.models import Interaction, Reply
from tests.cast import Cast
from tests.faults.nursery import IN_THE_CALL, KILLS, Nursery
from tests.faults.peer import Peer
from tests.races import promises

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

BEFORE_THE_CALL = ["publish:before_claim", "publish:in_claim", "publish:after_claim"]
AFTER_THE_CALL = [IN_THE_CALL, "publish:after_call", "publish:in_mark"]
POINTS = [*BEFORE_THE_CALL, *AFTER_THE_CALL, "publish:after_mark"]


def kill_and_sweep(desk: Cast, nursery: Nursery, peer: Peer, point: str, guarantee: str) -> str:
    """One reply, one worker that dies at this point, and sweeps until the reply is out; its key."""
    draft = desk.drafted("praise", by="amara", text="Thank you.")
    reply = Reply.objects.get(approval__draft=draft)
    given: dict[str, Any] = {"guarantee": guarantee}
    nursery.kill(point, "sweep_replies", peer=peer, given=given)
    nursery.until(lambda: Reply.objects.get(pk=reply.pk).state == "sent", "sweep_replies", **given)
    assert Interaction.objects.get(pk=reply.interaction_id).state == "responded"
    return str(reply.key)


@pytest.mark.parametrize("point", POINTS)
def test_a_reply_is_posted_once_wherever_its_worker_is_killed(
    desk: Cast, nursery: Nursery, peer: Peer, point: str
) -> None:
    keys = [kill_and_sweep(desk, nursery, peer, point, "A") for _kill in range(KILLS)]
    assert list(peer.posts) == keys
    # What a network without keys would have got: the test can see a double where one is possible.
    assert len(peer.came) == KILLS * (2 if point in AFTER_THE_CALL else 1)
    promises.check(peer)
    while seal():
        pass
    assert list(breaks()) == []


@pytest.mark.parametrize("point", POINTS)
def test_a_network_that_knows_no_keys_is_asked_and_gets_it_once_too(
    desk: Cast, nursery: Nursery, peer: Peer, point: str
) -> None:
    keys = [kill_and_sweep(desk, nursery, peer, point, "C") for _kill in range(KILLS)]
    assert peer.came == keys
    promises.check(peer)
