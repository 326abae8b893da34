"""Saying that one reads a draft. No event: like what is being typed, it changes no case."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from approvals import checks
from approvals.models import Reading
from interactions.models import Draft

LEASE = timedelta(seconds=45)  # three times as long as an open page waits before it says so again


@transaction.atomic
def read(draft: Draft, *, by: User) -> Reading:
    """Take the lease on this draft, or renew one’s own. Returns whoever holds it: another keeps it while they read.

    Raises NotAllowed, Conflict for a draft that this person may not decide on.
    """
    checks.check_may_review(draft.interaction, draft, by)
    now = timezone.now()
    fresh = {"by": by, "until": now + LEASE}
    held, is_new = Reading.objects.select_for_update().get_or_create(draft=draft, defaults=fresh)
    if not is_new and (held.by_id == by.pk or held.until <= now):
        held.by, held.until = by, now + LEASE
        held.save()
    return held
