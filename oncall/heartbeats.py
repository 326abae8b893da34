"""Signs of life: of the sweeper, to our own screens, and of all paging, to a watcher outside.

A sweep that hangs or fails is seen by its heartbeat going stale. The watcher outside is a dead-man's switch: it is
pinged as long as paging works, and rings by itself when the ping stays away, which also covers a house without power.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from connectors import http
from oncall.models import Heartbeat

STALE_AFTER = timedelta(seconds=20)
PAGING = ("deliveries", "steps", "pages")  # from a red flag to its page
OUTSIDE = "ping"


def beat(name: str) -> None:
    """Note that this part has just done its work."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})


def is_stale(name: str) -> bool:
    """Whether this part has not been heard of for ``STALE_AFTER``, or never."""
    return not Heartbeat.objects.filter(name=name, beat_at__gt=timezone.now() - STALE_AFTER).exists()


def paging_stands_still_since() -> datetime | None:
    """When a part of paging was last heard of, if that is too long ago; None while all are alive, and where none ever
    was: an installation that has just begun."""
    beats = dict(Heartbeat.objects.filter(name__in=PAGING).values_list("name", "beat_at"))
    oldest = min(beats.values(), default=None)
    return oldest if oldest is not None and timezone.now() - oldest > STALE_AFTER else None


def ping_outside() -> bool:
    """Tell the watcher outside that paging works, if it does. Raises HttpError, which leaves this sweep's heartbeat
    stale as well."""
    if not settings.HEARTBEAT_URL or any(is_stale(name) for name in PAGING):
        return False
    if http.send("GET", settings.HEARTBEAT_URL, redirects=2).is_success:
        beat(OUTSIDE)
        return True
    return False
