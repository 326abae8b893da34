"""Clocks of people: a zone by its name, and the morning there."""

import zoneinfo
from datetime import datetime, time, timedelta
from functools import cache

MORNING = time(8)
REGIONS = (
    *("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/"),
    *("Australia/", "Europe/", "Indian/", "Pacific/"),
)


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


def zone_names(own: str) -> list[str]:
    """UTC and the zones of the regions by name, to choose from; ``own`` among them, if it is one at all."""
    names = _regional_names()
    is_extra = own not in names and zone_named(own).key == own
    return [*names, own] if is_extra else names


@cache
def _regional_names() -> list[str]:
    return ["UTC", *sorted(name for name in zoneinfo.available_timezones() if name.startswith(REGIONS))]
