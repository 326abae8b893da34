"""Whether an answer that waits lacks nothing any more, for whoever may let it go."""

from accounts.models import User
from accounts.rights import can
from interactions import checks
from interactions.models import Draft, Interaction, Signature
from interactions.ports import Requirement
from interactions.turns import given_by_team, still_needed


def may_let_go(person: User, draft: Draft, requirement: Requirement, signed: list[Signature]) -> bool:
    """No name is missing, and this person wrote it or signs here. ``signed``: the names that count."""
    interaction = draft.interaction
    is_open = draft.is_waiting and interaction.state == Interaction.State.DRAFTED
    if not is_open or still_needed(requirement, given_by_team(signed, interaction)):
        return False
    if draft.author_id == person.pk:
        return can(person, "draft", interaction.team)
    return not checks.allows(checks.check_may_decide, interaction, person, draft, requirement)
