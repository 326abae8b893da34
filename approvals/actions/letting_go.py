"""Letting out an answer that lacks no name any more."""

from collections.abc import Collection

from django.db import transaction

from accounts.actors import Actor
from approvals import checks
from approvals.checks import Seen
from interactions import actions as core
from interactions.models import Approval, Draft, Interaction


@transaction.atomic
def let_go(draft: Draft, *, by: Actor, seen: Seen | None = None, sets_aside: Collection[int] = ()) -> Approval:
    """By its author, or by somebody who signs. ``seen`` is what was on their page. Raises NotAllowed, Conflict while a
    name is missing or when the case changed since, Invalid."""
    locked = Interaction.objects.locked(draft.interaction_id)
    checks.check_seen(locked, seen)
    return core.let_go(draft, by=by, sets_aside=sets_aside)
