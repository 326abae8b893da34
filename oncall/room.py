"""Everything a room's page shows, each part asked for at most once. No number counts what its reader may not see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from accounts.models import Team, User
from interactions.access import linked_to, visible
from interactions.checks import allows
from interactions.models import IncidentLink, Interaction, Release, RightsTransfer
from interactions.models.interaction import OPEN_STATES
from oncall.actions.helping import check_may_bring
from oncall.actions.stating import NAMES_NEEDED
from oncall.alike import Group, groups_of
from oncall.held import held_in
from oncall.models import (
    BulkAnswer,
    BulkItem,
    Huddle,
    Incident,
    IncidentLine,
    IncidentRole,
    LogEntry,
    Showing,
    Statement,
)
from oncall.room_chart import Chart, chart_of
from oncall.room_checks import check_may_lead, check_may_sign, check_may_work
from oncall.room_counts import Volume, volume_of
from oncall.room_todo import ToDo, to_do_in
from oncall.tallying import QUARTER, floor_of, quarter_of
from oncall.turning import Turning, where_to_turn

MOST_READ = 2_000
MOST_LOG = 60
SHOWN_BACK = timedelta(hours=12)
LOOKED_AT, SUGGESTED, ALIKE = 300, 8, 45


@dataclass(frozen=True)
class Place:
    """A role, and who has it."""

    role: str
    name: str
    held: IncidentRole | None
    is_mine: bool


@dataclass(frozen=True)
class Hand:
    """Somebody who was brought in, for which teams."""

    user: User
    teams: list[Team]
    since: datetime


@dataclass(frozen=True)
class Said:
    """A group of messages, with how many of it wait."""

    group: Group
    waiting: tuple[int, ...]


@dataclass(frozen=True)
class Stated:
    statement: Statement
    names: list[User]
    is_signed: bool
    may_sign: bool


class Room:
    def __init__(self, incident: Incident, user: User, bound: Any = None) -> None:
        self.incident = incident
        self.user = user
        self.bound = bound

    @cached_property
    def lock(self) -> str:
        """Why this person cannot work here; empty when they can."""
        return allows(check_may_work, self.user, self.incident)

    @property
    def may_work(self) -> bool:
        return not self.lock and self.incident.is_open

    @cached_property
    def may_lead(self) -> bool:
        return not allows(check_may_lead, self.user, self.incident)

    @cached_property
    def may_sign(self) -> bool:
        return not allows(check_may_sign, self.user, self.incident)

    @cached_property
    def places(self) -> list[Place]:
        held = {row.role: row for row in self.incident.roles.filter(renounced_at=None).select_related("user")}
        return [
            Place(role, str(label), held.get(role), role in held and held[role].user_id == self.user.pk)
            for role, label in IncidentRole.Role.choices
        ]

    @cached_property
    def may_bring(self) -> bool:
        return self.may_work and not allows(check_may_bring, self.user, self.incident)

    @cached_property
    def helpers(self) -> list[Hand]:
        rows = list(self.incident.helpers.filter(left_at=None).select_related("user", "team"))
        people = {row.user_id: row for row in rows}
        return [
            Hand(first.user, [row.team for row in rows if row.user_id == pk], first.brought_at)
            for pk, first in people.items()
        ]

    @property
    def turning(self) -> Turning:
        """Who is on call for what it is about."""
        return where_to_turn(self.incident.topic, self.incident.team)

    # --- What is in it ------------------------------------------------------------------------------------------------

    @cached_property
    def counts(self) -> dict[str, int]:
        """Messages, people, and how many of both wait for an answer."""
        waits = Q(state__in=OPEN_STATES)
        found: dict[str, int] = linked_to(self.user, self.incident.pk).aggregate(
            messages=Count("pk"),
            answered=Count("pk", filter=Q(responded_at__isnull=False) & ~waits),
            waiting=Count("pk", filter=waits),
            people=Count("contact", distinct=True),
            people_waiting=Count("contact", filter=waits, distinct=True),
        )
        return found

    @cached_property
    def rows(self) -> Sequence[Any]:
        linked = linked_to(self.user, self.incident.pk).order_by("-pk")
        return list(linked.values("pk", "text", "state", "level")[:MOST_READ])

    @cached_property
    def groups(self) -> list[Said]:
        states = {row["pk"]: row["state"] for row in self.rows}
        found = groups_of({row["pk"]: row["text"] for row in self.rows})
        return [Said(group, tuple(pk for pk in group.ids if states[pk] in {"flagged", "drafted"})) for group in found]

    @cached_property
    def newest(self) -> QuerySet[Interaction]:
        rows = linked_to(self.user, self.incident.pk).select_related("contact", "channel", "topic")
        return rows.order_by("-pk")[:5]

    @cached_property
    def suggested(self) -> list[Interaction]:
        """What is alike and in no room: of its channel or topic, since it began, by the words it shares."""
        if not self.incident.is_live:
            return []
        about = Q(topic=self.incident.topic_id) if self.incident.topic_id else Q()
        about |= Q(channel=self.incident.channel_id) if self.incident.channel_id else Q()
        came = visible(self.user).filter(about, brand=self.incident.brand_id, pk__gt=floor_of(self.incident.began_at))
        came = came.filter(head=None, received_at__gte=self.incident.began_at - timedelta(hours=1))
        taken = IncidentLink.objects.filter(unlinked_at=None, interaction__in=came.order_by("-pk")[:LOOKED_AT])
        fresh = came.exclude(pk__in=list(taken.values_list("interaction", flat=True)))
        rows = list(fresh.select_related("contact").order_by("-pk")[:LOOKED_AT])
        known = [row["text"] for row in self.rows[:20]]
        alike = {row.pk: max((_alike(row.text, text) for text in known), default=0) for row in rows}
        best = [row for row in rows if alike[row.pk] >= ALIKE]
        return sorted(best, key=lambda row: (-alike[row.pk], -row.pk))[:SUGGESTED]

    @cached_property
    def volume(self) -> Volume:
        return volume_of(self.incident, self.user, self._chart_ends_at, SHOWN_BACK)

    @cached_property
    def chart(self) -> Chart:
        usual = 0 if self.volume.is_of_room else self.incident.usual / 4
        start, steps = self._chart_ends_at - SHOWN_BACK, int(SHOWN_BACK / QUARTER)
        return chart_of(self.volume.counted, start, QUARTER, steps, usual)

    @property
    def _chart_ends_at(self) -> datetime:
        return quarter_of(self.incident.ended_at or timezone.now()) + QUARTER

    # --- What we say --------------------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> dict[str, list[IncidentLine]]:
        standing = list(self.incident.lines.filter(withdrawn_at=None))
        return {kind: [line for line in standing if line.kind == kind] for kind in IncidentLine.Kind.values}

    @cached_property
    def statements(self) -> list[Stated]:
        rows = self.incident.statements.select_related("by", "posted_by").prefetch_related("signatures__by")[:5]
        return [self._stated(row) for row in rows]

    def _stated(self, row: Statement) -> Stated:
        names = [name.by for name in row.signatures.all()]
        return Stated(row, names, len(names) >= NAMES_NEEDED, self.may_sign and self.user not in names)

    @cached_property
    def showings(self) -> list[Showing]:
        """Pages for the public that are on for it, or wait for the second person."""
        rows = self.incident.showings.standing().select_related("page", "written_by", "asked_by", "approved_by")
        return list(rows)

    @property
    def page_on(self) -> Showing | None:
        return next((showing for showing in self.showings if showing.is_on), None)

    @cached_property
    def answers(self) -> list[BulkAnswer]:
        seen = Q(items__interaction__in=visible(self.user).values("pk"))
        states = {state: Count("items", filter=seen & Q(items__state=state)) for state in BulkItem.State.values}
        return list(self.incident.answers.select_related("by").annotate(**states)[:5])

    @cached_property
    def releases(self) -> list[Release]:
        rows = Release.objects.filter(incident=self.incident.pk, revoked_at=None, expires_at__gt=timezone.now())
        return list(rows.select_related("created_by").prefetch_related("signatures__by"))

    @cached_property
    def held(self) -> tuple[int, int]:
        """On how many messages a reply is stopped, and on how many red holds a text."""
        return held_in(self.user, self.incident)

    @cached_property
    def todo(self) -> ToDo:
        return to_do_in(self.incident, self.user)

    # --- What was done ------------------------------------------------------------------------------------------------

    @cached_property
    def log(self) -> list[LogEntry]:
        return list(self.incident.entries.select_related("by", "corrects")[:MOST_LOG])

    @cached_property
    def huddle(self) -> Huddle | None:
        return self.incident.huddles.filter(state=Huddle.State.OPEN).select_related("decider").first()

    @cached_property
    def transfer(self) -> RightsTransfer | None:
        return RightsTransfer.objects.filter(incident=self.incident.pk, ended_at=None).select_related("to_team").first()

    @property
    def is_late(self) -> bool:
        due = self.incident.next_update_due_at if self.incident.first_word_at else self.incident.first_word_due_at
        return due is not None and due <= timezone.now()


def _alike(one: str, other: str) -> int:
    return round(token_set_ratio(one[:500], other[:500], processor=default_process))
