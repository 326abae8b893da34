"""A text is taken back, or written anew, at the moment its last name comes or it leaves."""

import pytest

from interactions import actions
from interactions.models import Approval, Draft, Interaction, Reply
from tests.cast import Cast
from tests.faults.peer import Peer
from tests.races import promises
from tests.races.crew import ROUNDS, Crew
from tests.races.test_signing import released_red

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def states_of_replies(draft: Draft) -> set[str]:
    return set(Reply.objects.filter(approval__draft=draft).values_list("state", flat=True))


@pytest.mark.parametrize("by", ["jonas", "ingrid"])  # its author, and somebody who may approve
def test_taking_back_against_the_second_name_leaves_nothing_on_its_way(
    desk: Cast, two: Crew, peer: Peer, by: str
) -> None:
    for _round in range(ROUNDS):
        draft = actions.draft(released_red(desk), by=desk.jonas, text="Your account is back.")
        assert actions.approve(draft, by=desk.ada) is None
        signed, recalled = two.at_once(
            ("approve", {"draft": draft.pk, "by": "dev"}), ("recall", {"interaction": draft.interaction_id, "by": by})
        )
        assert recalled.is_done
        assert Interaction.objects.get(pk=draft.interaction_id).state == "flagged"
        assert Approval.objects.filter(draft=draft).count() == signed.is_done
        assert states_of_replies(draft) == ({"recalled"} if signed.is_done else set())
    two.at_once(("sweep_replies", {}), ("sweep_replies", {}))
    assert peer.posts == {}
    promises.check(peer)


def test_another_version_of_its_author_against_an_approval_waits_unsigned(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        draft = desk.drafted("baggage")
        signed, written = two.at_once(
            ("approve", {"draft": draft.pk, "by": "dev"}),
            ("draft", {"interaction": draft.interaction_id, "by": "jonas", "text": "Quite another answer."}),
        )
        assert written.is_done
        newest = Draft.objects.waiting().get(interaction=draft.interaction_id)
        assert (newest.number, newest.signatures.count()) == (2, 0)
        assert Interaction.objects.get(pk=draft.interaction_id).state == "drafted"
        assert states_of_replies(draft) == ({"recalled"} if signed.is_done else set())
    promises.check(peer)


def test_another_version_of_its_author_against_the_post_is_refused_or_stops_it(
    desk: Cast, two: Crew, peer: Peer
) -> None:
    for _round in range(ROUNDS):
        draft = desk.drafted("baggage")
        actions.approve(draft, by=desk.dev)
        reply = Reply.objects.get(approval__draft=draft)
        _posted, written = two.at_once(
            ("publish", {"reply": reply.pk}),
            ("draft", {"interaction": draft.interaction_id, "by": "jonas", "text": "Quite another answer."}),
        )
        is_posted = str(reply.key) in peer.posts
        assert written.is_refused is is_posted
        state = Interaction.objects.get(pk=draft.interaction_id).state
        assert state == ("responded" if is_posted else "drafted")
        assert peer.posts.get(str(reply.key), draft.text) == draft.text
    promises.check(peer)
