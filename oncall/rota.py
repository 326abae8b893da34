"""From rows to the plain values that ``schedule`` decides on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from accounts.models import User
from oncall import ports
from oncall.layers import AnyLayer, CalendarSpec, Entry, LayerSpec
from oncall.models import CalendarEntry, Layer, Override, Participant, Schedule
from oncall.schedule import Away, OverrideSpec, ScheduleSpec, people_at
from oncall.wallclock import Hours

ACTIVE = User.objects.filter(is_active=True, is_machine=False)
LOOK_BACK = timedelta(days=40)  # what is over for longer is read no more: a screen shows a month at most
LOOK_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Rota:
    """A schedule with its value and everybody it may name, by id."""

    schedule: Schedule
    spec: ScheduleSpec
    people: dict[int, User]


def specs(schedule_ids: Iterable[int]) -> dict[int, ScheduleSpec]:
    """The schedules as values, by id."""
    found = rotas(Schedule.objects.filter(pk__in=set(schedule_ids)))
    return {rota.schedule.pk: rota.spec for rota in found}


def rotas(schedules: QuerySet[Schedule]) -> list[Rota]:
    """These schedules, read in as many queries however many they are. The turn of a person who has left is a turn of
    nobody."""
    now = timezone.now()
    rows = list(_with_turns(schedules, now))
    people = {pk: user for row in rows for pk, user in _people_of(row).items()}
    spans = ports.away(people.keys(), now - LOOK_BACK, now + LOOK_AHEAD) if people else ()
    away = [Away(starts_at, ends_at, person) for person, starts_at, ends_at in spans]
    return [_rota(row, away) for row in rows]


def rota_of(schedule: Schedule) -> Rota:
    """One schedule as it is in the database now."""
    return rotas(Schedule.objects.filter(pk=schedule.pk).select_related("brand", "team"))[0]


def who_are_on(schedule_specs: dict[int, ScheduleSpec], at: datetime) -> dict[int, tuple[int, ...]]:
    """The people of each schedule at this moment, whose turn it is first."""
    return {pk: people_at(spec, at) for pk, spec in schedule_specs.items()}


def hours_of(stored: list[dict[str, Any]]) -> tuple[Hours, ...]:
    """Hours as a row keeps them, as a value."""
    return tuple(
        Hours(tuple(each["days"]), time.fromisoformat(each["from"]), time.fromisoformat(each["until"]))
        for each in stored
    )


def stored_hours(hours: Iterable[Hours]) -> list[dict[str, Any]]:
    """Hours as a row keeps them."""
    return [
        {"days": list(each.days), "from": f"{each.starts_at:%H:%M}", "until": f"{each.ends_at:%H:%M}"} for each in hours
    ]


def _with_turns(schedules: QuerySet[Schedule], now: datetime) -> QuerySet[Schedule]:
    turns = Participant.objects.select_related("user").order_by("position")
    entries = CalendarEntry.objects.filter(ends_at__gt=now - LOOK_BACK).select_related("user")
    layers = Layer.objects.order_by("priority").select_related("calendar")
    layers = layers.prefetch_related(Prefetch("participants", turns), Prefetch("calendar__entries", entries))
    overrides = Override.objects.standing().filter(ends_at__gt=now - LOOK_BACK).select_related("person", "made_by")
    return schedules.prefetch_related(
        Prefetch("layers", layers), Prefetch("overrides", overrides.order_by("pk"), to_attr="standing_overrides")
    )


def _rota(schedule: Schedule, away: list[Away]) -> Rota:
    people = _people_of(schedule)
    overrides = (
        OverrideSpec(each.starts_at, each.ends_at, each.kind, each.person_id)
        for each in standing_overrides(schedule)
        if _is_here(each.person)
    )
    spec = ScheduleSpec(
        schedule.time_zone,
        tuple(_layer(layer) for layer in schedule.layers.all()),
        tuple(overrides),
        tuple(each for each in away if each.person in people),
        hours_of(schedule.required),
    )
    return Rota(schedule, spec, people)


def standing_overrides(schedule: Schedule) -> list[Override]:
    """Those of a schedule that was read here."""
    found: list[Override] = getattr(schedule, "standing_overrides", [])
    return found


def _layer(layer: Layer) -> AnyLayer:
    calendar = getattr(layer, "calendar", None)
    if calendar is not None:
        return CalendarSpec(
            tuple(
                Entry(each.starts_at, each.ends_at, each.user_id if _is_here(each.user) else None)
                for each in calendar.entries.all()
            )
        )
    people = tuple(turn.user_id if _is_here(turn.user) else None for turn in layer.participants.all())
    return LayerSpec(
        layer.starts_on,
        layer.hands_off_on,
        layer.hands_off_at,
        layer.rotates_every,
        people,
        layer.unit,
        hours_of(layer.hours),
    )


def _people_of(schedule: Schedule) -> dict[int, User]:
    found = {turn.user_id: turn.user for layer in schedule.layers.all() for turn in layer.participants.all()}
    for layer in schedule.layers.all():
        if getattr(layer, "calendar", None) is not None:
            found |= {each.user_id: each.user for each in layer.calendar.entries.all()}
    return found | {each.person_id: each.person for each in standing_overrides(schedule)}


def _is_here(person: User) -> bool:
    return person.is_active and not person.is_machine
