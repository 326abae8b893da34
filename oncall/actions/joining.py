"""Red flags that join a crisis which is being paged, or which somebody has."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.actors import Actor
from interactions.actions import note_acknowledged
from interactions.models import Interaction
from oncall.actions.escalating import page_again, take_step
from oncall.actions.lines import tell
from oncall.checks import may_answer
from oncall.models import Alert, AlertFlag, Page
from oncall.policy import Urgency, swells

# Whoever took a crisis has its later red flags too, for this long. After that they are somebody's again.
TAKEN_FOR = timedelta(hours=4)


def join(alert: Alert, flagged: Sequence[Interaction], *, by: Actor, urgency: Urgency) -> None:
    """Put red flags into a locked alert that is not resolved. It is paged again when they make it much larger or more
    urgent, and when whoever took it did so long ago."""
    before = alert.flag_count
    new = put_in(alert, flagged)
    if new:
        tell("alert_joined", alert, by=by, interactions=[interaction.pk for interaction in new])
    is_more_urgent = urgency > alert.urgency
    if is_more_urgent:
        alert.urgency = urgency
    alert.save()
    has_grown = swells(before, alert.flag_count) and not alert.is_late
    anybodys = [each for each in flagged if each in new or each.urgency == Interaction.Urgency.RED_UNACKNOWLEDGED]
    if alert.is_acknowledged and anybodys and not _is_still_theirs(alert):
        raise_again(alert, anybodys[0], by=by)
        return
    if alert.is_live and not alert.step and is_more_urgent and urgency >= Urgency.AT_ONCE:
        take_step(alert)  # it waited for the next shift, and must not any more
    elif is_more_urgent or has_grown:
        page_again(alert, Page.Cause.SWELL)


def put_in(alert: Alert, flagged: Sequence[Interaction]) -> list[Interaction]:
    """Those that were not in it yet, in it now. Whoever calls saves the alert's count."""
    there = set(alert.flags.filter(interaction__in=flagged).values_list("interaction_id", flat=True))
    new = [interaction for interaction in flagged if interaction.pk not in there]
    now = timezone.now()
    AlertFlag.objects.bulk_create(AlertFlag(alert=alert, interaction=each, joined_at=now) for each in new)
    alert.flag_count += len(new)
    return new


def _is_still_theirs(alert: Alert) -> bool:
    holder, taken_at = alert.acknowledged_by, alert.acknowledged_at
    is_recent = taken_at is not None and timezone.now() - taken_at < TAKEN_FOR
    return is_recent and holder is not None and may_answer(holder, alert)


def note_taken(rows: Iterable[Interaction]) -> None:
    """Those of these red flags that somebody has leave the top of the inbox. A message stays there while anybody is
    asked about it for another of its topics."""
    waiting = [row.pk for row in rows if row.urgency == Interaction.Urgency.RED_UNACKNOWLEDGED]
    taken = AlertFlag.objects.taken().filter(interaction__in=waiting)
    for seat in taken.select_related("alert__acknowledged_by", "interaction").order_by("interaction", "pk"):
        if seat.alert.acknowledged_by is not None:
            note_acknowledged(seat.interaction, by=seat.alert.acknowledged_by)


def raise_again(alert: Alert, interaction: Interaction, *, by: Actor) -> None:
    """Somebody took the locked alert long ago, or may not answer for it any more: somebody is paged again, from the
    first step."""
    alert.state = Alert.State.LIVE
    alert.acknowledged_by = None
    alert.acknowledged_at = None
    alert.round += 1
    alert.step = 0
    alert.passed_by = []
    alert.next_step_at = timezone.now()
    alert.save()
    tell("alert_raised_again", alert, by=by, interaction=interaction.pk)
    take_step(alert)
