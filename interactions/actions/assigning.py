"""Whose turn it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.refusals import Invalid
from accounts.rights import can
from interactions import checks
from interactions.actions.lines import tell
from interactions.models import Interaction


@transaction.atomic
def assign(interaction: Interaction, *, by: Actor, to: User | None) -> Interaction:
    """Give an open interaction to a person of its team, or to nobody. Doing it twice changes nothing."""
    locked = Interaction.objects.locked(interaction.pk)
    checks.check_may(by, "assign", locked)
    checks.check_open(locked)
    if to is not None and not can(to, "see", locked.team):
        raise Invalid(_("%(name)s does not work for %(team)s.") % {"name": to, "team": locked.team})
    if locked.assignee_id == (to.pk if to else None):
        return locked
    before = locked.assignee_id
    locked.assignee = to
    locked.save()
    tell("assigned", locked, by=by, before=before, to=to.pk if to else None)
    return locked


@transaction.atomic
def note_acknowledged(interaction: Interaction, *, by: Actor) -> Interaction:
    """Someone has this red flag: it moves behind those that nobody has. Lifts nothing."""
    locked = Interaction.objects.locked(interaction.pk)
    if locked.urgency == Interaction.Urgency.RED_UNACKNOWLEDGED:
        locked.urgency = Interaction.Urgency.RED
        locked.save()
        tell("acknowledged", locked, by=by)
    return locked
