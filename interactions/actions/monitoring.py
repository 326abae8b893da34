"""Monitored is not forgotten: on its date it is open again (P9)."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.refusals import Conflict
from interactions.actions.closing import reopen
from interactions.actions.lines import tell
from interactions.models import Interaction


def look_again(limit: int = 100) -> int:
    """Reopen what was monitored until now; while a newer message of its thread is open, tomorrow is soon enough."""
    due = Interaction.objects.filter(closed_as=Interaction.Closed.MONITOR, look_again_at__lte=timezone.now())
    found = list(due.order_by("look_again_at")[:limit])
    for interaction in found:
        try:
            reopen(interaction, by=SYSTEM, reason=_("It was monitored until today: look again."))
        except Conflict:
            _tomorrow(interaction)
    return len(found)


@transaction.atomic
def _tomorrow(interaction: Interaction) -> None:
    locked = Interaction.objects.locked(interaction.pk)
    locked.look_again_at = timezone.now() + timedelta(days=1)
    locked.save()
    tell("look_postponed", locked, by=SYSTEM)
