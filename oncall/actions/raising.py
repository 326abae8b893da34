"""From a red flag to an alert: one crisis, one alert, and somebody is paged from the same commit on (P4)."""

from datetime import datetime, timedelta
from typing import cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from interactions.actions import note_acknowledged
from interactions.models import Interaction
from oncall.actions.escalating import take_step
from oncall.actions.lines import tell
from oncall.models import Alert, AlertFlag
from oncall.policy import DEFERRED_AT_MOST, Plan
from oncall.rota import plan_for, specs
from oncall.schedule import next_covered_at
from playbook.models import Topic

# Whoever took a crisis has its later red flags too, for this long. After that they are somebody's again.
TAKEN_FOR = timedelta(hours=4)


@transaction.atomic
def open_alert(interaction_id: int, *, by: Actor, late_batch: str = "") -> Alert | None:
    """Put a red interaction into the alert of its topic, raising one when there is none; doing it twice changes
    nothing. ``late_batch`` names the channel and batch of a message that was old when it came: one alert for all of
    those. None when it is red no more."""
    interaction = Interaction.objects.select_related("team", "topic__owner_team").get(pk=interaction_id)
    if not interaction.is_red or interaction.state == Interaction.State.CLOSED:
        return None
    key = f"late:{late_batch}" if late_batch else f"topic:{interaction.topic_id}"
    alert, is_new = _alert_for(key, interaction, is_late=bool(late_batch))
    if is_new:
        AlertFlag.objects.create(alert=alert, interaction=interaction, joined_at=timezone.now())
        tell("alert_opened", alert, by=by, interaction=interaction.pk)
        _page_when_due(alert)
        return alert
    flag, joins = AlertFlag.objects.get_or_create(
        alert=alert, interaction=interaction, defaults={"joined_at": timezone.now()}
    )
    if not joins:
        _take_back_in(alert, flag, by=by)
        return alert
    tell("alert_joined", alert, by=by, interaction=interaction.pk)
    if alert.is_acknowledged:
        _join_taken(alert, flag, by=by)
    return alert


def _take_back_in(alert: Alert, flag: AlertFlag, *, by: Actor) -> None:
    """A flag that left the alert, by closing or lowering, and is red again: somebody must have it again."""
    is_anybodys = flag.interaction.urgency == Interaction.Urgency.RED_UNACKNOWLEDGED
    if alert.is_acknowledged and is_anybodys:
        _join_taken(alert, flag, by=by)


def _alert_for(key: str, interaction: Interaction, *, is_late: bool) -> tuple[Alert, bool]:
    """The unresolved alert of this key, locked, and whether it was raised just now."""
    while True:
        standing = Alert.objects.unresolved().filter(key=key).first()
        if standing is None:
            if raised := _raise(key, interaction, is_late=is_late):
                return raised, True
            continue
        locked = Alert.objects.locked(standing.pk)
        if locked.state != Alert.State.RESOLVED:
            return locked, False


def _raise(key: str, interaction: Interaction, *, is_late: bool) -> Alert | None:
    """A new alert, or None when another worker was quicker."""
    topic = cast("Topic", interaction.topic)  # red comes from a topic
    team = topic.owner_team or interaction.team
    now = timezone.now()
    try:
        with transaction.atomic():
            return Alert.objects.create(
                brand_id=interaction.brand_id,
                team=team,
                topic=topic,
                key=key,
                is_late=is_late,
                plan=plan_for(topic, team).to_json(),
                next_step_at=now,
                raised_at=now,
            )
    except IntegrityError:
        return None


def _page_when_due(alert: Alert) -> None:
    """At once; or, where the topic says so, when somebody's shift begins, in twelve hours at the latest."""
    now = timezone.now()
    due_at = now if alert.topic.pages_at_once else _next_covered(Plan.from_json(alert.plan), now)
    if due_at <= now:
        take_step(alert)
        return
    alert.next_step_at = due_at
    alert.save(update_fields=["next_step_at"])


def _next_covered(plan: Plan, now: datetime) -> datetime:
    schedule = plan.steps[0].schedule if plan.steps else None
    found = specs([schedule]).get(schedule) if schedule is not None else None
    if found is None:
        return now
    return next_covered_at(found, now, DEFERRED_AT_MOST) or now + DEFERRED_AT_MOST


def _join_taken(alert: Alert, flag: AlertFlag, *, by: Actor) -> None:
    """Whoever has the crisis has this too, unless they took it long ago: then somebody is paged again."""
    taken_at = cast("datetime", alert.acknowledged_at)
    if alert.acknowledged_by is not None and timezone.now() - taken_at < TAKEN_FOR:
        note_acknowledged(flag.interaction, by=alert.acknowledged_by)
        return
    alert.state = Alert.State.LIVE
    alert.acknowledged_by = None
    alert.acknowledged_at = None
    alert.round += 1
    alert.step = 0
    alert.passed_by = []
    alert.next_step_at = timezone.now()
    alert.save()
    tell("alert_raised_again", alert, by=by, interaction=flag.interaction_id)
    take_step(alert)
