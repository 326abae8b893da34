"""Writing a schedule and its layers: people who take turns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.refusals import Invalid
from accounts.rights import check_can
from audit.record import record
from oncall.models import Layer, Participant, Schedule
from oncall.rota import stored_hours
from oncall.wallclock import Hours

MOST_LAYERS = 8


@dataclass(frozen=True)
class Turns:
    """When one person hands over to the next, and in which hours they are on call at all; none: always."""

    starts_on: date
    hands_off_on: int
    hands_off_at: time
    rotates_every: int
    unit: str = Layer.Unit.DAY
    hours: tuple[Hours, ...] = ()
    name: str = ""


@transaction.atomic
def save_schedule(
    schedule: Schedule | None,
    *,
    by: User,
    team: Team,
    name: str,
    time_zone: str,
    turns: Turns,
    people: Sequence[User],
    required: Sequence[Hours] = (),
    phone: str = "",
) -> Schedule:
    """Write a schedule with its first layer. Raises NotAllowed, Invalid for a taken name or for naming nobody."""
    check_can(by, "manage_oncall", team.brand)
    if schedule is not None and schedule.brand_id != team.brand_id:
        raise Invalid(_("A schedule stays with its brand."))
    namesake = Schedule.objects.filter(brand=team.brand_id, name=name).first()
    if namesake is not None and namesake != schedule:
        raise Invalid(_("There is a schedule of this name already."))
    before = _described(schedule) if schedule else None
    written = schedule or Schedule(brand=team.brand)
    written.team, written.name, written.time_zone = team, name, time_zone
    written.required, written.phone = stored_hours(required), phone
    written.save()
    first = Layer.objects.filter(schedule=written, calendar=None).order_by("priority").first()
    _write(first or Layer(schedule=written, priority=_next_priority(written)), turns, people)
    _tell("schedule_saved", written, by, before)
    return written


@transaction.atomic
def save_layer(schedule: Schedule, layer: Layer | None, *, by: User, turns: Turns, people: Sequence[User]) -> Layer:
    """Write a layer; a new one comes after the others. Raises NotAllowed, Invalid."""
    locked = _locked(schedule, by)
    before = _described(locked)
    if layer is not None and Layer.objects.filter(pk=layer.pk).exclude(calendar=None).exists():
        raise Invalid(_("The turns of this layer are kept in a calendar elsewhere."))
    written = layer or Layer(schedule=locked, priority=_next_priority(locked))
    _write(written, turns, people)
    _tell("schedule_saved", locked, by, before)
    return written


@transaction.atomic
def reserve_layer(schedule: Schedule, *, by: User, name: str) -> Layer:
    """A layer without turns of its own, for a calendar to fill; whoever fills it leaves the event. Raises NotAllowed,
    Invalid."""
    locked = _locked(schedule, by)
    midnight, today = time(), timezone.localdate()
    priority = _next_priority(locked)
    return Layer.objects.create(schedule=locked, name=name, priority=priority, starts_on=today, hands_off_at=midnight)


@transaction.atomic
def remove_layer(layer: Layer, *, by: User) -> None:
    """Take a layer away; what it covered is covered by those below it or by nobody. Raises NotAllowed, Invalid."""
    locked = _locked(layer.schedule, by)
    before = _described(locked)
    if Layer.objects.filter(schedule=locked).exclude(pk=layer.pk).count() == 0:
        raise Invalid(_("A schedule needs one layer at least."))
    Layer.objects.filter(pk=layer.pk).delete()
    _tell("schedule_saved", locked, by, before)


@transaction.atomic
def raise_layer(layer: Layer, *, by: User) -> None:
    """Let it win over the one above it; the first stays where it is. Raises NotAllowed."""
    locked = _locked(layer.schedule, by)
    before = _described(locked)
    rows = list(Layer.objects.filter(schedule=locked).order_by("priority"))
    place = next((number for number, row in enumerate(rows) if row.pk == layer.pk), 0)
    if not place:
        return
    above, moved = rows[place - 1], rows[place]
    spare = rows[-1].priority + 1  # the constraint sees each write
    for row, priority in ((moved, spare), (above, moved.priority), (moved, above.priority)):
        Layer.objects.filter(pk=row.pk).update(priority=priority)
    _tell("schedule_saved", locked, by, before)


def _next_priority(schedule: Schedule) -> int:
    """After the others. Raises Invalid when there are enough."""
    taken = list(Layer.objects.filter(schedule=schedule).values_list("priority", flat=True))
    if len(taken) >= MOST_LAYERS:
        raise Invalid(_("Eight layers are enough. Remove one first."))
    return max(taken, default=0) + 1


def _locked(schedule: Schedule, by: User) -> Schedule:
    """One writer after the other."""
    locked = Schedule.objects.select_for_update(of=("self",)).select_related("brand", "team").get(pk=schedule.pk)
    check_can(by, "manage_oncall", locked.brand)
    return locked


def _write(layer: Layer, turns: Turns, people: Sequence[User]) -> None:
    if not people:
        raise Invalid(_("Name at least one person. A schedule of nobody pages nobody."))
    layer.name, layer.unit, layer.hours = turns.name, turns.unit, stored_hours(turns.hours)
    layer.starts_on, layer.hands_off_on = turns.starts_on, turns.hands_off_on
    layer.hands_off_at, layer.rotates_every = turns.hands_off_at, turns.rotates_every
    layer.save()
    layer.participants.all().delete()
    Participant.objects.bulk_create(
        Participant(layer=layer, user=person, position=position) for position, person in enumerate(people, 1)
    )


def _tell(name: str, schedule: Schedule, by: User, before: dict[str, object] | None) -> None:
    after = _described(schedule)
    turns = Participant.objects.filter(layer__schedule=schedule).order_by("layer__priority", "position")
    facts = {"owner_team": schedule.team_id, "people": list(turns.values_list("user_id", flat=True))}
    details = {"before": before, "after": after}
    record(f"oncall.{name}", by=by, subject=schedule, brand=schedule.brand_id, facts=facts, details=details)


def _described(schedule: Schedule) -> dict[str, object]:
    layers = [
        {
            "name": layer.name,
            "starts_on": layer.starts_on.isoformat(),
            "hands_off_on": layer.hands_off_on,
            "hands_off_at": layer.hands_off_at.isoformat(),
            "rotates_every": layer.rotates_every,
            "unit": layer.unit,
            "hours": layer.hours,
            "people": list(layer.participants.values_list("user_id", flat=True)),
        }
        for layer in Layer.objects.filter(schedule=schedule).order_by("priority")
    ]
    standing = {"name": schedule.name, "time_zone": schedule.time_zone, "phone": schedule.phone}
    return standing | {"required": schedule.required, "layers": layers}
