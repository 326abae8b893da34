"""The engine under paging: finds in the database what is due, and does it. Needs neither Redis nor memory of its own.

A page is claimed by compare-and-set under a lease, its attempt is written in the same commit, then comes the call, then
its outcome is noted. Killed anywhere in between, the lease falls due and another engine goes on from the rows.
"""

import logging
import uuid
from collections.abc import Callable

from django.db.models import QuerySet
from django.utils import timezone

from audit import faults
from oncall import lanes, notifiers
from oncall.actions.escalating import escalate
from oncall.actions.noting import note_failed, note_sent
from oncall.claims import claim
from oncall.models import Alert, Page
from oncall.notifiers.message import Gone, NotAccepted, Refused
from oncall.wording import message_for

log = logging.getLogger(__name__)
STEPS_AT_ONCE = 100
PAGES_AT_ONCE = 200

HandTo = Callable[[str, Callable[[int], object], int], None]


def sweep(hand_to: HandTo = lanes.hand_to) -> int:
    """Take every step that is due and hand every page that is due to its channel; how many of both."""
    return sweep_steps(hand_to) + sweep_pages(hand_to)


def sweep_steps(hand_to: HandTo = lanes.hand_to) -> int:
    """Take the steps that are due and hand out their pages. One alert that fails holds up no other."""
    due = Alert.objects.live().filter(next_step_at__lte=timezone.now()).order_by("next_step_at")
    return sum(_escalate(pk, hand_to) for pk in list(due.values_list("pk", flat=True)[:STEPS_AT_ONCE]))


def sweep_pages(hand_to: HandTo = lanes.hand_to) -> int:
    """Hand out the pages that are due: what a nudge missed, what failed, what a dead worker left."""
    return _hand_out(Page.objects.all(), hand_to)


def send_pages_of(alert_id: int, hand_to: HandTo) -> int:
    """Hand out what was just planned for this alert: a worker or sweeper that planned a page sends it too, which is
    sooner than to tell another one. Call it after the commit; whatever a death in between leaves the sweep finds."""
    return _hand_out(Page.objects.filter(alert=alert_id), hand_to)


def _hand_out(pages: QuerySet[Page], hand_to: HandTo) -> int:
    due = pages.filter(state__in=Page.OPEN, next_attempt_at__lte=timezone.now()).order_by("next_attempt_at", "pk")
    found = list(due.values_list("kind", "pk")[:PAGES_AT_ONCE])
    for kind, pk in found:
        hand_to(kind, send, pk)
    return len(found)


def send(page_id: int) -> bool:
    """Send one page, if it is due and nobody else has it. True when the other side accepted it."""
    faults.reach("page:before_claim")
    lease = uuid.uuid4()
    page = claim(page_id, lease)
    if page is None:
        return False
    faults.reach("page:after_claim")
    try:
        receipt = notifiers.send(message_for(page))
    except NotAccepted as error:
        note_failed(page, lease, str(error), is_final=isinstance(error, Refused), is_gone=isinstance(error, Gone))
        return False
    except Exception as error:
        log.exception("Page %s could not be sent", page.key)
        note_failed(page, lease, type(error).__name__, is_final=False)
        return False
    faults.reach("page:after_send")
    note_sent(page, lease, receipt)
    faults.reach("page:after_mark")
    return True


def _escalate(alert_id: int, hand_to: HandTo) -> bool:
    faults.reach("page:before_step")
    try:
        is_taken = escalate(alert_id)
    except Exception:
        log.exception("The next step of alert %s could not be taken", alert_id)
        return False
    if is_taken:
        send_pages_of(alert_id, hand_to)
    return is_taken
