"""Two people sign, change or take back the same text at the same moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals.models import Probation, Review
from audit.models import Event
from interactions import actions, publishing
from interactions.models import Approval, Draft, Interaction, Release, Reply, Signature
from playbook.models import HoldingMessage, Topic
from tests.cast import Cast
from tests.faults.peer import Peer
from tests.races import promises
from tests.races.crew import ROUNDS, Crew

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def released_red(cast: Cast) -> Interaction:
    red = cast.flagged("major-account")
    written = release_for(cast, red)
    actions.sign_release(written, role="communications", by=cast.priya)
    actions.sign_release(written, role="legal", by=cast.ruth)
    return red


def release_for(cast: Cast, red: Interaction) -> Release:
    until = timezone.now() + timedelta(hours=1)
    return actions.release(red, by=cast.tomas, says="One answer", expires_at=until)


def holding_message(cast: Cast, number: int) -> HoldingMessage:
    """One more that the library stands behind."""
    return HoldingMessage.objects.create(
        brand=cast.brand,
        name=f"We are looking {number}",
        text="{name}, we are looking into it. Next update {next_update}.",
        version=1,
        first_approver=cast.ada,
        second_approver=cast.ingrid,
        approved_at=timezone.now(),
    )


def test_of_two_approvers_one_signs_and_the_other_reads_who_it_was(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        draft = desk.drafted("baggage")
        deeds = [("approve", {"draft": draft.pk, "by": name}) for name in ("dev", "ingrid")]
        told = two.at_once(*deeds)
        assert sorted(each.outcome for each in told) == ["done", "refused"]
        assert "approved this a moment ago" in next(each.said for each in told if each.is_refused)
        assert Approval.objects.get(draft=draft).signatures_given == 1
        assert Reply.objects.filter(approval__draft=draft).count() == 1
        assert Review.objects.filter(draft=draft).count() == 1
    promises.check(peer)


def test_two_signatures_that_red_needs_at_once_are_two(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        draft = actions.draft(released_red(desk), by=desk.jonas, text="Your account is back.")
        told = two.at_once(*[("approve", {"draft": draft.pk, "by": name}) for name in ("dev", "ingrid")])
        assert [each.outcome for each in told] == ["done", "done"]
        assert Approval.objects.get(draft=draft).signatures_given == 2
        assert Reply.objects.filter(approval__draft=draft).count() == 1
    promises.check(peer)


def test_approving_against_a_follow_up_leaves_no_stale_approval(desk: Cast, two: Crew, peer: Peer) -> None:
    for number in range(ROUNDS):
        thread = f"thread-{number}"
        draft = desk.drafted("baggage", author="marta", thread_id=thread)
        message = {"remote_id": f"more-{number}", "text": "Two bags!", "author": "marta", "thread_id": thread}
        two.at_once(
            ("approve", {"draft": draft.pk, "by": "dev"}),
            ("ingest", {"channel": desk.channel.slug, "messages": [message]}),
        )
        case = Interaction.objects.get(pk=draft.interaction_id)
        assert case.thread_version == 2
        if case.state == "approved":
            assert case.approval is not None
            assert case.approval.thread_version == 2
        else:
            assert case.state == "drafted"
            assert set(case.replies.values_list("state", flat=True)) <= {"recalled"}
    promises.check(peer)


def test_approving_against_sending_back_ends_in_one_of_them(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        draft = desk.drafted("baggage")
        told = two.at_once(
            ("approve", {"draft": draft.pk, "by": "dev"}), ("send_back", {"draft": draft.pk, "by": "ingrid"})
        )
        assert sorted(each.outcome for each in told) == ["done", "refused"]
        state = Interaction.objects.get(pk=draft.interaction_id).state
        assert state == ("approved" if told[0].is_done else "flagged")
    promises.check(peer)


def test_an_edit_against_an_approval_signs_one_text(desk: Cast, two: Crew, peer: Peer) -> None:
    text = "Jonas here. We found your suitcase in London this morning and it flies to Lisbon today at three."
    for _round in range(ROUNDS):
        draft = desk.drafted("baggage", text=text)
        told = two.at_once(
            ("edit", {"draft": draft.pk, "by": "dev", "text": text.replace("this morning", "today")}),
            ("approve", {"draft": draft.pk, "by": "ingrid"}),
        )
        assert sorted(each.outcome for each in told) == ["done", "refused"]
        approval = Approval.objects.get(interaction=draft.interaction_id)
        assert approval.draft.number == (2 if told[0].is_done else 1)
        assert Draft.objects.filter(interaction=draft.interaction_id).count() == approval.draft.number
    promises.check(peer)


def test_closing_against_an_approval_ends_in_one_of_them(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        draft = desk.drafted("baggage")
        deed = {"interaction": draft.interaction_id, "by": "amara", "closed_as": "answered_elsewhere"}
        two.at_once(("approve", {"draft": draft.pk, "by": "dev"}), ("close", deed))
        case = Interaction.objects.get(pk=draft.interaction_id)
        assert case.state == "closed"
        assert set(case.replies.values_list("state", flat=True)) <= {"recalled"}
    promises.check(peer)


def test_two_teams_that_sign_a_release_at_once_put_it_in_force_once(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        written = release_for(desk, desk.flagged("hacking"))
        told = two.at_once(
            ("sign_release", {"release": written.pk, "role": "communications", "by": "priya"}),
            ("sign_release", {"release": written.pk, "role": "legal", "by": "ruth"}),
        )
        assert [each.outcome for each in told] == ["done", "done"]
        assert Release.objects.get(pk=written.pk).effective_at is not None
    promises.check(peer)


def test_the_last_two_of_three_signatures_at_once_put_a_release_in_force_once(
    desk: Cast, two: Crew, peer: Peer
) -> None:
    Topic.objects.filter(slug="hacking").update(release_roles=["care", "communications", "legal"])
    for _round in range(ROUNDS):
        written = release_for(desk, desk.flagged("hacking"))
        actions.sign_release(written, role="care", by=desk.priya)
        told = two.at_once(
            ("sign_release", {"release": written.pk, "role": "communications", "by": "tomas"}),
            ("sign_release", {"release": written.pk, "role": "legal", "by": "ruth"}),
        )
        assert [each.outcome for each in told] == ["done", "done"]
        effective_at = Release.objects.get(pk=written.pk).effective_at
        assert effective_at is not None
        assert written.signatures.filter(signed_at__lte=effective_at).count() == 3
        on_its_case = Event.objects.filter(subject_type="interactions.interaction", subject_id=written.interaction_id)
        assert on_its_case.filter(name="interactions.release_in_force").count() == 1
    promises.check(peer)


def test_a_release_signed_while_the_flags_change_is_not_in_force_for_the_new_ones(
    desk: Cast, two: Crew, peer: Peer
) -> None:
    for _round in range(ROUNDS):
        red = desk.flagged("hacking")
        written = release_for(desk, red)
        actions.sign_release(written, role="communications", by=desk.priya)
        two.at_once(
            ("sign_release", {"release": written.pk, "role": "legal", "by": "ruth"}),
            ("flag", {"interaction": red.pk, "topic": "major-account", "by": "amara"}),
        )
        (told,) = two.at_once(("draft", {"interaction": red.pk, "by": "amara", "text": "We locked it."}))
        assert told.is_refused
        assert "Red stops" in told.said
    promises.check(peer)


def test_one_team_signs_a_release_once(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        written = release_for(desk, desk.flagged("hacking"))
        deeds = [{"release": written.pk, "role": "communications", "by": name} for name in ("priya", "tomas")]
        told = two.at_once(*[("sign_release", deed) for deed in deeds])
        assert sorted(each.outcome for each in told) == ["done", "refused"]
        assert written.signatures.count() == 1
    promises.check(peer)


def test_two_names_under_a_holding_message_at_once_send_it_once(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        in_an_hour = timezone.now() + timedelta(hours=1)
        red = desk.flagged("hacking")
        statement = actions.state_holding(red, by=desk.amara, message=desk.holding, next_update_at=in_an_hour)
        told = two.at_once(*[("sign_statement", {"statement": statement.pk, "by": name}) for name in ("priya", "ruth")])
        assert [each.outcome for each in told] == ["done", "done"]
        assert Reply.objects.filter(statement=statement).count() == 1
    promises.check(peer)


@pytest.mark.parametrize("recall", ["retire_holding", "flag"])
def test_a_holding_message_that_is_recalled_as_its_second_name_comes_never_leaves_after_that(
    desk: Cast, two: Crew, peer: Peer, recall: str
) -> None:
    """The library takes its words back, or the case gets another flag: either is told before the post, or refused."""
    signed = 0
    for round_ in range(ROUNDS):
        in_an_hour = timezone.now() + timedelta(hours=1)
        red = desk.flagged("hacking")
        words = holding_message(desk, round_)
        statement = actions.state_holding(red, by=desk.amara, message=words, next_update_at=in_an_hour)
        assert actions.sign_statement(statement, by=desk.priya) is None
        given = {"message": words.pk, "by": "ada"}
        if recall == "flag":
            given = {"interaction": red.pk, "topic": "major-account", "by": "jonas"}
        told, recalled = two.at_once(("sign_statement", {"statement": statement.pk, "by": "ruth"}), (recall, given))
        assert recalled.is_done
        assert Reply.objects.filter(statement=statement).count() == told.is_done
        signed += told.is_done
    publishing.sweep(limit=ROUNDS)
    assert peer.posts == {}
    assert list(Reply.objects.values_list("state", flat=True)) == [Reply.State.RECALLED] * signed
    promises.check(peer)


def test_the_second_person_is_one_person(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        red = desk.flagged("hacking")
        request = actions.lower(red, by=desk.amara, topics=[desk.topics["praise"]], reason="A joke")
        told = two.at_once(*[("confirm", {"request": request.pk, "by": name}) for name in ("dev", "ingrid")])
        assert sorted(each.outcome for each in told) == ["done", "refused"]
        assert Interaction.objects.get(pk=red.pk).level == "green"
    promises.check(peer)


def test_lowering_against_a_new_red_flag_never_loses_the_hold(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        red = desk.flagged("hacking")
        request = actions.lower(red, by=desk.amara, topics=[desk.topics["praise"]], reason="A joke")
        two.at_once(
            ("confirm", {"request": request.pk, "by": "dev"}),
            ("flag", {"interaction": red.pk, "topic": "major-account", "by": "jonas"}),
        )
        after = Interaction.objects.get(pk=red.pk)
        assert (after.level, after.is_held) == ("red", True)
    promises.check(peer)


def test_a_probation_starts_once(desk: Cast, two: Crew) -> None:
    told = two.at_once(*[("start_probation", {"user": "jonas", "team": "care", "by": name}) for name in ("dev", "ada")])
    assert sorted(each.outcome for each in told) == ["done", "refused"]
    assert Probation.objects.live().count() == 1


def test_a_probation_that_starts_while_a_green_text_is_written(desk: Cast, two: Crew, peer: Peer) -> None:
    for _round in range(ROUNDS):
        green = desk.flagged("praise")
        Probation.objects.all().delete()
        two.at_once(
            ("draft", {"interaction": green.pk, "by": "jonas", "text": "Thank you."}),
            ("start_probation", {"user": "jonas", "team": "care", "by": "dev"}),
        )
        case = Interaction.objects.get(pk=green.pk)
        assert case.state in {"approved", "drafted"}
        assert not Signature.objects.filter(draft__interaction=green).exists()
    promises.check(peer)
