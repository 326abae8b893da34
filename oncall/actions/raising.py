"""From red flags to an alert: one crisis, one alert, and somebody is paged from the same commit on (P4)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from interactions.models import Flag, Interaction
from oncall.actions.escalating import page_again, take_step
from oncall.actions.joining import join, note_taken, put_in
from oncall.actions.lines import tell
from oncall.grouping import BY_TOPIC, Crisis, crisis_about, crisis_of
from oncall.models import Alert, Page
from oncall.plans import plan_for
from oncall.policy import DEFERRED_AT_MOST, Plan, Urgency
from oncall.rota import specs
from oncall.schedule import next_covered_at
from oncall.uncovered import red_topics_of, uncovered

# An alert that was resolved comes back as itself for this long, to whoever had it: a flag that flaps rings no bell.
HELD_DOWN_FOR = timedelta(minutes=10)


def open_alert(interaction_id: int, *, by: Actor, late_batch: str = "") -> Alert | None:
    """The same as ``open_alerts`` for one red flag. None when it is red no more."""
    return next(iter(open_alerts([interaction_id], by=by, late_batch=late_batch)), None)


@transaction.atomic
def open_alerts(interaction_ids: Sequence[int], *, by: Actor, late_batch: str = "") -> list[Alert]:
    """Put red interactions into the alerts of their crises, raising those that are missing; doing it twice changes
    nothing. ``late_batch`` names the channel and batch of messages that were old when they came: one alert for all of
    those. What is red no more is left out."""
    red = Interaction.objects.filter(pk__in=interaction_ids, level="red").exclude(state=Interaction.State.CLOSED)
    rows = list(red.select_related("team", "channel", "topic__owner_team").order_by("pk"))
    flags = red_topics_of(rows)
    _lock(flags)
    mains = [(crisis_of(row, late_batch), row) for row in rows]
    opened = _open_each(mains, by=by)
    # The ordinary message, of one red topic and in no room, has its alert by now.
    several = [row for crisis, row in mains if len(flags[row.pk]) > 1 or not crisis.key.startswith(BY_TOPIC)]
    if several:
        opened += _open_each(uncovered(several, flags), by=by)
    if any(alert.is_acknowledged for alert in opened):
        note_taken(rows)
    return opened


def _lock(flags: Mapping[int, Sequence[Flag]]) -> None:
    """Where a message has several red topics, lock what stands about them in one order: two workers whose messages
    have the same ones wait for each other, and neither for both."""
    topics = {flag.topic for several in flags.values() if len(several) > 1 for flag in several}
    if topics:
        about = Alert.objects.unresolved().filter(key__in=[crisis_about(topic).key for topic in topics])
        list(about.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _open_each(found: Iterable[tuple[Crisis, Interaction]], *, by: Actor) -> list[Alert]:
    crises: dict[str, tuple[Crisis, list[Interaction]]] = {}
    for crisis, interaction in found:
        crises.setdefault(crisis.key, (crisis, []))[1].append(interaction)
    return [_open(crisis, flagged, by=by) for _key, (crisis, flagged) in sorted(crises.items())]


def _open(crisis: Crisis, flagged: list[Interaction], *, by: Actor) -> Alert:
    alert, is_new = _alert_for(crisis, flagged[0])
    if is_new:
        put_in(alert, flagged)
        tell("alert_opened", alert, by=by, interaction=flagged[0].pk, flags=len(flagged))
        _page_when_due(alert)
    elif alert.state == Alert.State.RESOLVED:
        _bring_back(alert, flagged, by=by)
    else:
        join(alert, flagged, by=by, urgency=crisis.urgency)
    return alert


def _alert_for(crisis: Crisis, interaction: Interaction) -> tuple[Alert, bool]:
    """The alert of this crisis, locked, and whether it was raised just now. A resolved one is about to come back."""
    while True:
        standing = Alert.objects.unresolved().filter(key=crisis.key).first() or _resolved_just_now(crisis)
        if standing is None:
            if raised := _raise(crisis, interaction):
                return raised, True
            continue
        locked = Alert.objects.locked(standing.pk)
        if locked.state == standing.state or locked.state != Alert.State.RESOLVED:
            return locked, False


def _resolved_just_now(crisis: Crisis) -> Alert | None:
    since = timezone.now() - HELD_DOWN_FOR
    resolved = Alert.objects.filter(state=Alert.State.RESOLVED, key=crisis.key, resolved_at__gt=since)
    return resolved.order_by("-resolved_at").first()


def _raise(crisis: Crisis, interaction: Interaction) -> Alert | None:
    """A new alert, or None when another worker was quicker."""
    topic = crisis.topic
    team = topic.owner_team or interaction.team
    now = timezone.now()
    try:
        with transaction.atomic():
            return Alert.objects.create(
                brand_id=interaction.brand_id,
                team=team,
                topic=topic,
                key=crisis.key,
                is_late=crisis.urgency == Urgency.LATE,
                is_drill=interaction.channel.is_rehearsal,
                urgency=crisis.urgency,
                plan=plan_for(topic, team).to_json(),
                next_step_at=now,
                raised_at=now,
            )
    except IntegrityError:
        return None


def _page_when_due(alert: Alert) -> None:
    """At once; or, where the topic says so, when somebody's shift begins, in twelve hours at the latest."""
    now = timezone.now()
    due_at = now if alert.topic is None or alert.topic.pages_at_once else _next_covered(Plan.from_json(alert.plan), now)
    if due_at <= now:
        take_step(alert)
        return
    alert.next_step_at = due_at
    alert.save(update_fields=["next_step_at", "flag_count"])


def _next_covered(plan: Plan, now: datetime) -> datetime:
    schedule = plan.steps[0].schedule if plan.steps else None
    found = specs([schedule]).get(schedule) if schedule is not None else None
    if found is None:
        return now
    return next_covered_at(found, now, DEFERRED_AT_MOST) or now + DEFERRED_AT_MOST


def _bring_back(alert: Alert, flagged: list[Interaction], *, by: Actor) -> None:
    """It was over a moment ago. Whoever had it has it again and is told so; where nobody had, its steps go on as if it
    had never been over."""
    alert.resolved_at = None
    alert.state = Alert.State.LIVE if alert.acknowledged_by is None else Alert.State.ACKNOWLEDGED
    alert.next_step_at = _step_due_at(alert) if alert.is_live else None
    alert.save()
    tell("alert_back", alert, by=by, interaction=flagged[0].pk)
    swells = alert.swells
    join(alert, flagged, by=by, urgency=Urgency(alert.urgency))
    if alert.next_step_at is not None and alert.next_step_at <= timezone.now():
        take_step(alert)
    elif alert.swells == swells:
        page_again(alert, Page.Cause.BACK)


def _step_due_at(alert: Alert) -> datetime:
    """When the step after the last one is, or was, due."""
    asked = alert.pages.filter(round=alert.round, step=alert.step, cause=Page.Cause.STEP).order_by("pk").first()
    steps = Plan.from_json(alert.plan).steps
    if asked is None or not steps:
        return timezone.now()
    return asked.created_at + timedelta(minutes=steps[alert.step - 1].wait_for)
