"""Probation: who starts and ends it, and that its history stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import Membership, Role, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.sync import sync_roles
from approvals import actions, panels
from approvals.models import Probation
from audit.models import Event
from interactions.models import Interaction
from tests.approvals.conftest import fresh
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_supervisor_starts_and_another_ends_it_and_both_are_on_record(cast: Cast) -> None:
    ends_at = timezone.now() + timedelta(weeks=3)
    probation = actions.start_probation(
        cast.jonas, team=cast.teams["care"], by=cast.dev, reason="New here", ends_at=ends_at
    )
    assert (probation.day, probation.is_due) == (1, False)
    ended = actions.end_probation(probation, by=cast.ingrid, note="Ready")
    assert (ended.ended_by, ended.started_by) == (cast.ingrid, cast.dev)
    started, over = Event.objects.filter(name__startswith="approvals.").order_by("pk")
    assert (started.name, over.name) == ("approvals.probation_started", "approvals.probation_ended")
    assert started.facts == {"user": cast.jonas.pk, "of_team": cast.teams["care"].pk}
    assert (started.detail.words, over.detail.words) == ({"reason": "New here"}, {"note": "Ready"})


def test_a_new_one_may_follow_and_the_old_one_stays(cast: Cast, jonas_on_probation: Probation) -> None:
    actions.end_probation(jonas_on_probation, by=cast.dev)
    actions.start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason="Back to it")
    assert Probation.objects.count() == 2
    assert Probation.objects.live().get().reason == "Back to it"


@pytest.mark.parametrize("name", ["amara", "jonas", "priya", "ruth", "axel", "nora"])
def test_who_does_not_manage_people_starts_and_ends_none(cast: Cast, jonas_on_probation: Probation, name: str) -> None:
    person = getattr(cast, name)
    with pytest.raises(NotAllowed):
        actions.end_probation(jonas_on_probation, by=person)
    with pytest.raises(NotAllowed):
        actions.start_probation(cast.amara, team=cast.teams["care"], by=person, reason="No")
    assert Probation.objects.live().count() == 1


def test_nobody_ends_their_own(cast: Cast) -> None:
    probation = actions.start_probation(cast.dev, team=cast.teams["care"], by=cast.ada, reason="New supervisor")
    with pytest.raises(NotAllowed, match="Nobody decides on their own"):
        actions.end_probation(probation, by=cast.dev)
    with pytest.raises(IntegrityError), transaction.atomic():
        Probation.objects.update(ended_at=timezone.now(), ended_by=cast.dev)


def test_the_product_itself_starts_and_ends_none(cast: Cast, jonas_on_probation: Probation) -> None:
    with pytest.raises(NotAllowed):
        actions.end_probation(jonas_on_probation, by=SYSTEM)
    with pytest.raises(NotAllowed):
        actions.start_probation(cast.amara, team=cast.teams["care"], by=SYSTEM, reason="No")


def test_one_runs_at_a_time(cast: Cast, jonas_on_probation: Probation) -> None:
    with pytest.raises(Conflict, match="on probation in Care already"):
        actions.start_probation(cast.jonas, team=cast.teams["care"], by=cast.ingrid, reason="Again")
    actions.end_probation(jonas_on_probation, by=cast.ingrid)
    with pytest.raises(Conflict, match="Ingrid Holm ended this probation already"):
        actions.end_probation(jonas_on_probation, by=cast.dev)


def test_only_people_of_the_team_are_put_on_probation(cast: Cast) -> None:
    bot = User.objects.create_user("bot@tern.example", full_name="Bot", is_machine=True)
    Membership.objects.create(team=cast.teams["care"], user=bot, role=Role.objects.get(slug="agent"))
    sync_roles()
    gone = cast.amara
    gone.is_active = False
    gone.save()
    for user in (cast.nora, bot, gone):
        with pytest.raises(Invalid):
            actions.start_probation(user, team=cast.teams["care"], by=cast.dev, reason="No")
    with pytest.raises(Invalid, match="Say why"):
        actions.start_probation(cast.jonas, team=cast.teams["care"], by=cast.dev, reason=" ")
    with pytest.raises(Invalid, match="ends after it starts"):
        actions.start_probation(
            cast.jonas, team=cast.teams["care"], by=cast.dev, reason="x", ends_at=timezone.now() - timedelta(days=1)
        )


def test_rows_of_the_inbox_learn_what_waits_and_what_came_back_in_one_query(
    cast: Cast, django_assert_num_queries: object
) -> None:
    waiting, returned, untouched = cast.drafted(), cast.drafted(), cast.flagged()
    actions.send_back(returned, by=cast.dev, reason_code="tone", note="Warmer")
    ids = [waiting.interaction_id, returned.interaction_id, untouched.pk]
    with django_assert_num_queries(1):
        facts = panels.row_facts(ids)
    assert facts == {waiting.interaction_id: {"waiting": True}, returned.interaction_id: {"returned": True}}


def shown(interaction: Interaction, person: User) -> dict[str, object]:
    return panels.panels(fresh(interaction.pk), person)[0].shown


def test_beside_a_conversation_stands_who_signs_and_why(cast: Cast, jonas_on_probation: Probation) -> None:
    interaction = cast.flagged("praise")
    assert shown(interaction, cast.jonas)["requirement"].needed == 1
    assert shown(interaction, cast.amara)["requirement"].needed == 0
    assert panels.panels(fresh(interaction.pk), cast.axel) == []
    draft = cast.drafted()
    for_dev = shown(draft.interaction, cast.dev)
    assert (for_dev["draft"], for_dev["may_review"]) == (draft, True)
    assert shown(draft.interaction, cast.amara)["may_review"] is False
    review = actions.send_back(draft, by=cast.dev, reason_code="tone", note="Warmer")
    assert shown(draft.interaction, cast.jonas)["returned"] == review
