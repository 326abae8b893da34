"""Writing a schedule: one layer of people who take turns."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, time

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.refusals import Invalid
from accounts.rights import check_can
from audit.record import record
from oncall.models import Layer, Participant, Schedule


@dataclass(frozen=True)
class Turns:
    """When one person hands over to the next."""

    starts_on: date
    hands_off_on: int
    hands_off_at: time
    rotates_every: int


@transaction.atomic
def save_schedule(
    schedule: Schedule | None, *, by: User, team: Team, name: str, time_zone: str, turns: Turns, people: Sequence[User]
) -> Schedule:
    """Write a schedule with its people in order. Raises NotAllowed, Invalid for a taken name or for naming nobody."""
    check_can(by, "manage_oncall", team.brand)
    if schedule is not None and schedule.brand_id != team.brand_id:
        raise Invalid(_("A schedule stays with its brand."))
    if not people:
        raise Invalid(_("Name at least one person. A schedule of nobody pages nobody."))
    namesake = Schedule.objects.filter(brand=team.brand_id, name=name).first()
    if namesake is not None and namesake != schedule:
        raise Invalid(_("There is a schedule of this name already."))
    before = _described(schedule) if schedule else None
    written = schedule or Schedule(brand=team.brand)
    written.team, written.name, written.time_zone = team, name, time_zone
    written.save()
    layer, _is_new = Layer.objects.update_or_create(schedule=written, priority=1, defaults=asdict(turns))
    layer.participants.all().delete()
    Participant.objects.bulk_create(
        Participant(layer=layer, user=person, position=position) for position, person in enumerate(people, 1)
    )
    facts = {"owner_team": team.pk, "people": [person.pk for person in people]}
    details = {"before": before, "after": _described(written)}
    record("oncall.schedule_saved", by=by, subject=written, brand=team.brand, facts=facts, details=details)
    return written


def _described(schedule: Schedule) -> dict[str, object]:
    layers = [
        {
            "starts_on": layer.starts_on.isoformat(),
            "hands_off_on": layer.hands_off_on,
            "hands_off_at": layer.hands_off_at.isoformat(),
            "rotates_every": layer.rotates_every,
            "people": list(layer.participants.values_list("user_id", flat=True)),
        }
        for layer in Layer.objects.filter(schedule=schedule)
    ]
    return {"name": schedule.name, "time_zone": schedule.time_zone, "layers": layers}
