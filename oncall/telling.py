"""Layers and hours as a person says them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from oncall.models import Layer, OutsideCalendar, Schedule
from oncall.models.rota import Weekday
from oncall.rota import hours_of
from oncall.wallclock import Hours

WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
EVERY_DAY = (*WORKDAYS, *WEEKEND)
DAY = 24 * 60  # in minutes
WEEK = 7 * DAY


def rhythm(layer: Layer) -> str:
    """“Weekly, hand-off Monday 09:00”, and in which hours."""
    if getattr(layer, "calendar", None) is not None:
        return _("From an outside calendar")
    said = [_every(layer), _hand_off(layer), *_hours(hours_of(layer.hours))]
    return ", ".join(said)


@dataclass(frozen=True)
class Told:
    """A layer in words, and what its calendar says of itself."""

    layer: Layer
    rhythm: str
    people: str
    calendar: OutsideCalendar | None


def layers_of(schedule: Schedule) -> list[Told]:
    """The layers of one schedule in the order in which they win."""
    layers = Layer.objects.filter(schedule=schedule).order_by("priority").select_related("calendar")
    return [
        Told(
            layer,
            rhythm(layer),
            ", ".join(str(turn.user) for turn in layer.participants.all()),
            getattr(layer, "calendar", None),
        )
        for layer in layers.prefetch_related("participants__user")
    ]


def in_words(hours: Iterable[Hours]) -> str:
    """“Monday to Friday 08:00 to 20:00”; without hours: always."""
    return "; ".join(_hours(hours)) or _("Always")


def _every(layer: Layer) -> str:
    count = layer.rotates_every
    if layer.unit == Layer.Unit.HOUR:
        return ngettext("Every hour", "Every %(count)d hours", count) % {"count": count}
    if layer.unit == Layer.Unit.MONTH:
        return ngettext("Monthly", "Every %(count)d months", count) % {"count": count}
    days = count * (7 if layer.unit == Layer.Unit.WEEK else 1)
    if days % 7:
        return ngettext("Daily", "Every %(count)d days", days) % {"count": days}
    return ngettext("Weekly", "Every %(count)d weeks", days // 7) % {"count": days // 7}


def _hand_off(layer: Layer) -> str:
    at = f"{layer.hands_off_at:%H:%M}"
    if layer.unit == Layer.Unit.HOUR:
        return _("from %(at)s") % {"at": at}
    if layer.unit == Layer.Unit.MONTH:
        return _("hand-off on day %(day)d, %(at)s") % {"day": layer.starts_on.day, "at": at}
    is_weekly = layer.unit == Layer.Unit.WEEK or layer.rotates_every % 7 == 0
    day = f"{layer.get_hands_off_on_display()} " if is_weekly else ""
    return _("hand-off %(day)s%(at)s") % {"day": day, "at": at}


def _hours(hours: Iterable[Hours]) -> list[str]:
    """The hours themselves; of nearly all the week, what is left out of it."""
    hours = list(hours)
    if hours and (left_out := _left_out(hours)):
        return [_("not %(hours)s") % {"hours": _run(start, end)} for start, end in left_out]
    return [
        _("%(days)s %(from)s to %(until)s")
        % {"days": _days(each.days), "from": f"{each.starts_at:%H:%M}", "until": f"{each.ends_at:%H:%M}"}
        for each in hours
    ]


def _left_out(hours: list[Hours]) -> list[tuple[int, int]]:
    """The stretches outside of the hours, in minutes from Monday's midnight, where they are one or two of a day at most
    together; otherwise none."""
    inside = sorted(span for each in hours for span in _minutes(each))
    runs, reached = [], 0
    for start, end in inside:
        if start > reached:
            runs.append((reached, start))
        reached = max(reached, end)
    if reached < WEEK:
        runs.append((reached, WEEK))
    return runs if len(runs) <= 2 and sum(end - start for start, end in runs) <= DAY else []


def _minutes(each: Hours) -> Iterator[tuple[int, int]]:
    """A window on each of its days; one that goes on into Monday begins the week as well."""
    start, end = (at.hour * 60 + at.minute for at in (each.starts_at, each.ends_at))
    end += DAY if end <= start else 0
    for day in each.days:
        yield day * DAY + start, min(day * DAY + end, WEEK)
        if day * DAY + end > WEEK:
            yield 0, day * DAY + end - WEEK


def _run(start: int, end: int) -> str:
    """“Thu 09:00 to 21:00”, “Fri 18:00 to Sat 09:00”."""
    first, last = start // DAY, end // DAY
    ends_on = "" if first == last else f"{_days((last % 7,))} "
    return _("%(day)s %(from)s to %(until)s") % {
        "day": _days((first,)),
        "from": f"{start % DAY // 60:02}:{start % 60:02}",
        "until": f"{ends_on}{end % DAY // 60:02}:{end % 60:02}",
    }


def _days(days: tuple[int, ...]) -> str:
    chosen = tuple(sorted(days))
    if chosen == EVERY_DAY:
        return _("every day")
    if chosen == WORKDAYS:
        return _("weekdays")
    if chosen == WEEKEND:
        return _("weekends")
    return ", ".join(str(Weekday(day).label)[:3] for day in chosen)
