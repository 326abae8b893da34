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

_LOOKED_AT_AGAIN = (Interaction.Closed.MONITOR, Interaction.Closed.LET_STAND)


def look_again(limit: int = 100) -> int:
    """Reopen what was monitored, or let stand with a date, until now; while a newer message of its thread is open,
    tomorrow is soon enough."""
    found = [row for closed_as in _LOOKED_AT_AGAIN for row in _due(closed_as, limit)][:limit]
    for interaction in found:
        try:
            reopen(interaction, by=SYSTEM, reason=_("It was left until today: look again."), is_by_date=True)
        except Conflict:
            _tomorrow(interaction)
    return len(found)


def _due(closed_as: str, limit: int) -> list[Interaction]:
    """One index answers for each."""
    rows = Interaction.objects.filter(closed_as=closed_as, look_again_at__isnull=False)
    return list(rows.filter(look_again_at__lte=timezone.now()).order_by("look_again_at")[:limit])


@transaction.atomic
def _tomorrow(interaction: Interaction) -> None:
    locked = Interaction.objects.locked(interaction.pk)
    locked.look_again_at = timezone.now() + timedelta(days=1)
    locked.save()
    tell("look_postponed", locked, by=SYSTEM)
