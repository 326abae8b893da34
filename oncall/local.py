"""The clock and the language of a person who may not be signed in."""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone, translation

from accounts.models import User


def zone_of(person: User) -> zoneinfo.ZoneInfo:
    """Their time zone, UTC when it is none we know."""
    try:
        return zoneinfo.ZoneInfo(person.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo("UTC")


@contextmanager
def as_seen_by(person: User) -> Iterator[None]:
    """Times in their zone, words in their language."""
    with timezone.override(zone_of(person)), translation.override(person.language):
        yield
