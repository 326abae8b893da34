"""A layer whose turns are kept in a calendar elsewhere: a file, or an address that is read again and again."""

import re
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM, Actor
from accounts.models import Brand, User
from accounts.refusals import Invalid
from audit.record import record
from connectors import http, secrets
from oncall import ical
from oncall.actions.schedules import reserve_layer
from oncall.models import CalendarEntry, Layer, OutsideCalendar, Schedule
from oncall.rota import ACTIVE

BACK = timedelta(days=7)
AHEAD_OF_FILE = timedelta(days=400)
AHEAD_OF_ADDRESS = timedelta(days=100)
EVERY = timedelta(minutes=15)
LEASE_FOR = timedelta(minutes=2)
UNKNOWN_KEPT = 10
SWEEP_AT_MOST = 45.0  # seconds: a sweep that does not come back ends the sweeper, and with it for a moment all paging


@transaction.atomic
def import_calendar(schedule: Schedule, *, by: User, name: str, body: bytes) -> Layer:
    """A layer with the turns of this file; it stays as it is until another is uploaded. Raises NotAllowed, Invalid."""
    now = timezone.now()
    found = ical.read(body, ZoneInfo(schedule.time_zone), now - BACK, now + AHEAD_OF_FILE)
    layer = reserve_layer(schedule, by=by, name=name)
    calendar = OutsideCalendar.objects.create(layer=layer)
    _write(calendar, found, now, by=by)
    return layer


@transaction.atomic
def follow_calendar(schedule: Schedule, *, by: User, name: str, address: str) -> Layer:
    """A layer with the turns of the calendar at this address, read within the minute and every quarter of an hour.
    Raises NotAllowed, and Invalid for an address we would never ask."""
    address = address.strip().replace("webcal://", "https://", 1)
    http.check_address(address)
    layer = reserve_layer(schedule, by=by, name=name)
    host = urlsplit(address).hostname or ""
    calendar = OutsideCalendar.objects.create(
        layer=layer, address=secrets.seal({"address": address}), host=host[:253], next_fetch_at=timezone.now()
    )
    facts = {"schedule": schedule.pk, "layer": layer.pk}
    details = {"host": calendar.host}
    record("oncall.calendar_followed", by=by, subject=calendar, brand=schedule.brand_id, facts=facts, details=details)
    return layer


def read_due() -> int:
    """Read the calendars that are due, one after the other; how many. Where many are slow, those that are left are the
    first of the next sweep."""
    deadline = time.monotonic() + SWEEP_AT_MOST
    due = OutsideCalendar.objects.filter(next_fetch_at__lte=timezone.now()).order_by("next_fetch_at")
    ids = list(due.values_list("pk", flat=True)[:20])
    return sum(read_again(pk) for pk in takewhile(lambda _pk: time.monotonic() < deadline, ids))


def read_again(calendar_id: int) -> bool:
    """Ask the address and keep what it says now. False when another is at it. What cannot be read leaves the turns as
    they were, and says so on the screen: a calendar that is down takes nobody off call."""
    now = timezone.now()
    due = OutsideCalendar.objects.filter(pk=calendar_id, next_fetch_at__lte=now)
    if not due.update(next_fetch_at=now + LEASE_FOR):
        return False
    calendar = OutsideCalendar.objects.select_related("layer__schedule__brand").get(pk=calendar_id)
    try:
        found = _fetched(calendar, now)
    except (http.HttpError, Invalid) as error:
        rows = OutsideCalendar.objects.filter(pk=calendar_id)
        rows.update(error=str(error)[:300], next_fetch_at=timezone.now() + EVERY)
        return True
    _keep(calendar, found, now)
    return True


def _fetched(calendar: OutsideCalendar, now: datetime) -> list[ical.Found]:
    address = secrets.unseal(calendar.address)["address"]
    answer = http.send("GET", address, headers={"accept": "text/calendar"}, redirects=3)
    if not answer.is_success:
        raise Invalid(_("%(host)s answered %(status)d.") % {"host": calendar.host, "status": answer.status})
    zone = ZoneInfo(calendar.layer.schedule.time_zone)
    return ical.read(answer.body, zone, now - BACK, now + AHEAD_OF_ADDRESS)


@transaction.atomic
def _keep(calendar: OutsideCalendar, found: list[ical.Found], now: datetime) -> None:
    locked = OutsideCalendar.objects.select_for_update(of=("self",)).select_related("layer__schedule__brand")
    fresh = locked.filter(pk=calendar.pk).first()
    if fresh is None:
        return  # removed meanwhile
    fresh.next_fetch_at = timezone.now() + EVERY
    _write(fresh, found, now, by=SYSTEM)


def _write(calendar: OutsideCalendar, found: list[ical.Found], now: datetime, *, by: Actor) -> None:
    """The turns in place of those before; an event only where they differ."""
    schedule = calendar.layer.schedule
    turns, unknown = _turns(found, schedule.brand)
    before = set(calendar.entries.filter(ends_at__gt=now).values_list("user_id", "starts_at", "ends_at"))
    calendar.fetched_at, calendar.error, calendar.unknown = now, "", unknown
    calendar.save()
    if before == {turn for turn in turns if turn[2] > now} and calendar.entries.exists():
        return
    calendar.entries.all().delete()
    CalendarEntry.objects.bulk_create(
        CalendarEntry(calendar=calendar, user_id=user_id, starts_at=starts_at, ends_at=ends_at)
        for user_id, starts_at, ends_at in turns
    )
    facts = {"schedule": schedule.pk, "layer": calendar.layer_id, "turns": len(turns), "unknown": len(unknown)}
    record("oncall.calendar_read", by=by, subject=calendar, brand=schedule.brand_id, facts=facts)


def _turns(found: Iterable[ical.Found], brand: Brand) -> tuple[list[tuple[int, datetime, datetime]], list[str]]:
    """Whose turns the entries are, by an address they name or by a name in their title; and what names nobody."""
    people = list(ACTIVE.filter(memberships__team__brand=brand).distinct())
    by_address = {person.email.lower(): person.pk for person in people}
    by_name = [(re.compile(rf"\b{re.escape(person.full_name)}\b", re.IGNORECASE), person.pk) for person in people]
    turns: list[tuple[int, datetime, datetime]] = []
    unknown: dict[str, None] = {}
    for each in found:
        words = each.title.lower().split()
        pk = next((by_address[word] for word in (*each.addresses, *words) if word in by_address), None)
        pk = pk or next((named for pattern, named in by_name if pattern.search(each.title)), None)
        if pk is None:
            unknown[each.title[:80]] = None
        else:
            turns.append((pk, each.starts_at, each.ends_at))
    return turns, list(unknown)[:UNKNOWN_KEPT]
