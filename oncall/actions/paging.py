"""Pages as rows: planned once, for each way in which a person is reached, each at its time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.nudge import nudge
from oncall.local import zone_of
from oncall.models import Alert, ContactMethod, Page, QuietHours
from oncall.policy import DEFERRED_AT_MOST, Urgency
from oncall.reaching import Quiet, begins_at, due_times


@dataclass(frozen=True)
class Way:
    """A person, how they are reached in the order of their rules, and when they are left alone by what can wait."""

    user: User
    methods: list[ContactMethod]
    quiet: Quiet | None


def plan_pages(alert: Alert, user_ids: Iterable[int], *, cause: str = Page.Cause.STEP) -> datetime:
    """One page for each verified method of each person, due as their rules say; planning the same again inserts
    nothing. Returns when the first of them is due."""
    now = timezone.now()
    pages = [page for way in ways_to_reach(user_ids) for page in _pages(alert, way, now, cause)]
    Page.objects.bulk_create(pages, ignore_conflicts=True)
    return min((page.next_attempt_at for page in pages), default=now)


def _pages(alert: Alert, way: Way, now: datetime, cause: str) -> list[Page]:
    can_wait = alert.urgency < Urgency.AT_ONCE
    starts_at = begins_at(now, way.quiet, alert.raised_at + DEFERRED_AT_MOST) if can_wait else now
    due = due_times([method.wait_for for method in way.methods], starts_at)
    urgency = Urgency(alert.urgency).name.lower()
    about = f"{alert.pk}:{alert.round}:{alert.step}:{way.user.pk}"
    return [
        Page(
            key=f"{about}:{method.kind}{method.pk or ''}:{urgency}{alert.swells or ''}",
            alert=alert,
            user=way.user,
            method=method if method.pk else None,
            kind=method.kind,
            address=method.address,
            round=alert.round,
            step=alert.step,
            cause=cause,
            next_attempt_at=due_at,
            created_at=now,
        )
        for method, due_at in zip(way.methods, due, strict=True)
    ]


def ways_to_reach(user_ids: Iterable[int]) -> list[Way]:
    """How these people are paged: by every verified method, or else at the address they sign in with."""
    ids = list(user_ids)
    verified: dict[int, list[ContactMethod]] = defaultdict(list)
    for method in ContactMethod.objects.filter(user__in=ids, is_verified=True).order_by("wait_for", "pk"):
        verified[method.user_id].append(method)
    people = User.objects.select_related("quiet_hours").in_bulk(ids)
    return [
        Way(people[pk], verified[pk] or [sign_in_address(people[pk])], _quiet(people[pk])) for pk in ids if pk in people
    ]


def sign_in_address(user: User) -> ContactMethod:
    """The address that everybody has; it has no row."""
    return ContactMethod(user=user, kind=ContactMethod.Kind.EMAIL, address=user.email, is_verified=True)


def cancel(alert: Alert, **whose: object) -> None:
    """Its pages that have not left will not. What travels with them to the same address goes on its own."""
    unsent = alert.pages.filter(state__in=Page.UNSENT, **whose).order_by("pk")
    ids = list(unsent.select_for_update().values_list("pk", flat=True))
    if not ids:
        return
    Page.objects.filter(pk__in=ids).update(state=Page.State.CANCELLED)
    set_free(ids)


def set_free(carriers: list[int]) -> None:
    """What was bundled with these pages is due now, each by itself."""
    carried = Page.objects.filter(carried_by__in=carriers, state=Page.State.BUNDLED)
    carried.update(state=Page.State.PENDING, carried_by=None, next_attempt_at=timezone.now())


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


def _quiet(user: User) -> Quiet | None:
    try:
        hours = user.quiet_hours
    except QuietHours.DoesNotExist:
        return None
    return Quiet(hours.starts_at, hours.ends_at, zone_of(user))
