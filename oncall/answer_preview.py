"""Whom an agreed line would reach, and as what: each text as it would read, and why some are left out."""

from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from interactions import checks
from interactions.access import linked_to
from interactions.models import Interaction
from interactions.placeholders import fill
from interactions.starting import known
from oncall.actions.answering_many import A_MINUTE, MOST_AT_ONCE
from oncall.models import BulkAnswer, Incident
from oncall.room import Room
from playbook.models import ChecklistItem

State = Interaction.State
_ANSWERED = (State.RESPONDED, State.CLOSED)
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Fitted:
    """One message with the text it would get; ``lock`` says why it gets none."""

    row: Interaction
    text: str
    lock: str


class AnswerPreview:
    """``group``: the group of messages by its place on the page; None for everybody who waits."""

    def __init__(self, incident: Incident, user: User, *, kind: str, line: str, group: int | None) -> None:
        self.incident = incident
        self.user = user
        self.kind = kind if kind in BulkAnswer.Kind.values else BulkAnswer.Kind.ANSWER
        self.line = line
        self._group = group

    @cached_property
    def rows(self) -> list[Interaction]:
        linked = linked_to(self.user, self.incident.pk)
        if self.kind == BulkAnswer.Kind.CLOSING:
            linked = linked.filter(state__in=_ANSWERED, responded_at__isnull=False)
        else:
            linked = linked.filter(state__in=[State.FLAGGED, State.RECEIVED])
        if self._group is not None:
            groups = Room(self.incident, self.user).groups
            linked = linked.filter(pk__in=groups[self._group].group.ids if self._group < len(groups) else [])
        related = ("contact", "channel", "team", "topic", "brand")
        return list(linked.select_related(*related).order_by("pk")[: min(MOST_SHOWN, MOST_AT_ONCE)])

    @cached_property
    def fitted(self) -> list[Fitted]:
        return [Fitted(row, fill(self.line, known(row, self.user)), self._lock(row)) for row in self.rows]

    @property
    def possible(self) -> list[Fitted]:
        return [one for one in self.fitted if not one.lock]

    @property
    def left_out(self) -> list[Fitted]:
        return [one for one in self.fitted if one.lock]

    @property
    def minutes(self) -> int:
        """How long it takes to submit them all."""
        return -(-len(self.possible) // A_MINUTE)

    def _lock(self, row: Interaction) -> str:
        lock = checks.allows(checks.check_may, self.user, "draft", row)
        lock = lock or checks.allows(checks.check_not_held, row, self.user)
        lock = lock or checks.allows(checks.check_no_template, row)
        if not lock and self.kind == BulkAnswer.Kind.ANSWER:
            lock = checks.allows(checks.check_draftable, row)
        return lock or " ".join(checks.questions(row, is_public=row.is_public))

    @cached_property
    def items(self) -> list[ChecklistItem]:
        """What a person stands by, of every kind of case among them."""
        kinds = {(row.topic_id, row.level, row.channel_id): row for row in self.rows}
        found = {item.slug: item for row in kinds.values() for item in checks.ticked_by_hand(row, self.user)}
        return list(found.values())

    @property
    def asks_consideration(self) -> bool:
        return any(row.level == "yellow" for row in self.rows)
