"""Signs of life of the sweeper: a sweep that hangs or fails is seen by its heartbeat going stale."""

from datetime import timedelta

from django.utils import timezone

from oncall.models import Heartbeat

STALE_AFTER = timedelta(seconds=20)


def beat(name: str) -> None:
    """Note that this part has just done its work."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": timezone.now()})


def is_stale(name: str) -> bool:
    """Whether this part has not been heard of for ``STALE_AFTER``, or never."""
    return not Heartbeat.objects.filter(name=name, beat_at__gt=timezone.now() - STALE_AFTER).exists()
