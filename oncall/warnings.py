"""A gap is never saved unnoticed."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from oncall.models import Schedule
from oncall.rota import specs
from oncall.schedule import gaps_between

LOOK_AHEAD = timedelta(days=28)


def warn_of_gaps(request: HttpRequest, schedule: Schedule) -> None:
    """Say when nobody is on call in the next four weeks."""
    now = timezone.now()
    for gap in gaps_between(specs([schedule.pk])[schedule.pk], now, now + LOOK_AHEAD):
        span = {"schedule": schedule, "start": _moment(gap.starts_at), "end": _moment(gap.ends_at)}
        if gap.ends_at < now + LOOK_AHEAD:
            messages.warning(request, _("%(schedule)s has nobody from %(start)s to %(end)s.") % span)
        else:
            messages.warning(request, _("%(schedule)s has nobody from %(start)s on.") % span)


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "D j M, H:i")
