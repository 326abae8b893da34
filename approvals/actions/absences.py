"""Being away: who is asked in one's place."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from approvals import checks
from approvals.models import Absence, Turn
from audit.record import record


@transaction.atomic
def be_away(*, by: User, starts_at: datetime, ends_at: datetime, deputy: User | None = None) -> Absence:
    """Have what is asked of oneself by name asked of a deputy meanwhile; without one, of everybody of the team.

    Raises NotAllowed for who signs nothing, Invalid for times that are over or turned round, for a deputy who could
    sign none of it, and for a second absence at the same time.
    """
    # One absence after the other. No stronger: a hand-over holds the turn, and its notice refers to the person.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    now = timezone.now()
    checks.check_absence(by, starts_at, ends_at, deputy, now)
    absence = Absence.objects.create(user=by, deputy=deputy, starts_at=starts_at, ends_at=ends_at, created_at=now)
    if starts_at <= now:  # the clock passes on what waits for them already
        Turn.objects.filter(asked=by, next_at__gt=now).update(next_at=now)
    facts = {"deputy": deputy.pk if deputy else None, "from": starts_at.isoformat(), "until": ends_at.isoformat()}
    record("approvals.absence_set", by=by, subject=absence, brand=None, facts=facts)
    return absence


@transaction.atomic
def come_back(absence: Absence, *, by: User) -> Absence:
    """Back already, or not going after all. What was passed on stays with the deputy. Raises NotAllowed, Conflict."""
    fresh = Absence.objects.select_for_update().get(pk=absence.pk)
    now = timezone.now()
    checks.check_may_come_back(fresh, by, now)
    fresh.ends_at = max(now, fresh.starts_at)
    fresh.save()
    record("approvals.absence_ended", by=by, subject=fresh, brand=None)
    return fresh
