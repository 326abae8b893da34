"""Putting something off until a date. It stays open: the date, or its author, brings it back (P9)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM, Actor
from accounts.refusals import Invalid
from interactions import checks
from interactions.actions.lines import tell
from interactions.models import Interaction

LONGEST = timedelta(days=90)


@transaction.atomic
def snooze(
    interaction: Interaction, *, by: Actor, until: datetime, reason: str = "", awaits_customer: bool = False
) -> Interaction:
    """Out of the queues until then. ``awaits_customer``: the clock of the answer stands still meanwhile; else a date
    after the answer is due needs a reason. Red is never put off. A second date takes the place of the first.
    Raises NotAllowed, Conflict, Invalid."""
    locked = Interaction.objects.locked(interaction.pk)
    checks.check_may(by, "close", locked)
    checks.check_snoozable(locked)
    now = timezone.now()
    if not now < until <= now + LONGEST:
        raise Invalid(_("Choose a time in the next %(days)d days.") % {"days": LONGEST.days})
    if until > locked.due_at and not awaits_customer and not reason.strip():
        raise Invalid(_("The answer is due before that: say why it may wait. The reason is kept."))
    locked.wake(now)
    locked.snoozed_at, locked.snoozed_until, locked.awaits_customer = now, until, awaits_customer
    locked.save()
    facts = {"until": until.isoformat(), "awaits_customer": awaits_customer}
    tell("snoozed", locked, by=by, **facts, details={"reason": reason} if reason else None)
    return locked


@transaction.atomic
def wake(interaction: Interaction, *, by: Actor) -> Interaction:
    """Back into the queues now. Doing it twice changes nothing. Raises NotAllowed."""
    locked = Interaction.objects.locked(interaction.pk)
    checks.check_may(by, "close", locked)
    if locked.snoozed_until is None:
        return locked
    locked.wake(timezone.now())
    locked.save()
    tell("woken", locked, by=by, why="person")
    return locked


def wake_due(limit: int = 100) -> int:
    """Bring back what was put off until now, the longest due first; how many came."""
    due = Interaction.objects.filter(snoozed_until__lte=timezone.now()).order_by("snoozed_until")
    return sum(_wake_by_date(pk) for pk in list(due.values_list("pk", flat=True)[:limit]))


@transaction.atomic
def _wake_by_date(pk: int) -> bool:
    """False where somebody was quicker, or put it off once more."""
    locked = Interaction.objects.locked(pk)
    now = timezone.now()
    if locked.snoozed_until is None or locked.snoozed_until > now:
        return False
    locked.wake(now)
    locked.came_back_at = now
    locked.save()
    tell("woken", locked, by=SYSTEM, why="date")
    return True
