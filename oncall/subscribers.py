"""What on-call hears of the core. Each is idempotent: a delivery may be made twice."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.actors import SYSTEM
from accounts.models import Team, User
from audit.models import Event
from interactions.actions import note_acknowledged
from interactions.models import Flag, Interaction
from oncall import actions, engine, lanes
from oncall.models import Alert


def is_red(facts: dict[str, object]) -> bool:
    return facts.get("level") == "red"


def is_fresh_red(facts: dict[str, object]) -> bool:
    return is_red(facts) and not facts.get("is_late")


def is_late_red(facts: dict[str, object]) -> bool:
    """Red on a message that was more than a day old when it came."""
    return is_red(facts) and bool(facts.get("is_late"))


def page_for(events: Sequence[Event]) -> None:
    """``interactions.flagged`` or ``reopened`` at red, of one batch: somebody is paged until somebody acknowledges, and
    nobody any more for a red topic whose place another took."""
    batches: dict[str, list[int]] = {}
    for event in events:
        late_batch = f"{event.facts['channel']}:{event.facts['batch']}" if event.facts.get("is_late") else ""
        batches.setdefault(late_batch, []).append(event.subject_id)
    for late_batch, ids in batches.items():
        _page_for(ids, late_batch)
    for event in events:
        if event.facts.get("before") == "red":
            actions.settle(event.subject_id)


@transaction.atomic
def _page_for(interaction_ids: Sequence[int], late_batch: str) -> None:
    raised: list[Alert] = []

    def after_commit() -> None:
        for alert in raised:
            engine.send_pages_of(alert.pk, lanes.hand_to)

    transaction.on_commit(after_commit, robust=True)  # before open screens are told: nobody's phone waits for those
    raised += actions.open_alerts(interaction_ids, by=SYSTEM, late_batch=late_batch)


def settle(event: Event) -> None:
    """``interactions.lowered`` or ``closed``: the last red to go resolves its alert."""
    actions.settle(event.subject_id)


def end_questions(events: Sequence[Event]) -> None:
    """``interactions.closed`` or ``responded``, of one batch: nobody asks any more where they go."""
    actions.end_questions([event.subject_id for event in events])


def let_alerts_go(event: Event) -> None:
    """``accounts.team_left``: what this person has of the brand and may not answer for is somebody's again."""
    team = Team.objects.select_related("brand").get(pk=event.facts["team"])
    actions.let_alerts_go(User.objects.get(pk=event.facts["user"]), brand=team.brand)


def note_the_rest(event: Event) -> None:
    """``oncall.acknowledged``: red flags beyond those the action itself has moved out of the alarm. What was flagged
    since is still to be asked about."""
    alert = Alert.objects.select_related("acknowledged_by").get(pk=event.subject_id)
    if alert.acknowledged_by is None or alert.is_question:
        return
    unacknowledged = Interaction.Urgency.RED_UNACKNOWLEDGED
    since = Flag.objects.filter(
        interaction=OuterRef("interaction"), level="red", withdrawn_at=None, flagged_at__gt=alert.acknowledged_at
    )
    waiting = alert.flags.taken().filter(~Exists(since), interaction__urgency=unacknowledged)
    waiting = waiting.select_related("interaction")
    for flag in waiting.iterator():
        note_acknowledged(flag.interaction, by=alert.acknowledged_by)
