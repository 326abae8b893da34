"""What waits and what passes by policy, with the record to show for it (P1)."""

from datetime import timedelta

import pytest
import time_machine

from accounts.models import Membership, Role, User
from accounts.sync import sync_roles
from approvals import actions
from approvals.models import Probation
from approvals.rules import SHIPPED_VERSION
from audit.models import Event
from interactions import actions as core
from interactions.models import Approval, Reply
from tests.approvals.conftest import drafted_on_released_red, fresh
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_an_experienced_agents_green_reply_passes_by_policy_and_the_record_says_so(cast: Cast) -> None:
    draft = cast.drafted("praise", by="amara")
    approval = Approval.objects.get(draft=draft)
    assert (approval.basis, approval.by, approval.policy_version) == ("policy", None, SHIPPED_VERSION)
    event = Event.objects.get(name="interactions.approved")
    assert (event.actor, event.facts["basis"], event.facts["draft"]) == (None, "policy", draft.pk)
    assert Reply.objects.get(approval=approval).state == "pending"


def test_a_green_reply_on_probation_waits(cast: Cast, jonas_on_probation: Probation) -> None:
    draft = cast.drafted("praise", by="jonas")
    assert fresh(draft.interaction_id).state == "drafted"
    assert not Approval.objects.exists()
    assert not Reply.objects.exists()
    event = Event.objects.get(name="interactions.drafted")
    assert (event.facts["needed"], event.facts["policy_version"]) == (1, SHIPPED_VERSION)


def test_a_green_reply_after_the_probation_ended_passes(cast: Cast, jonas_on_probation: Probation) -> None:
    actions.end_probation(jonas_on_probation, by=cast.dev)
    draft = cast.drafted("praise", by="jonas")
    assert fresh(draft.interaction_id).state == "approved"


def test_a_probation_past_its_date_goes_on_until_a_person_ends_it(cast: Cast, jonas_on_probation: Probation) -> None:
    Probation.objects.update(ends_at=jonas_on_probation.started_at + timedelta(days=1))
    with time_machine.travel(jonas_on_probation.started_at + timedelta(days=2)):
        draft = cast.drafted("praise", by="jonas")
    assert fresh(draft.interaction_id).state == "drafted"


def test_a_probation_in_one_team_is_none_in_another(cast: Cast) -> None:
    Membership.objects.create(team=cast.teams["legal"], user=cast.jonas, role=Role.objects.get(slug="agent"))
    sync_roles()
    actions.start_probation(cast.jonas, team=cast.teams["legal"], by=cast.dev, reason="New there")
    assert fresh(cast.drafted("praise", by="jonas").interaction_id).state == "approved"


def test_an_agent_who_resubmits_a_text_of_one_on_probation_still_needs_a_sign_off(
    cast: Cast, jonas_on_probation: Probation
) -> None:
    below = cast.drafted("praise", by="jonas", text="Thank you")
    interaction = fresh(below.interaction_id)
    middle = core.draft(interaction, by=cast.amara, text="Thank you!", based_on=below)
    assert fresh(interaction.pk).state == "drafted"
    core.draft(fresh(interaction.pk), by=cast.priya, text="Thank you!!", based_on=middle)
    assert fresh(interaction.pk).state == "drafted"


def test_a_machines_green_draft_waits_for_a_person(cast: Cast) -> None:
    bot = User.objects.create_user("bot@tern.example", full_name="Draft bot", is_machine=True)
    Membership.objects.create(team=cast.teams["care"], user=bot, role=Role.objects.get(slug="agent"))
    sync_roles()
    interaction = cast.flagged("praise")
    draft = core.draft(interaction, by=bot, text="Thank you")
    assert fresh(interaction.pk).state == "drafted"
    assert actions.approve(draft, by=cast.dev) is not None


def test_yellow_waits_for_one_and_goes_with_the_first_name(cast: Cast) -> None:
    draft = cast.drafted()
    approval = actions.approve(draft, by=cast.dev)
    assert approval is not None
    assert (approval.signatures_needed, approval.signatures_given, approval.basis) == (1, 1, "review")
    assert fresh(draft.interaction_id).state == "approved"


def test_red_under_a_release_waits_for_two_different_people(cast: Cast) -> None:
    draft = drafted_on_released_red(cast)
    assert actions.approve(draft, by=cast.dev) is None
    assert fresh(draft.interaction_id).state == "drafted"
    approval = actions.approve(draft, by=cast.ingrid)
    assert approval is not None
    assert (approval.signatures_needed, approval.signatures_given) == (2, 2)
