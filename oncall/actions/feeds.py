"""Opening one's shifts, or those of a schedule, to a calendar program; and closing them again."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Conflict, Invalid
from audit.record import record
from oncall.feeds import digest_of
from oncall.models import CalendarFeed, Schedule

AT_MOST = 10


@transaction.atomic
def open_feed(schedule: Schedule | None, *, by: User) -> tuple[CalendarFeed, str]:
    """A feed of one's own shifts, or of a schedule one sees, and its secret: shown this once. Raises Invalid."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if CalendarFeed.objects.filter(user=by, revoked_at=None).count() >= AT_MOST:
        raise Invalid(_("Ten calendar feeds are enough. Revoke one first."))
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(user=by, schedule=schedule, digest=digest_of(secret), created_at=timezone.now())
    _tell("feed_opened", feed, by)
    return feed, secret


@transaction.atomic
def revoke_feed(feed: CalendarFeed, *, by: User) -> None:
    """Whoever has the address finds nothing there any more. Raises Conflict when it is revoked already."""
    if not CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise Conflict(_("This feed is revoked already."))
    _tell("feed_revoked", feed, by)


def _tell(name: str, feed: CalendarFeed, by: User) -> None:
    brand = feed.schedule.brand_id if feed.schedule else None
    facts = {"user": feed.user_id, "schedule": feed.schedule_id}
    record(f"oncall.{name}", by=by, subject=feed, brand=brand, facts=facts)
