"""A conversation as one reads it: what the customer wrote, what we answered, notes, and what was done, in time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import User
from audit.models import Event
from audit.timeline import timeline
from interactions import blocking, wording
from interactions.marking import marked, stretches
from interactions.models import Flag, Interaction, Note, PostingBlock, Reply, SecondOpinion
from interactions.models.interaction import Interactions

MOST_MESSAGES = 30  # before this one, and again after it
MOST_EVENTS = 200
FOLD_AFTER = 2_500  # characters; more stands folded


@dataclass(frozen=True)
class Entry:
    """``kind`` names the part that shows it: message, reply, note, event."""

    kind: str
    at: datetime
    said: Any

    @property
    def template(self) -> str:
        return f"interactions/_{self.kind}.html"


@dataclass
class Message:
    """What a customer wrote, the words that made rules speak marked in it."""

    row: Interaction
    spoken: list[tuple[str, str]] = field(default_factory=list)
    is_this: bool = False

    @cached_property
    def _stretches(self) -> Any:
        return stretches(self.row.text, self.spoken) if self.spoken else []

    @property
    def shown(self) -> SafeString:
        return marked(self.row.text, self._stretches, 0, min(len(self.row.text), FOLD_AFTER))

    @property
    def folded(self) -> SafeString | str:
        return marked(self.row.text, self._stretches, FOLD_AFTER) if self.folded_length else ""

    @property
    def folded_length(self) -> int:
        return max(len(self.row.text) - FOLD_AFTER, 0)


@dataclass
class Posted:
    """A reply of ours, or one found on the network, with what the reader may do about it."""

    reply: Reply
    now: datetime
    block: PostingBlock | None = None  # the kill switch that holds it back

    @property
    def is_undoable(self) -> bool:
        return self.reply.state == Reply.State.PENDING and self.reply.not_before > self.now and not self.reply.attempts

    @property
    def is_delayed(self) -> bool:
        return self.reply.state == Reply.State.PENDING and self.reply.attempts > 0

    @property
    def text(self) -> str:
        return self.reply.text


@dataclass
class Told:
    event: Event
    sentence: str

    @property
    def icon(self) -> str:
        return wording.icon(self.event)

    @property
    def level(self) -> str:
        return wording.level(self.event)


class Thread:
    """The conversation around one interaction, as far as this person may see it. Five queries.

    ``opinion``: what was learned sees in it, where a person is asked to look.
    """

    def __init__(
        self, interaction: Interaction, visible: Interactions, flags: list[Flag], opinion: SecondOpinion | None = None
    ) -> None:
        self.interaction = interaction
        self._visible = visible.filter(conversation=interaction.conversation_id)
        self._flags = flags
        self._opinion = opinion
        self._now = timezone.now()

    @cached_property
    def rows(self) -> list[Interaction]:
        """This one, what anybody wrote before it, and what its author wrote after."""
        shown = self._visible.select_related("contact")
        until = list(shown.filter(pk__lte=self.interaction.pk).order_by("-pk")[:MOST_MESSAGES])
        after = shown.filter(pk__gt=self.interaction.pk, contact=self.interaction.contact_id)
        return [*reversed(until), *(after.order_by("pk")[:MOST_MESSAGES] if self._may_go_on else [])]

    @property
    def _may_go_on(self) -> bool:
        """Whether its author may have written after it: never to an open head that nothing was added to, unless it
        was opened again."""
        row, told = self.interaction, self.events
        was_opened_again = any(event.name == "interactions.reopened" for event in told) or len(told) == MOST_EVENTS
        return not row.is_open or row.thread_version > 1 or was_opened_again

    @cached_property
    def events(self) -> list[Event]:
        return list(timeline(self.interaction)[:MOST_EVENTS])

    @cached_property
    def replies(self) -> list[Reply]:
        shown = Q(interaction__in=[row.pk for row in self.rows]) | Q(interaction=None)
        rows = Reply.objects.filter(shown, conversation=self.interaction.conversation_id)
        related = ("approval__draft__author", "approval__by", "statement__message", "channel")
        return list(rows.select_related(*related).order_by("-pk")[: MOST_MESSAGES * 2])

    @cached_property
    def entries(self) -> list[Entry]:
        return sorted(self._entries(), key=lambda entry: entry.at)

    def _entries(self) -> Iterator[Entry]:
        spoken = [(word, flag.level) for flag in self._flags for word in flag.why.get("words", [])]
        if self._opinion is not None:
            spoken += [(word, self._opinion.level) for word in self._opinion.words]
        for row in self.rows:
            is_here = self.interaction.pk in {row.pk, row.head_id}
            yield Entry("message", row.received_at, Message(row, spoken if is_here else [], is_here))
        for reply in self.replies:
            if reply.state != Reply.State.RECALLED:
                yield Entry("reply", reply.sent_at or reply.created_at, Posted(reply, self._now, self._block_on(reply)))
        for note in Note.objects.filter(interaction__in=[row.pk for row in self.rows]).select_related("author"):
            yield Entry("note", note.created_at, note)
        yield from self._told()

    def _block_on(self, reply: Reply) -> PostingBlock | None:
        return blocking.block_on(reply) if reply.state == Reply.State.PENDING else None

    def _told(self) -> Iterator[Entry]:
        events = [event for event in self.events if wording.is_told(event)]
        topics = {flag.topic_id: str(flag.topic) for flag in self._flags}
        given = {event.facts.get("to") for event in events if event.facts.get("to")}
        people = {user.pk: str(user) for user in User.objects.filter(pk__in=given)} if given else {}
        for event in events:
            told = wording.sentence(event, topics, people)
            is_drill = self.interaction.is_drill
            yield Entry("event", event.at, Told(event, _("Drill · %(told)s") % {"told": told} if is_drill else told))
