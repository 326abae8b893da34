"""Whom a version of the taxonomy would have woken: red messages become alarms as on-call makes them, and each alarm
pages whoever the first step of its policy names. Counted are pages at night, by the schedules as they are today.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Avg, F
from django.utils import timezone

from accounts.models import Team, User
from interactions.ingest.arrivals import LATE_AFTER
from interactions.models import Interaction
from oncall.local import zone_of
from oncall.models import Alert
from oncall.plans import Roll, people_answering_for, plan_for, roll_of
from oncall.policy import DEFERRED_AT_MOST
from oncall.reaching import Quiet, begins_at
from oncall.schedule import next_covered_at
from playbook.models import BackTest, Topic
from playbook.whole.judging import Bench, Ruling

NIGHT_FROM, NIGHT_UNTIL = time(22), time(7)  # of whoever has set no quiet hours
STANDS_FOR = timedelta(hours=4)  # an alarm, where none was ever over
_AT_LEAST, _AT_MOST = timedelta(hours=1), timedelta(hours=24)


@dataclass
class _Reached:
    """Somebody who is paged: when it is night for them, and the quiet hours they set."""

    night: Quiet
    quiet: Quiet | None


class Nights:
    """Goes on from where the run stands. ``hear`` every message in its order, then ask for the ``figures``."""

    def __init__(self, run: BackTest, old: Bench, new: Bench) -> None:
        self._run = run
        self._sides = {"before": old, "after": new}
        self._until: dict[str, dict[str, str]] = {side: dict(run.alarms.get(side, {})) for side in self._sides}
        self._stands_for = timedelta(seconds=run.alarms.get("stands_for") or _stood_for(run.brand_id).total_seconds())
        self._pages = {"before": run.nights_before, "after": run.nights_after}
        self._rolls: dict[tuple[str, int], Roll] = {}
        self._reached: dict[int, _Reached] = {}

    def hear(self, row: Interaction, before: Ruling, after: Ruling) -> None:
        """A message and what both say of it. One that was old when it came is paged for with its batch, by neither."""
        if row.received_at - row.occurred_at > LATE_AFTER:
            return
        for side, ruling in (("before", before), ("after", after)):
            if ruling.level == "red" and self._is_new(side, ruling.decisive, row.received_at):
                self._pages[side] += self._woken(side, ruling.decisive, row)

    def figures(self) -> dict[str, Any]:
        """What to keep with the run."""
        alarms = self._until | {"stands_for": self._stands_for.total_seconds()}
        return {"nights_before": self._pages["before"], "nights_after": self._pages["after"], "alarms": alarms}

    def _is_new(self, side: str, slug: str, at: datetime) -> bool:
        """One alarm for a topic while it stands."""
        until = self._until[side].get(slug)
        if until and at < datetime.fromisoformat(until):
            return False
        self._until[side][slug] = (at + self._stands_for).isoformat()
        return True

    def _woken(self, side: str, slug: str, row: Interaction) -> int:
        """How many people this alarm pages at night."""
        entry = self._sides[side].topics[slug]
        team = self._teams.get(entry["owner_team"]) or self._by_id[row.team_id]
        roll = self._roll(slug, team)
        at = row.received_at if entry["pages_at_once"] else self._next_covered(roll, row.received_at)
        people = list(roll.turn(at, round_=1, step=0, passed=()).people) or people_answering_for(team)
        if entry["is_life_safety"] and len(people) < 2:
            people = list(dict.fromkeys([*people, *people_answering_for(team)]))[:2]
        latest = row.received_at + DEFERRED_AT_MOST
        return sum(self._is_night(pk, at, None if entry["pages_at_once"] else latest) for pk in people)

    def _next_covered(self, roll: Roll, at: datetime) -> datetime:
        first = roll.plan.steps[0].schedule if roll.plan.steps else None
        spec = roll.rota.get(first) if first is not None else None
        if spec is None:
            return at
        return next_covered_at(spec, at, DEFERRED_AT_MOST) or at + DEFERRED_AT_MOST

    def _is_night(self, person: int, at: datetime, latest: datetime | None) -> bool:
        """``latest``: what can wait does so for the person's quiet hours, but not beyond."""
        if person not in self._reached:
            self._reached[person] = _reached(person)
        who = self._reached[person]
        begins = begins_at(at, who.quiet, latest) if latest else at
        return who.night.end_after(begins) is not None

    def _roll(self, slug: str, team: Team) -> Roll:
        key = (slug, team.pk)
        if key not in self._rolls:
            self._rolls[key] = roll_of(plan_for(self._topics.get(slug), team), team.brand_id)
        return self._rolls[key]

    @cached_property
    def _topics(self) -> dict[str, Topic]:
        return {topic.slug: topic for topic in Topic.objects.filter(brand=self._run.brand_id)}

    @cached_property
    def _by_id(self) -> dict[int, Team]:
        return {team.pk: team for team in Team.objects.filter(brand=self._run.brand_id)}

    @cached_property
    def _teams(self) -> dict[str, Team]:
        return {team.slug: team for team in self._by_id.values()}


def _reached(person: int) -> _Reached:
    user = User.objects.select_related("quiet_hours").get(pk=person)
    hours, zone = getattr(user, "quiet_hours", None), zone_of(user)
    quiet = Quiet(hours.starts_at, hours.ends_at, zone) if hours else None
    return _Reached(quiet or Quiet(NIGHT_FROM, NIGHT_UNTIL, zone), quiet)


def _stood_for(brand_id: int) -> timedelta:
    """How long the brand's alarms stood lately, on the average, between one hour and a day."""
    since = timezone.now() - timedelta(days=90)
    over = Alert.objects.filter(brand=brand_id, resolved_at__gt=since, is_drill=False, is_late=False)
    mean = over.aggregate(mean=Avg(F("resolved_at") - F("raised_at")))["mean"]
    return min(max(mean, _AT_LEAST), _AT_MOST) if mean else STANDS_FOR
