"""Keeping the turns: who is asked next for each draft that waits."""

from datetime import timedelta

from django.utils import timezone

from approvals.answers import requirement_for
from approvals.models import Turn
from interactions import checks as core
from interactions.models import Draft, Interaction
from interactions.turns import given_by_team, open_step

REMIND_AFTER = timedelta(minutes=15)


def keep(interaction: Interaction) -> None:
    """Fills ``interactions.ports.waiting_changed``: a turn for each draft that waits, none for any other."""
    waiting = list(interaction.drafts.waiting().select_related("author", "template", "based_on"))
    Turn.objects.filter(interaction=interaction).exclude(draft__in=waiting).delete()
    for draft in waiting:
        give_turn(draft, interaction)


def give_turn(draft: Draft, interaction: Interaction) -> Turn:
    """Ask the team whose step is open. A turn that stays with its team goes on where it was."""
    requirement = requirement_for(draft)
    step = open_step(requirement, given_by_team(core.signatures_on(draft, interaction), interaction))
    team = step.team if step else interaction.team
    now = timezone.now()
    turn = Turn.objects.filter(draft=draft).first() or Turn(draft=draft, interaction=interaction, since=now)
    if turn.pk is None or turn.team_id != team.pk:
        turn.since, turn.rung, turn.asked, turn.next_at = now, 0, None, now + REMIND_AFTER
    turn.brand_id, turn.home, turn.team = interaction.brand_id, interaction.team, team
    turn.due_at, turn.policy_version = interaction.due_at, requirement.policy_version
    turn.save()
    return turn
