"""What the core asks of this room: does this draft need a sign-off, and why."""

from accounts.models import User
from approvals.models import Probation
from approvals.policy import Facts, Hand, requirement
from interactions.models import Draft
from interactions.ports import Requirement


def requirement_for(draft: Draft) -> Requirement:
    """Fills ``interactions.ports.sign_off``. Three small queries at most, whatever the length of the history."""
    interaction = draft.interaction
    hands = _hands(draft)
    on_probation = set(
        Probation.objects.live().filter(team_id=interaction.team_id, user__in=hands).values_list("user_id", flat=True)
    )
    return requirement(
        Facts(
            level=interaction.level,
            hands=tuple(
                Hand(name=str(hand), is_machine=hand.is_machine, is_on_probation=hand.pk in on_probation)
                for hand in hands
            ),
        )
    )


def _hands(draft: Draft) -> list[User]:
    """The author, then the authors of the versions this one is built on; each once."""
    if draft.based_on_id is None:
        return [draft.author]
    versions = {version.pk: version for version in draft.interaction.drafts.select_related("author")}
    hands = {draft.author_id: draft.author}
    below = versions.get(draft.based_on_id)
    while below is not None:
        hands.setdefault(below.author_id, below.author)
        below = versions.get(below.based_on_id) if below.based_on_id else None
    return list(hands.values())
