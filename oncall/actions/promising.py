"""Public words that were promised and did not come: somebody is paged (N6), for silence after it is worse than none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from accounts.actors import SYSTEM
from interactions.models import HoldingStatement, IncidentLink, Interaction, Reply
from oncall.actions.escalating import take_step
from oncall.actions.joining import put_in
from oncall.actions.lines import tell
from oncall.actions.room_lines import tell_room
from oncall.actions.settling import resolve
from oncall.models import Alert, Incident, MissedPromise
from oncall.plans import plan_for
from oncall.policy import Urgency
from oncall.wording import PROMISE
from playbook.models import Topic

LOOKED_BACK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Due:
    key: str
    due_at: datetime
    interaction: Interaction
    incident: Incident | None = None


def strike_promises() -> int:
    """Page for every public word that is overdue and was not missed before; how many. Safe to run twice at once."""
    now = timezone.now()
    _note_first_words()
    found = [*_of_rooms(now), *_of_holding_messages(now)]
    known = set(MissedPromise.objects.filter(key__in=[due.key for due in found]).values_list("key", flat=True))
    return sum(miss(due) for due in found if due.key not in known)


def _note_first_words() -> None:
    """The first answer or holding message that went out to anybody in a room is its first public word."""
    for incident in Incident.objects.filter(state=Incident.State.OPEN, first_word_at=None):
        linked = IncidentLink.objects.filter(incident=incident.pk, unlinked_at=None).values("interaction")
        sent = Reply.objects.filter(interaction__in=linked, state=Reply.State.SENT, sent_at__gte=incident.opened_at)
        if first := sent.order_by("sent_at").values_list("sent_at", flat=True).first():
            note_first_word(incident, first)


@transaction.atomic
def note_first_word(incident: Incident, at: datetime) -> None:
    """Doing it twice changes nothing."""
    locked = Incident.objects.locked(incident.pk)
    if locked.first_word_at is None and locked.is_open:
        locked.first_word_at = at
        locked.save(update_fields=["first_word_at"])
        tell_room("first_word_out", locked, by=SYSTEM, at=at.isoformat())
        settle_promises(locked)


def _of_rooms(now: datetime) -> Iterator[Due]:
    for incident in Incident.objects.filter(state=Incident.State.OPEN).select_related("team", "topic"):
        clocks = {"first": None if incident.first_word_at else incident.first_word_due_at}
        clocks["next"] = incident.next_update_due_at
        for name, due_at in clocks.items():
            if due_at is not None and due_at <= now and (first := _first_linked(incident)):
                yield Due(f"{name}:{incident.pk}:{due_at.isoformat()}", due_at, first, incident)


def _of_holding_messages(now: datetime) -> Iterator[Due]:
    """“Next update by 16:00” in a holding message is kept by anything that goes out to that person after it."""
    sent = Reply.objects.filter(statement=OuterRef("pk"), state=Reply.State.SENT)
    after = Reply.objects.filter(
        interaction=OuterRef("interaction"), state=Reply.State.SENT, sent_at__gt=OuterRef("reply__sent_at")
    )
    overdue = HoldingStatement.objects.filter(
        Exists(sent),
        ~Exists(after),
        next_update_at__lte=now,
        next_update_at__gt=now - LOOKED_BACK,
        interaction__state__in=["received", "flagged", "drafted", "approved"],
    )
    for statement in overdue.select_related("interaction__team", "interaction__topic"):
        yield Due(f"holding:{statement.pk}", statement.next_update_at, statement.interaction)


def _first_linked(incident: Incident) -> Interaction | None:
    """Something of the room that a page can be about; of what was ever in it, if need be."""
    links = IncidentLink.objects.filter(incident=incident.pk).order_by(F("unlinked_at").asc(nulls_first=True), "pk")
    link = links.select_related("interaction__team", "interaction__topic").first()
    return link.interaction if link else None


@transaction.atomic
def miss(due: Due) -> bool:
    """Write down that it was missed and page for it, as the policy of its topic says, once."""
    if due.incident is not None:
        Incident.objects.locked(due.incident.pk)
    if MissedPromise.objects.filter(key=due.key).exists():
        return False
    row, now = due.interaction, timezone.now()
    topic = (due.incident.topic if due.incident else None) or row.topic or _any_topic(row)
    team = due.incident.team if due.incident else row.team
    if topic is None:
        return False
    alert = Alert.objects.create(
        brand_id=row.brand_id,
        team=team,
        topic=topic,
        key=f"{PROMISE}{due.key}"[:120],
        urgency=Urgency.AT_ONCE,
        plan=plan_for(topic, team).to_json(),
        next_step_at=now,
        raised_at=now,
    )
    put_in(alert, [row])
    MissedPromise.objects.create(
        key=due.key, incident=due.incident, interaction=row, alert=alert, due_at=due.due_at, missed_at=now
    )
    tell("promise_missed", alert, by=SYSTEM, interaction=row.pk, due_at=due.due_at.isoformat())
    take_step(alert)
    return True


def _any_topic(row: Interaction) -> Topic | None:
    """An alert is about a topic; of an unflagged message the strictest of its brand stands for it."""
    topics = Topic.objects.live().filter(brand=row.brand_id)
    return topics.filter(level="red").first() or topics.first()


def settle_promises(incident: Incident) -> None:
    """A word is out: nobody is paged any more for the one that was missed."""
    missed = MissedPromise.objects.filter(incident=incident).exclude(alert__state=Alert.State.RESOLVED)
    for promise in missed.order_by("alert"):
        alert = Alert.objects.locked(promise.alert_id)
        if alert.state != Alert.State.RESOLVED:
            resolve(alert, promise.interaction_id)
