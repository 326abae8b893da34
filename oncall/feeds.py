"""What a calendar feed shows: the resolver's shifts, as lines of a calendar."""

import hashlib
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from oncall import ical
from oncall.models import CalendarFeed, Schedule
from oncall.rota import Rota, rotas
from oncall.schedule import Shift, walk

BACK = timedelta(days=7)
AHEAD = timedelta(days=90)


def digest_of(secret: str) -> str:
    """What is kept of a feed's secret. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def calendar_of(feed: CalendarFeed, schedules: QuerySet[Schedule], now: datetime) -> bytes:
    """A week back and three months ahead: one's own shifts, or everybody's of one schedule with its gaps."""
    found = rotas(schedules)
    name = _("On call")
    if feed.schedule_id is not None and found:
        name = f"{name}: {found[0].schedule}"
    lines = [line for rota in found for line in _lines(feed, rota, now)]
    return ical.written(name, sorted(lines, key=lambda line: line.starts_at), now)


def _lines(feed: CalendarFeed, rota: Rota, now: datetime) -> list[ical.Line]:
    since = datetime.combine((now - BACK).astimezone(UTC).date(), time(), UTC)  # the same all day, and so are the uids
    shifts = walk(rota.spec, since, now + AHEAD)
    titled = ((shift, _title(feed, rota, shift)) for shift in shifts)
    return [ical.Line(_uid(rota, shift), shift.starts_at, shift.ends_at, title) for shift, title in titled if title]


def _title(feed: CalendarFeed, rota: Rota, shift: Shift) -> str:
    """Empty for what this feed does not show."""
    if feed.schedule_id is None:
        said = _("On call: %(schedule)s") if feed.user_id in shift.people else ""
    elif shift.people:
        said = ", ".join(str(rota.people[pk]) for pk in shift.people).replace("%", "%%") + ": %(schedule)s"
    else:
        said = _("Nobody on call: %(schedule)s") if shift.is_gap else ""
    return said % {"schedule": rota.schedule}


def _uid(rota: Rota, shift: Shift) -> str:
    host = settings.SITE_URL.partition("://")[2]
    return f"{rota.schedule.pk}-{shift.starts_at:%Y%m%dT%H%M%SZ}@{host}"
