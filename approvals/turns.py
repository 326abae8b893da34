"""Keeping the turns: who is asked next for each draft that waits."""

from datetime import datetime

from django.utils import timezone

from accounts.models import Team, User
from approvals import asking, clock
from approvals.answers import requirement_for
from approvals.models import Reading, ReturnedDraft, Turn
from approvals.telling_reviewers import tell_asked
from interactions import checks as core
from interactions.models import Draft, Interaction, Signature
from interactions.ports import Requirement
from interactions.turns import given_by_team, open_step


def keep(interaction: Interaction) -> dict[int, Requirement]:
    """Fills ``interactions.ports.waiting_changed``: a turn for each draft that waits, none for any other."""
    waiting = list(interaction.drafts.waiting().select_related("author", "template", "based_on"))
    Turn.objects.filter(interaction=interaction).exclude(draft__in=waiting).delete()
    Reading.objects.filter(draft__interaction=interaction).exclude(draft__in=waiting).delete()
    ReturnedDraft.objects.filter(draft__interaction=interaction).written_anew().delete()
    needed = {draft.pk: requirement_for(draft) for draft in waiting}
    for draft in waiting:
        give_turn(draft, interaction, needed[draft.pk])
    return needed


def give_turn(draft: Draft, interaction: Interaction, requirement: Requirement) -> Turn:
    """Ask the team whose step is open. A turn that stays with its team goes on where it was."""
    signatures = core.signatures_on(draft, interaction)
    step = open_step(requirement, given_by_team(signatures, interaction))
    team = step.team if step else interaction.team
    now = timezone.now()
    # Locked, because the clock moves turns without the interaction's lock.
    turn = Turn.objects.select_for_update().filter(draft=draft).first()
    turn = turn or Turn(draft=draft, interaction=interaction, since=now)
    turn.brand_id, turn.home = interaction.brand_id, interaction.team
    turn.due_at, turn.policy_version = interaction.due_at, requirement.policy_version
    if turn.pk is None or turn.team_id != team.pk:
        _start(turn, draft, team, now)
    elif _has_signed(turn, signatures):
        ask(turn, None, now=now)
    elif turn.next_at is None:
        turn.next_at = _reminded_at(turn, now)
    turn.save()
    if turn.asked is not None and turn.since == now:
        tell_asked(turn)
    return turn


def _start(turn: Turn, draft: Draft, team: Team, now: datetime) -> None:
    """A team's turn begins, with the author's mentor where they have one who can sign."""
    turn.team, turn.since = team, now
    mentor = asking.mentor_of(draft, turn.interaction)
    ask(turn, asking.available(mentor, draft, team, now) if mentor else None, now=now)


def ask(turn: Turn, person: User | None, *, now: datetime, by: User | None = None, note: str = "") -> None:
    """This person is asked, or everybody of the team, and the clock begins anew; the caller saves."""
    turn.asked, turn.asked_by, turn.note = person, by, note
    turn.rung, turn.next_at = clock.Rung.ASKED, _reminded_at(turn, now)


def _reminded_at(turn: Turn, now: datetime) -> datetime:
    case = turn.interaction
    return clock.strikes_at(now, clock.REMIND_AFTER, case.brand.hours, case.level)


def _has_signed(turn: Turn, signatures: list[Signature]) -> bool:
    return turn.asked_id is not None and turn.asked_id in {signature.by_id for signature in signatures}
