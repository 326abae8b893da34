"""What other rooms show of on-call: the alarm bar, who is on call, and small facts beside an interaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.rights import teams_with
from oncall.access import visible_alerts
from oncall.models import Alert, AlertFlag, Page, Schedule
from oncall.models.alerts import ASKED
from oncall.rota import Rota, rotas
from oncall.schedule import walk

LOOK_AHEAD = timedelta(days=35)


@dataclass(frozen=True)
class Alarm:
    """A red flag that nobody has: who was paged, who is next and when, and whether this person may take it."""

    alert_id: int
    topic: str
    brand: str
    raised_at: datetime
    interaction_id: int
    paged: tuple[str, ...]
    next_person: str
    next_at: datetime | None
    may_acknowledge: bool
    is_exhausted: bool
    is_drill: bool = False

    @property
    def url(self) -> str:
        return reverse("interactions:conversation", args=[self.interaction_id])

    @property
    def acknowledge_url(self) -> str:
        return reverse("oncall:acknowledge", args=[self.alert_id])


@dataclass(frozen=True)
class OnCall:
    """Who fills a schedule now, whose turn it is first, and until when: None is beyond five weeks. Nobody is a gap
    where somebody is required now."""

    schedule: Schedule
    people: tuple[User, ...]
    until: datetime | None
    is_required: bool = True

    @property
    def person(self) -> User | None:
        return self.people[0] if self.people else None

    @property
    def is_gap(self) -> bool:
        return not self.people and self.is_required


def alarms_for(user: User, brand_ids: Iterable[int]) -> list[Alarm]:
    """Live alerts that this person may see, oldest first. One query while all is calm, else two."""
    flags = AlertFlag.objects.filter(alert=OuterRef("pk"))
    takes = teams_with(user, "acknowledge")
    live: list[Any] = list(
        visible_alerts(user)
        .live()
        .of_red()
        .filter(brand__in=list(brand_ids))
        .select_related("topic", "brand", "next_person")
        .annotate(
            first_interaction=Subquery(flags.order_by("pk").values("interaction_id")[:1]),
            is_of_my_teams=Exists(flags.filter(interaction__team__in=takes)),
        )
        .order_by("raised_at", "pk")
    )
    if not live:
        return []
    paged: dict[int | None, dict[int, str]] = defaultdict(dict)
    for page in Page.objects.filter(alert__in=[alert.pk for alert in live]).select_related("user").order_by("pk"):
        paged[page.alert_id][page.user_id] = page.user.full_name
    return [
        Alarm(
            alert_id=alert.pk,
            topic=str(alert.topic),
            brand=str(alert.brand),
            raised_at=alert.raised_at,
            interaction_id=alert.first_interaction,
            paged=tuple(paged[alert.pk].values()),
            next_person=str(alert.next_person or ""),
            next_at=alert.next_step_at,
            may_acknowledge=not user.is_machine
            and (alert.is_of_my_teams or alert.team_id in takes or _is_named(user, alert, paged[alert.pk])),
            is_exhausted=alert.exhausted_at is not None,
            is_drill=alert.is_drill,
        )
        for alert in live
    ]


def on_call_now(brand_ids: Iterable[int]) -> list[OnCall]:
    """Who is on call now for each schedule of these brands, by name; as many queries however many there are."""
    schedules = Schedule.objects.filter(brand__in=list(brand_ids)).select_related("brand", "team")
    now = timezone.now()
    return [on_call_of(rota, now) for rota in rotas(schedules)]


def on_call_of(rota: Rota, now: datetime) -> OnCall:
    """Who fills this schedule, until when, and whether somebody has to."""
    shift = next(walk(rota.spec, now, now + LOOK_AHEAD))
    people = tuple(rota.people[pk] for pk in shift.people)
    until = shift.ends_at if shift.ends_at < now + LOOK_AHEAD else None
    return OnCall(rota.schedule, people, until, shift.is_required)


def alert_facts(interaction_ids: Sequence[int]) -> dict[int, dict[str, object]]:
    """By interaction: its unresolved alert, one that nobody has before others; who has it, else who is paged next and
    when. One query."""
    joined = (
        AlertFlag.objects.filter(interaction__in=interaction_ids)
        .exclude(alert__state=Alert.State.RESOLVED)
        .exclude(alert__key__startswith=ASKED)
        .select_related("alert__acknowledged_by", "alert__next_person")
        .order_by("alert__state", "pk")  # live ones last: they are kept
    )
    return {
        flag.interaction_id: {
            "alert": flag.alert_id,
            "is_acknowledged": flag.alert.is_acknowledged,
            "acknowledged_by": str(flag.alert.acknowledged_by or ""),
            "acknowledged_at": flag.alert.acknowledged_at,
            "next_person": str(flag.alert.next_person or ""),
            "next_at": flag.alert.next_step_at,
            "is_exhausted": flag.alert.exhausted_at is not None,
        }
        for flag in joined
    }


def _is_named(user: User, alert: Alert, paged: dict[int, str]) -> bool:
    return user.pk in paged or user.pk in alert.plan["members"]
