"""Shifts to choose from in a form, and how they are called."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from oncall.rota import Rota
from oncall.schedule import Shift, walk
from oncall.wallclock import Span

BACK = timedelta(days=32)
AHEAD = timedelta(days=42)


def coming_shifts(rota: Rota, now: datetime) -> list[Shift]:
    """Those that are not over and end in sight. One that runs is shown from its true beginning, so that it is called
    the same as a minute ago."""
    shifts = walk(rota.spec, now - BACK, now + AHEAD)
    return [shift for shift in shifts if shift.people and now < shift.ends_at < now + AHEAD]


def spoken(span: Span) -> str:
    """A shift's name in a form."""
    return f"{span.starts_at:%Y%m%dT%H%M}-{span.ends_at:%Y%m%dT%H%M}"


def said(span: Span) -> str:
    """In the reader's zone."""
    start, end = timezone.localtime(span.starts_at), timezone.localtime(span.ends_at)
    return f"{date_format(start, 'D j M, H:i')} – {date_format(end, 'D j M, H:i')}"
