"""Before a shift begins its person is told and sent a test page; one that is not confirmed is said to who can act."""

from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from accounts.models import User
from accounts.notices import notify
from accounts.refusals import Conflict
from accounts.rights import people_with
from audit.record import record
from oncall.actions.overriding import BOARD
from oncall.actions.paging import send_after_commit, ways_to_reach
from oncall.local import as_seen_by
from oncall.models import Page, Schedule, ShiftStart
from oncall.rota import Rota, rotas
from oncall.schedule import walk

BEFORE = timedelta(hours=1)
LATE_BY = timedelta(minutes=10)  # an override that begins at once, a sweep that was late
GIVEN_UP_AFTER = timedelta(days=1)

BEGINS = gettext_lazy("Your shift for %(schedule)s begins %(from)s. Confirm that the test page reached you.")
UNCONFIRMED = gettext_lazy(
    "%(name)s is on call for %(schedule)s since %(from)s and has not confirmed the test page. Call them."
)


def announce() -> int:
    """Tell everybody whose shift begins within the hour, once a shift; how many were told."""
    now = timezone.now()
    found = [each for rota in rotas(Schedule.objects.select_related("brand")) for each in _newcomers(rota, now)]
    return sum(_announce(schedule, person, starts_at) for schedule, person, starts_at in found)


def chase() -> int:
    """Tell who manages on-call of everybody whose shift began without a confirmed test page, once; how many."""
    now = timezone.now()
    late = ShiftStart.objects.filter(
        confirmed_at=None, chased_at=None, starts_at__lte=now, starts_at__gt=now - GIVEN_UP_AFTER
    )
    return sum(_chase(start) for start in late.select_related("schedule__brand", "user"))


@transaction.atomic
def confirm_shift(start: ShiftStart, *, by: User) -> None:
    """“It arrived”. Raises Conflict when that was said already."""
    if not ShiftStart.objects.filter(pk=start.pk, user=by, confirmed_at=None).update(confirmed_at=timezone.now()):
        raise Conflict(_("This was confirmed already."))
    facts = {"schedule": start.schedule_id, "from": start.starts_at.isoformat()}
    brand = start.schedule.brand_id
    record("oncall.shift_confirmed", by=by, subject=start, brand=brand, facts=facts)


def _newcomers(rota: Rota, now: datetime) -> list[tuple[Schedule, User, datetime]]:
    """Who is on call from a moment on, and was not just before it."""
    shifts = list(walk(rota.spec, now - LATE_BY, now + BEFORE))
    return [
        (rota.schedule, rota.people[pk], following.starts_at)
        for shift, following in pairwise(shifts)
        for pk in following.people
        if pk not in shift.people
    ]


@transaction.atomic
def _announce(schedule: Schedule, person: User, starts_at: datetime) -> bool:
    now = timezone.now()
    start, is_new = ShiftStart.objects.get_or_create(
        schedule=schedule, user=person, starts_at=starts_at, defaults={"told_at": now}
    )
    if not is_new:
        return False
    _tell(person, "shift-begins", BEGINS, start)
    pages = [
        Page(
            key=f"shift:{start.pk}:{method.kind}{method.pk or ''}",
            user=person,
            method=method if method.pk else None,
            kind=method.kind,
            address=method.address,
            next_attempt_at=now,
            created_at=now,
        )
        for way in ways_to_reach([person.pk])
        for method in way.methods
    ]
    send_after_commit(Page.objects.bulk_create(pages))
    return True


@transaction.atomic
def _chase(start: ShiftStart) -> bool:
    open_ = ShiftStart.objects.filter(pk=start.pk, confirmed_at=None, chased_at=None)
    if not open_.update(chased_at=timezone.now()):
        return False
    for person in people_with("manage_oncall", start.schedule.brand).exclude(pk=start.user_id):
        _tell(person, "shift-unconfirmed", UNCONFIRMED, start)
    return True


def _tell(person: User, kind: str, sentence: StrPromise, start: ShiftStart) -> None:
    schedule = start.schedule
    with as_seen_by(person):
        local = date_format(timezone.localtime(start.starts_at), "D j M, H:i")
        text = sentence % {"schedule": schedule, "name": start.user, "from": local}
    notify(person, kind=kind, text=text, url=BOARD, key=f"{kind}:{start.pk}", brand=schedule.brand)
