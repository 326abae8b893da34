"""Times and lengths of time as people read them. Pure: the moment called now is always handed in."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as dated
from django.utils.translation import get_language
from django.utils.translation import gettext as _

SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def length(span: timedelta) -> str:
    """The two largest parts: 3d 4h, 2h 9m, 8m, 27s."""
    span = abs(span)
    if span >= DAY:
        return _two(span, DAY, "d", HOUR, "h")
    if span >= HOUR:
        return _two(span, HOUR, "h", MINUTE, "m")
    if span >= MINUTE:
        return f"{span // MINUTE}m"
    return f"{span // SECOND}s"


def exact_length(span: timedelta) -> str:
    """To the second, for records: 5 m 27 s, 1 h 0 m 3 s."""
    hours, rest = divmod(abs(span), HOUR)
    minutes, rest = divmod(rest, MINUTE)
    parts = [f"{hours} h"] if hours else []
    if hours or minutes:
        parts.append(f"{minutes} m")
    return " ".join([*parts, f"{rest // SECOND} s"])


def ticking(span: timedelta) -> str:
    """Minutes and seconds left, as a count-down writes them: 0:48."""
    span = max(span, timedelta())
    return f"{span // MINUTE}:{span % MINUTE // SECOND:02d}"


def age(moment: datetime, now: datetime) -> str:
    """Relative up to 24 hours, by one part only; the date beyond."""
    gone = now - moment
    if abs(gone) >= DAY:
        return day(moment, now)
    if abs(gone) < MINUTE:
        return _("now")
    short = f"{abs(gone) // HOUR}h" if abs(gone) >= HOUR else f"{abs(gone) // MINUTE}m"
    return short if gone > timedelta() else _("in %(span)s") % {"span": short}


def day(moment: datetime, now: datetime) -> str:
    """The date in the reader's zone, with its year when it is not this year."""
    here, today = timezone.localtime(moment), timezone.localtime(now)
    return _dated(here.date(), "j M" if here.year == today.year else "j M Y", get_language())


def clock(moment: datetime, now: datetime) -> str:
    """The clock alone today, with weekday and date on other days, in the reader's zone."""
    here, today = timezone.localtime(moment), timezone.localtime(now)
    if here.date() == today.date():
        return f"{here:%H:%M}"
    words = _dated(here.date(), "D j M" if here.year == today.year else "D j M Y", get_language())
    return f"{words}, {here:%H:%M}"


def in_full(moment: datetime) -> str:
    """Everything, with the zone's name."""
    here = timezone.localtime(moment)
    return f"{_dated(here.date(), 'D j M Y', get_language())}, {here:%H:%M} {here.tzname()}"


@lru_cache(maxsize=1024)
def _dated(on: date, form: str, _language: str | None) -> str:
    """A list shows few days many times; writing a date out costs more than the rest of its row's times."""
    return dated(on, form)


def _two(span: timedelta, large: timedelta, large_sign: str, small: timedelta, small_sign: str) -> str:
    whole, rest = divmod(span, large)
    part = rest // small
    return f"{whole}{large_sign} {part}{small_sign}" if part else f"{whole}{large_sign}"
