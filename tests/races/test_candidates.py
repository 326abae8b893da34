"""Several answers to one message, and people who lose their role, at the same moment."""

import pytest

from interactions import actions
from interactions.models import Approval, Draft, Interaction, Reply
from tests.cast import Cast
from tests.faults.peer import Peer
from tests.races import deeds, promises
from tests.races.crew import ROUNDS, Crew

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def waiting(interaction: Interaction) -> set[int]:
    return set(interaction.drafts.waiting().values_list("pk", flat=True))


def test_of_two_candidates_chosen_at_once_one_goes_out(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        one = desk.drafted("baggage")
        said = {"text": "Another way to say it.", "consideration": "Seen", "beside": True}
        other = actions.draft(one.interaction, by=desk.amara, **said)
        told = two.at_once(
            ("approve", {"draft": one.pk, "by": "dev", "sets_aside": [other.pk]}),
            ("approve", {"draft": other.pk, "by": "ingrid", "sets_aside": [one.pk]}),
        )
        assert sorted(each.outcome for each in told) == ["done", "refused"]
        assert Approval.objects.filter(interaction=one.interaction_id).count() == 1
        assert Reply.objects.filter(interaction=one.interaction_id).count() == 1
        assert waiting(one.interaction) == set()
    promises.check(peer)


def test_a_candidate_that_comes_while_another_is_signed_is_never_set_aside_unread(
    desk: Cast, two: Crew, peer: Peer
) -> None:
    for _round in range(ROUNDS):
        one = desk.drafted("baggage")
        signed, written = two.at_once(
            ("approve", {"draft": one.pk, "by": "dev"}),
            ("draft", {"interaction": one.interaction_id, "by": "amara", "text": "Another way.", "beside": True}),
        )
        assert [signed.outcome, written.outcome].count("done") == 1 or waiting(one.interaction)
        if signed.is_done and written.is_done:  # hers took the approved one back: both are there to be chosen
            assert Interaction.objects.get(pk=one.interaction_id).state == "drafted"
    promises.check(peer)


def test_two_who_answer_at_once_never_take_each_others_place(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        case = desk.flagged("baggage")
        told = two.at_once(
            *[("draft", {"interaction": case.pk, "by": name, "text": f"{name} says"}) for name in ("amara", "jonas")]
        )
        assert sorted(each.outcome for each in told) == ["done", "refused"]
        assert "waits already" in next(each.said for each in told if each.is_refused)
        assert Draft.objects.filter(interaction=case).count() == 1
    promises.check(peer)


def test_a_role_lost_while_the_reply_leaves_stops_it_or_came_after(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        draft = desk.drafted("baggage")
        actions.approve(draft, by=desk.dev)
        reply = Reply.objects.get(approval__draft=draft)
        two.at_once(("publish", {"reply": reply.pk}), ("leave", {"user": "dev", "team": "care", "role": "supervisor"}))
        deeds.join("dev", "care", "supervisor")
        state = Interaction.objects.get(pk=draft.interaction_id).state
        assert state == ("responded" if str(reply.key) in peer.posts else "drafted")
    promises.check(peer)
