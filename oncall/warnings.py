"""A gap is never saved unnoticed."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from oncall.gaps import HORIZON, gaps_of
from oncall.models import Schedule
from oncall.rota import rota_of

SAID_ONE_BY_ONE = 5


def warn_of_gaps(request: HttpRequest, schedule: Schedule) -> None:
    """Say when nobody is on call in the next five weeks, and to whom red flags go then."""
    gaps = gaps_of([rota_of(schedule)], timezone.now(), HORIZON)
    for gap in gaps[:SAID_ONE_BY_ONE]:
        messages.warning(request, str(gap))
    if (more := len(gaps) - SAID_ONE_BY_ONE) > 0:
        text = ngettext("And %(count)d gap more within five weeks.", "And %(count)d gaps more within five weeks.", more)
        messages.warning(request, text % {"count": more})
