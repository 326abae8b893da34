"""The queues of the inbox: which open interactions each holds, cut so that every cut is one stretch of one index."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, F, Func, Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from interactions.models import Draft, HandOff, Interaction
from interactions.models.interaction import OPEN_STATES

State = Interaction.State
Urgency = Interaction.Urgency
RED = (Urgency.RED_UNACKNOWLEDGED, Urgency.RED)
LEVELS = ("", "green", "yellow", "red")
LATEST_DRAFTS = 500  # of one person, looked through for what came back
PLAIN = ("", "green")  # levels
ANSWERABLE = (State.FLAGGED, State.DRAFTED, State.APPROVED)


class StandsOpen(Func):
    """An open head, its states written out as values: SQLite trusts a partial index only to a condition without
    parameters."""

    output_field = BooleanField()

    def __init__(self) -> None:
        super().__init__(F("state"), F("head_id"))

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]  # noqa: ARG002
        state, head = (compiler.compile(column)[0] for column in self.get_source_expressions())
        states = ", ".join(f"'{state}'" for state in OPEN_STATES)
        return f"({state} IN ({states}) AND {head} IS NULL)", []


OPEN = Q(StandsOpen())
IN_SIGHT = OPEN & Q(snoozed_until=None)
SNOOZED = OPEN & Q(snoozed_until__isnull=False)
AGED_AFTER = timedelta(days=7)  # past due


@dataclass(frozen=True)
class Asking:
    """Who looks, and when: what the queues of one person depend on."""

    user_id: int
    now: datetime


@dataclass(frozen=True)
class Cut:
    """A stretch of an index. ``urgency`` None: all of them, in the index's own order.

    ``is_implied``: the rows are of that urgency anyway; asking for it would lead SQLite to another index.
    ``is_personal``: found through the person's index, not through each team's.
    """

    rows: Q
    urgency: int | None = None
    is_implied: bool = False
    is_personal: bool = False


@dataclass(frozen=True)
class Queue:
    slug: str
    name: StrPromise
    cuts: Callable[[Asking], list[Cut]]
    counted: Callable[[Asking], Q] | None = None
    icon: str = "inbox"
    level: str | None = None  # drawn as a flag instead of an icon
    is_mine: bool = False
    is_pressing: bool = False  # its count is drawn filled
    is_newest_first: bool = False


def _open(_asking: Asking) -> Q:
    return IN_SIGHT


def _of_level(level: str) -> Callable[[Asking], Q]:
    return lambda _asking: IN_SIGHT & Q(level=level)


def _waiting(_asking: Asking) -> Q:
    return IN_SIGHT & Q(level__in=LEVELS, state=State.DRAFTED)


def _unjudged(_asking: Asking) -> Q:
    return IN_SIGHT & Q(level="", state=State.RECEIVED)


def _to_look_at(_asking: Asking) -> Q:
    return IN_SIGHT & Q(needs_look=True)


def _praise(_asking: Asking) -> Q:
    """Kind words that nothing stricter is in: thanked on their own clock, which is that of their topic."""
    return IN_SIGHT & Q(level__in=PLAIN, tone="positive")


def _late(asking: Asking) -> Q:
    return IN_SIGHT & Q(level__in=LEVELS, due_at__lt=asking.now)


def _assigned(asking: Asking) -> Q:
    return IN_SIGHT & Q(assignee=asking.user_id)


def _sent_back(asking: Asking) -> Q:
    written = Draft.objects.filter(author=asking.user_id).order_by("-id").values("interaction_id")[:LATEST_DRAFTS]
    return IN_SIGHT & Q(state=State.FLAGGED, pk__in=written)


def _taken_offline(_asking: Asking) -> Q:
    """The answer that offered a talk is out, and nobody has written down what came of it."""
    standing = HandOff.objects.filter(recorded_at__isnull=True, interaction__responded_at__gte=F("written_at"))
    return Q(pk__in=standing.order_by().values("interaction_id"))


def _cut_all(_asking: Asking) -> list[Cut]:
    return [Cut(IN_SIGHT)]


def _cut_red(_asking: Asking) -> list[Cut]:
    return [Cut(OPEN, urgency) for urgency in RED]


def _cut_level(level: str) -> Callable[[Asking], list[Cut]]:
    return lambda _asking: [_level_in_state(level, state) for state in ANSWERABLE]


def _cut_unjudged(_asking: Asking) -> list[Cut]:
    return [_level_in_state("", State.RECEIVED)]


def _cut_to_look_at(_asking: Asking) -> list[Cut]:
    return [Cut(IN_SIGHT & Q(needs_look=True), urgency) for urgency in Urgency]


def _cut_praise(_asking: Asking) -> list[Cut]:
    """Along the index of levels and states: kind words are many of the few that are open and green."""
    cuts = [_level_in_state("", State.RECEIVED), *(_level_in_state("green", state) for state in ANSWERABLE)]
    return [Cut(cut.rows & Q(tone="positive"), cut.urgency, cut.is_implied) for cut in cuts]


def _cut_waiting(_asking: Asking) -> list[Cut]:
    red = [Cut(IN_SIGHT & Q(state=State.DRAFTED), urgency) for urgency in RED]
    return red + [_level_in_state(level, State.DRAFTED) for level in ("green", "yellow")]


def _level_in_state(level: str, state: str) -> Cut:
    return Cut(IN_SIGHT & Q(level=level, state=state), Urgency.ORDINARY, is_implied=True)


def _cut_unassigned(_asking: Asking) -> list[Cut]:
    return [Cut(IN_SIGHT & Q(assignee=None))]


def _cut_late(asking: Asking) -> list[Cut]:
    return [Cut(IN_SIGHT & Q(due_at__lt=asking.now), urgency) for urgency in Urgency]


def _cut_assigned(asking: Asking) -> list[Cut]:
    return [Cut(_assigned(asking), is_personal=True)]


def _cut_sent_back(asking: Asking) -> list[Cut]:
    return [Cut(_sent_back(asking), is_personal=True)]


def _cut_taken_offline(asking: Asking) -> list[Cut]:
    return [Cut(_taken_offline(asking), is_personal=True)]


def _snoozed(_asking: Asking) -> Q:
    return SNOOZED


def _cut_snoozed(_asking: Asking) -> list[Cut]:
    return [Cut(SNOOZED, Urgency.ORDINARY)]


def _cut_aged(asking: Asking) -> list[Cut]:
    """Its date passed and nobody has done anything; or it waits for an answer long after that was due."""
    came_back = IN_SIGHT & Q(came_back_at__isnull=False)
    long_due = IN_SIGHT & Q(came_back_at=None, due_at__lt=asking.now - AGED_AFTER)
    return [Cut(rows, urgency) for rows in (came_back, long_due) for urgency in Urgency]


def _cut_answered(_asking: Asking) -> list[Cut]:
    return [Cut(Q(state__in=[State.RESPONDED, State.CLOSED], head=None))]


QUEUES = (
    Queue("mine", _("Assigned to me"), _cut_assigned, _assigned, "user-round", is_mine=True),
    Queue("returned", _("Returned to me"), _cut_sent_back, _sent_back, "undo-2", is_mine=True, is_pressing=True),
    Queue("all", _("All open"), _cut_all, _open),
    Queue("red", _("Red · Stop"), _cut_red, _of_level("red"), level="red", is_pressing=True),
    Queue("yellow", _("Yellow · Caution"), _cut_level("yellow"), _of_level("yellow"), level="yellow"),
    Queue("green", _("Green · Go"), _cut_level("green"), _of_level("green"), level="green"),
    Queue("triage", _("Needs triage"), _cut_unjudged, _unjudged, level="none"),
    Queue("praise", _("Praise"), _cut_praise, _praise, "heart"),
    Queue("look", _("Needs a look"), _cut_to_look_at, _to_look_at, "eye"),
    Queue("unassigned", _("Unassigned"), _cut_unassigned, icon="user-round-x"),
    Queue("drafted", _("Awaiting approval"), _cut_waiting, _waiting, "hourglass"),
    Queue("overdue", _("Past due"), _cut_late, _late, "circle-alert"),
    Queue("snoozed", _("Put off"), _cut_snoozed, _snoozed, "alarm-clock"),
    Queue("aged", _("Aged out"), _cut_aged, icon="archive"),
    Queue("offline", _("Taken offline"), _cut_taken_offline, _taken_offline, "phone"),
    Queue("answered", _("Answered or closed"), _cut_answered, icon="check-check", is_newest_first=True),
)
# What a search without a queue looks through.
EVERYTHING_EVER = Queue("found", _("Everything"), lambda _asking: [Cut(Q())], is_newest_first=True)
BY_SLUG = {queue.slug: queue for queue in QUEUES}
