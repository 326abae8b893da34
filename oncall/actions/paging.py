"""Pages as rows: planned once, noted when they went out or did not."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.models import User
from audit.nudge import nudge
from audit.record import record
from oncall.models import Alert, ContactMethod, Page, PageAttempt
from oncall.policy import Plan

TRIES = 5
FIRST_WAIT = 2  # seconds; then 4, 8, 16


def plan_pages(alert: Alert, user_ids: Iterable[int]) -> None:
    """One page for each verified method of each person, due now; planning the same step again inserts nothing."""
    now = timezone.now()
    urgency = "late" if alert.is_late else "now"
    pages = [
        Page(
            key=f"{alert.pk}:{alert.round}:{alert.step}:{user.pk}:{method.kind}{method.pk or ''}:{urgency}",
            alert=alert,
            user=user,
            method=method if method.pk else None,
            kind=method.kind,
            address=method.address,
            round=alert.round,
            step=alert.step,
            next_attempt_at=now,
            created_at=now,
        )
        for user, methods in ways_to_reach(user_ids)
        for method in methods
    ]
    Page.objects.bulk_create(pages, ignore_conflicts=True)


def ways_to_reach(user_ids: Iterable[int]) -> list[tuple[User, list[ContactMethod]]]:
    """How these people are paged: by every verified method, or else at the address they sign in with."""
    ids = list(user_ids)
    verified: dict[int, list[ContactMethod]] = defaultdict(list)
    for method in ContactMethod.objects.filter(user__in=ids, is_verified=True):
        verified[method.user_id].append(method)
    people = User.objects.in_bulk(ids)
    return [(people[pk], verified[pk] or [sign_in_address(people[pk])]) for pk in ids if pk in people]


def sign_in_address(user: User) -> ContactMethod:
    """The address that everybody has; it has no row."""
    return ContactMethod(user=user, kind=ContactMethod.Kind.EMAIL, address=user.email, is_verified=True)


def send_after_commit(pages: Iterable[Page]) -> None:
    """Nudge the fast path, one task a channel: for pages planned by a person's request, which sends none itself.
    Whatever the nudge misses the sweep finds due."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for page in pages:
        by_kind[page.kind].append(page.pk)

    def after_commit() -> None:
        for ids in by_kind.values():
            nudge("oncall.tasks.send_pages", ids, queue="pages")

    transaction.on_commit(after_commit, robust=True)


@transaction.atomic
def note_sent(page: Page, lease: uuid.UUID) -> None:
    """The other side accepted it. True even when the alert was acknowledged meanwhile: it did go out."""
    now = timezone.now()
    PageAttempt.objects.filter(lease=lease).update(outcome=PageAttempt.Outcome.ACCEPTED, ended_at=now)
    mine = Page.objects.filter(pk=page.pk, lease=lease)
    if not mine.update(state=Page.State.SENT, lease=None, sent_at=now, last_error=""):
        return
    if page.is_test and page.kind == ContactMethod.Kind.WEBHOOK and page.method is not None:
        ContactMethod.objects.filter(pk=page.method.pk).update(is_verified=True)
    _tell("page_sent", page)


@transaction.atomic
def note_failed(page: Page, lease: uuid.UUID, error: str, *, is_final: bool) -> None:
    """It did not go through: wait longer each time, and after the last try let the next step come now."""
    alert = Alert.objects.locked(page.alert.pk) if page.alert is not None else None
    now = timezone.now()
    outcome = PageAttempt.Outcome.REFUSED if is_final else PageAttempt.Outcome.FAILED
    PageAttempt.objects.filter(lease=lease).update(outcome=outcome, ended_at=now, error=error[:300])
    mine = Page.objects.filter(pk=page.pk, lease=lease, state=Page.State.SENDING)
    if not is_final and page.attempts < TRIES:
        mine.update(state=Page.State.PENDING, lease=None, next_attempt_at=_later(page, now), last_error=error[:300])
        return
    if mine.update(state=Page.State.FAILED, lease=None, last_error=error[:300]):
        _tell("page_failed", page)
        if alert is not None:
            _hurry(alert, page)


def _later(page: Page, now: datetime) -> datetime:
    return now + timedelta(seconds=FIRST_WAIT << (page.attempts - 1))


def _hurry(alert: Alert, page: Page) -> None:
    """When no method of anybody in this step is left, the next step is due now. The last step keeps its wait: a mail
    server that is down must not make the rounds race."""
    if not alert.is_live or (alert.round, alert.step) != (page.round, page.step):
        return
    hopeful = [*Page.OPEN, Page.State.SENT]
    if alert.pages.filter(round=page.round, step=page.step, state__in=hopeful).exists():
        return
    if alert.step < len(Plan.from_json(alert.plan).steps):
        alert.next_step_at = timezone.now()
        alert.save(update_fields=["next_step_at"])


def _tell(name: str, page: Page) -> None:
    facts = {"alert": page.alert_id, "user": page.user_id, "kind": page.kind, "attempts": page.attempts}
    brand = page.alert.brand_id if page.alert else None
    record(f"oncall.{name}", by=SYSTEM, subject=page, brand=brand, facts=facts)
