"""Taking a page in hand: by compare-and-set under a lease, its attempt written in the same commit.

Nobody's phone rings without end: after ``UNBUNDLED`` messages within a minute to one address, the next goes out
``APART`` later and carries along everything else that is due there.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from audit import faults
from oncall.models import Page, PageAttempt

LEASE_FOR = timedelta(seconds=30)  # longer than any notifier takes
LATELY = timedelta(minutes=1)
UNBUNDLED = 3
APART = timedelta(seconds=4)


@transaction.atomic
def claim(page_id: int, lease: uuid.UUID) -> Page | None:
    """The page, in hand, with all it carries; None when it is not due, or somebody else has it, or it must wait for
    those that went to its address just now. The pages of an acknowledged alert are not open."""
    now = timezone.now()
    page = Page.objects.select_related("alert__brand", "alert__topic", "user", "method__gateway").get(pk=page_id)
    many, last = _tried_lately(page, now)
    is_bundle = many >= UNBUNDLED
    if is_bundle and last + APART > now:
        waiting = Page.objects.filter(pk=page_id, state=Page.State.PENDING, next_attempt_at__lte=now)
        waiting.update(next_attempt_at=last + APART)
        return None
    open_and_due = Page.objects.filter(pk=page_id, state__in=Page.OPEN, next_attempt_at__lte=now)
    leased_until = now + LEASE_FOR
    claimed = open_and_due.update(
        state=Page.State.SENDING, lease=lease, next_attempt_at=leased_until, tried_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return None
    page.attempts += 1
    if is_bundle:
        _carry(page, now)
    faults.reach("page:before_attempt")
    PageAttempt.objects.create(page_id=page_id, lease=lease, started_at=now)
    faults.reach("page:in_claim")
    return page


def _tried_lately(page: Page, now: datetime) -> tuple[int, datetime]:
    """How many other messages went to this address in the last minute, and when the last one did."""
    if page.is_test:
        return 0, now
    others = Page.objects.filter(user=page.user_id, tried_at__gt=now - LATELY).exclude(pk=page.pk)
    here = Q(kind=page.kind, address=page.address)
    lately = others.aggregate(many=Count("pk", filter=here), last=Max("tried_at", filter=here))
    return lately["many"], lately["last"] or now


def _carry(page: Page, now: datetime) -> None:
    """What was never tried and is due at this address, or was put off for the same reason, goes along. What somebody
    else has locked is passed over: waiting for it could be a deadlock."""
    due = Page.objects.filter(
        user=page.user_id,
        kind=page.kind,
        address=page.address,
        state=Page.State.PENDING,
        attempts=0,
        alert__isnull=False,
        next_attempt_at__lte=now + APART,
    ).exclude(pk=page.pk)
    ids = list(due.order_by("pk").select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    Page.objects.filter(pk__in=ids, state=Page.State.PENDING).update(state=Page.State.BUNDLED, carried_by=page.pk)
