"""Clocks of people: a zone by its name, and the morning there."""

import zoneinfo
from datetime import datetime, time, timedelta

MORNING = time(8)


def zone_named(name: str) -> zoneinfo.ZoneInfo:
    """The zone, or UTC where this machine knows none of that name."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return zoneinfo.ZoneInfo("UTC")


def next_morning(now: datetime, zone_name: str) -> datetime:
    """The next eight o'clock on the wall of that zone, strictly after ``now``."""
    zone = zone_named(zone_name)
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), MORNING, zone)
    return today if today > local else datetime.combine(local.date() + timedelta(days=1), MORNING, zone)
