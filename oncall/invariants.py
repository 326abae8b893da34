"""What must never be, looked for by the engine itself; what can be mended is, and the record says so.

Each of these has its lock or constraint elsewhere. This is for the fault that nobody thought of: a subscriber that was
wired wrongly, a row written by hand, a plan that cannot be read.
"""

import logging
from collections.abc import Callable, Iterator

from django.db.models import Exists, OuterRef
from django.utils import timezone

from audit import outbox
from interactions.models import Flag, Interaction
from oncall import heartbeats
from oncall.actions import mending
from oncall.actions.mending import GRACE
from oncall.models import Alert, AlertFlag, Page

log = logging.getLogger(__name__)
AT_ONCE = 50


def look() -> int:
    """Look once at each; how many findings were mended. One that cannot be mended stops no other."""
    return sum(_mended(mend, pk) for find, mend in CHECKS for pk in list(find()))


def red_without_alert() -> Iterator[int]:
    """P4: about a red flag that nobody has acknowledged somebody is being asked. While the outbox catches up and
    paging lives, what waits there is on its way and not lost."""
    if outbox.is_behind(GRACE) and heartbeats.paging_stands_still_since() is None:
        return
    live = Alert.objects.live().of_red().filter(pk=OuterRef("alert"))
    in_an_alert = AlertFlag.objects.filter(Exists(live), interaction=OuterRef("pk"))
    long_ago = Flag.objects.filter(
        interaction=OuterRef("pk"), level="red", withdrawn_at=None, flagged_at__lt=timezone.now() - GRACE
    )
    silent = Interaction.objects.open().filter(urgency=Interaction.Urgency.RED_UNACKNOWLEDGED)
    silent = silent.filter(Exists(long_ago), ~Exists(in_an_alert))
    yield from silent.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]


def step_that_does_not_come() -> Iterator[int]:
    """A live alert takes its step when it is due."""
    overdue = Alert.objects.live().filter(next_step_at__lt=timezone.now() - GRACE)
    yield from overdue.order_by("next_step_at").values_list("pk", flat=True)[:AT_ONCE]


def page_for_what_somebody_has() -> Iterator[int]:
    """No page of a step waits once its alert is acknowledged or over."""
    waiting = Page.objects.filter(state__in=Page.OPEN, cause=Page.Cause.STEP, alert__isnull=False)
    answered = waiting.exclude(alert__state=Alert.State.LIVE).filter(next_attempt_at__lt=timezone.now())
    yield from answered.order_by("next_attempt_at").values_list("alert_id", flat=True)[:AT_ONCE]


def bundled_with_what_is_over() -> Iterator[int]:
    """A bundled page travels with one that is under way."""
    stranded = Page.objects.filter(state=Page.State.BUNDLED)
    stranded = stranded.exclude(carried_by__state__in=Page.OPEN).exclude(carried_by__sent_at__gt=timezone.now() - GRACE)
    yield from stranded.order_by("carried_by_id").values_list("carried_by_id", flat=True).distinct()[:AT_ONCE]


def mistaken_count() -> Iterator[int]:
    """An alert counts its red flags, or it would be paged again too late when it grows."""
    empty = Alert.objects.unresolved().filter(flag_count=0, raised_at__lt=timezone.now() - GRACE)
    yield from empty.filter(flags__isnull=False).order_by("pk").values_list("pk", flat=True).distinct()[:AT_ONCE]


CHECKS: tuple[tuple[Callable[[], Iterator[int]], Callable[[int], bool]], ...] = (
    (red_without_alert, mending.raise_what_is_silent),
    (step_that_does_not_come, mending.page_everybody),
    (page_for_what_somebody_has, mending.call_off),
    (bundled_with_what_is_over, mending.let_go),
    (mistaken_count, mending.count_again),
)


def _mended(mend: Callable[[int], bool], pk: int) -> bool:
    try:
        is_mended = mend(pk)
    except Exception:
        log.exception("%s of %s failed", mend.__name__, pk)
        return False
    if is_mended:
        log.error("On-call found what must never be, and mended it: %s of %s", mend.__name__, pk)
    return is_mended
