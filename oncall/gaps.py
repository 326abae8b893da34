"""Where nobody is on call, and to whom red flags go meanwhile, in words. One way of saying it for every screen, for the
page that saves a schedule, and for notices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from oncall.fallback import fallbacks
from oncall.models import Schedule
from oncall.rota import Rota
from oncall.schedule import gaps_between

AHEAD = timedelta(days=14)
HORIZON = timedelta(days=35)
MOST_NAMES = 3


@dataclass(frozen=True)
class Gap:
    """Nobody is on call although somebody has to be; ``ends_at`` None when no end is in sight. ``instead``: who is
    paged meanwhile."""

    schedule: Schedule
    starts_at: datetime
    ends_at: datetime | None
    instead: tuple[User, ...]

    @property
    def when(self) -> str:
        """“on Saturday 21 November, 09:00 to 21:00”, in the reader's zone."""
        start = timezone.localtime(self.starts_at)
        if self.ends_at is None:
            return _("from %(start)s on, and no end is in sight") % {"start": _moment(start)}
        end = timezone.localtime(self.ends_at)
        if start.date() == end.date():
            return _("on %(day)s, %(start)s to %(end)s") % {
                "day": date_format(start, "l j M"),
                "start": date_format(start, "H:i"),
                "end": date_format(end, "H:i"),
            }
        return _("from %(start)s to %(end)s") % {"start": _moment(start), "end": _moment(end)}

    @property
    def nobody(self) -> str:
        return _("Nobody is on call for %(schedule)s %(when)s.") % {"schedule": self.schedule, "when": self.when}

    @property
    def meanwhile(self) -> str:
        """Who is paged then, by name while they are few."""
        if not self.instead:
            return _("Red flags in that time reach nobody.")
        if len(self.instead) > MOST_NAMES:
            return _("Red flags in that time go to everybody of the last resort by the fallback rule.")
        names = ", ".join(str(person) for person in self.instead)
        return _("Red flags in that time go to %(names)s by the fallback rule.") % {"names": names}

    def __str__(self) -> str:
        return f"{self.nobody} {self.meanwhile}"


def gaps_of(rotas: Iterable[Rota], now: datetime, ahead: timedelta = AHEAD) -> list[Gap]:
    """The gaps that begin within ``ahead``, soonest first."""
    found = [
        (rota.schedule, span.starts_at, span.ends_at if span.ends_at < now + HORIZON else None)
        for rota in rotas
        for span in gaps_between(rota.spec, now, now + HORIZON)
        if span.starts_at < now + ahead
    ]
    instead = fallbacks((schedule, starts_at) for schedule, starts_at, _ends_at in found)
    gaps = [Gap(schedule, start, end, instead[(schedule.pk, start)]) for schedule, start, end in found]
    return sorted(gaps, key=lambda gap: (gap.starts_at, gap.schedule.pk))


def _moment(local: datetime) -> str:
    return date_format(local, "D j M, H:i")
