"""How every decision on a draft begins."""

from accounts.actors import Actor
from approvals import checks
from approvals.checks import Seen
from interactions.models import Draft, Interaction


def open_for_review(draft: Draft, by: Actor, seen: Seen | None) -> tuple[Interaction, Draft]:
    """The interaction, locked until the decision is written, and the draft as it stands under that lock. Raises
    NotAllowed, Conflict."""
    locked: Interaction = Interaction.objects.locked(draft.interaction_id)
    related = ("author", "based_on", "template", "interaction__team")
    fresh = Draft.objects.select_related(*related).get(pk=draft.pk)
    checks.check_may_review(locked, fresh, by)
    checks.check_seen(locked, seen)
    return locked, fresh
