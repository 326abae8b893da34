"""What became of a page that was tried: it went out with all it carries, is tried again, or the next way is due now."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from audit.record import record
from oncall.actions.paging import set_free
from oncall.models import Alert, ContactMethod, Page, PageAttempt
from oncall.policy import Plan

TRIES = 5
FIRST_WAIT = 2  # seconds; then 4, 8, 16


@transaction.atomic
def note_sent(page: Page, lease: uuid.UUID, receipt: str = "") -> None:
    """The other side accepted it. True even when the alert was acknowledged meanwhile: it did go out."""
    now = timezone.now()
    PageAttempt.objects.filter(lease=lease).update(outcome=PageAttempt.Outcome.ACCEPTED, ended_at=now)
    mine = Page.objects.filter(pk=page.pk, lease=lease)
    if not mine.update(state=Page.State.SENT, lease=None, sent_at=now, last_error="", receipt=receipt[:200]):
        return
    if page.is_test and page.kind == ContactMethod.Kind.WEBHOOK and page.method is not None:
        ContactMethod.objects.filter(pk=page.method.pk).update(is_verified=True)
    carried = Page.objects.filter(carried_by=page.pk, state=Page.State.BUNDLED)
    _tell("page_sent", page, carried=carried.update(state=Page.State.SENT, sent_at=now))


@transaction.atomic
def note_failed(page: Page, lease: uuid.UUID, error: str, *, is_final: bool, is_gone: bool = False) -> None:
    """It did not go through: wait longer each time, and after the last try let the person's next method, and when there
    is none the next step, come now. A method whose address is gone is switched off."""
    alert = Alert.objects.locked(page.alert.pk) if page.alert is not None else None
    now = timezone.now()
    outcome = PageAttempt.Outcome.REFUSED if is_final else PageAttempt.Outcome.FAILED
    PageAttempt.objects.filter(lease=lease).update(outcome=outcome, ended_at=now, error=error[:300])
    mine = Page.objects.filter(pk=page.pk, lease=lease, state=Page.State.SENDING)
    if not is_final and page.attempts < TRIES:
        mine.update(state=Page.State.PENDING, lease=None, next_attempt_at=_later(page, now), last_error=error[:300])
        return
    if mine.update(state=Page.State.FAILED, lease=None, last_error=error[:300]):
        set_free([page.pk])
        _tell("page_failed", page)
        if is_gone:
            _switch_off(page)
        if alert is not None:
            _fall_back(alert, page)


def _switch_off(page: Page) -> None:
    """Pages go by the person's other methods, or by the mail they sign in with, until they confirm it anew."""
    method = page.method
    if method is None or not ContactMethod.objects.filter(pk=method.pk, is_verified=True).update(is_verified=False):
        return
    facts = {"user": page.user_id, "kind": page.kind}
    record("oncall.method_switched_off", by=SYSTEM, subject=method, brand=None, facts=facts)


def _later(page: Page, now: datetime) -> datetime:
    return now + timedelta(seconds=FIRST_WAIT << (page.attempts - 1))


def _fall_back(alert: Alert, page: Page) -> None:
    """To the method that this person is to be reached by next, now. When no method of anybody in this step is left,
    the next step is due now. The last step keeps its wait: a mail server that is down must not make the rounds race."""
    of_step = alert.pages.filter(round=page.round, step=page.step)
    waiting = of_step.filter(user=page.user, state=Page.State.PENDING, attempts=0, next_attempt_at__gt=timezone.now())
    if following := waiting.order_by("next_attempt_at", "pk").first():
        alert.pages.filter(pk=following.pk).update(next_attempt_at=timezone.now())
        return
    if not alert.is_live or (alert.round, alert.step) != (page.round, page.step):
        return
    if of_step.filter(state__in=[*Page.UNSENT, Page.State.SENT]).exists():
        return
    if alert.step < len(Plan.from_json(alert.plan).steps):
        alert.next_step_at = timezone.now()
        alert.save(update_fields=["next_step_at"])


def _tell(name: str, page: Page, **more: object) -> None:
    facts = {"alert": page.alert_id, "user": page.user_id, "kind": page.kind, "attempts": page.attempts}
    brand = page.alert.brand_id if page.alert else None
    record(f"oncall.{name}", by=SYSTEM, subject=page, brand=brand, facts=facts | more)
