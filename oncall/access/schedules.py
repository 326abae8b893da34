"""Schedules: who is on call is no secret within a brand."""

from datetime import timedelta

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from accounts.rights import check_can
from oncall.access.brands import Person, visible_brands
from oncall.feeds import digest_of
from oncall.models import CalendarFeed, CoverRequest, Layer, Override, Schedule, ShiftStart
from oncall.rota import ACTIVE


def visible_schedules(person: Person) -> QuerySet[Schedule]:
    return Schedule.objects.filter(brand__in=visible_brands(person)).select_related("brand", "team")


def schedule_for(person: Person, pk: int) -> Schedule:
    return get_object_or_404(visible_schedules(person), pk=pk)


def schedule_to_edit(person: Person, pk: int) -> Schedule:
    """Raises NotAllowed when this person may look and not edit."""
    schedule = schedule_for(person, pk)
    check_can(person, "manage_oncall", schedule.brand)
    return schedule


def layer_to_edit(person: Person, pk: int) -> Layer:
    """Raises NotAllowed when this person may look and not edit."""
    layer = get_object_or_404(Layer.objects.select_related("calendar"), pk=pk)
    layer.schedule = schedule_to_edit(person, layer.schedule_id)
    return layer


def coming_overrides(person: Person) -> QuerySet[Override]:
    """Those that stand and are not over, the next first."""
    standing = Override.objects.standing().filter(schedule__in=visible_schedules(person), ends_at__gt=timezone.now())
    return standing.select_related("schedule", "person", "made_by").order_by("starts_at", "pk")


def override_to_cancel(person: Person, pk: int) -> Override:
    """Raises NotAllowed when this person may look and not edit."""
    found = get_object_or_404(Override.objects.select_related("schedule__brand"), pk=pk)
    schedule_to_edit(person, found.schedule_id)
    return found


def open_covers(person: Person) -> QuerySet[CoverRequest]:
    """What colleagues ask that nobody has answered, of shifts that are not over."""
    rows = CoverRequest.objects.filter(state=CoverRequest.State.OPEN, ends_at__gt=timezone.now())
    return rows.filter(schedule__in=visible_schedules(person)).select_related("schedule", "asked_by", "asked")


def cover_for(person: Person, pk: int) -> CoverRequest:
    return get_object_or_404(CoverRequest.objects.filter(schedule__in=visible_schedules(person)), pk=pk)


def own_feeds(person: User) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(user=person, revoked_at=None).select_related("schedule__brand")


def own_feed(person: User, pk: int) -> CalendarFeed:
    return get_object_or_404(own_feeds(person), pk=pk)


def feed_of(secret: str) -> tuple[CalendarFeed, QuerySet[Schedule]]:
    """The feed of this secret and the schedules it may show: those its person still sees. Raises Http404."""
    feed = get_object_or_404(CalendarFeed.objects.select_related("user"), digest=digest_of(secret), revoked_at=None)
    person = get_object_or_404(ACTIVE, pk=feed.user_id)
    schedules = visible_schedules(person)
    if feed.schedule_id is not None:
        schedules = schedules.filter(pk=feed.schedule_id)
        if not schedules.exists():
            raise Http404
    return feed, schedules


def open_shift_starts(person: Person) -> QuerySet[ShiftStart]:
    """Shifts of this person that begin, whose test page they have not confirmed; not those of days ago."""
    recent = timezone.now() - timedelta(days=1)
    rows = ShiftStart.objects.filter(user=person.pk, confirmed_at=None, starts_at__gt=recent)
    return rows.select_related("schedule__brand").order_by("starts_at")


def shift_start_for(person: User, pk: int) -> ShiftStart:
    return get_object_or_404(ShiftStart.objects.select_related("schedule__brand"), pk=pk, user=person)
