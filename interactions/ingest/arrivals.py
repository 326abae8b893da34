"""The plan of a batch: messages are walked in their order, and what each means for the heads is worked out on
instances, new ones and locked ones alike, so that a batch costs a handful of statements and not a handful a message."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from accounts.actors import SYSTEM
from connectors.contract import Incoming
from connectors.models import Channel
from interactions.actions.approving import step_back
from interactions.actions.flagging import put_back, ring_for, weigh
from interactions.actions.lines import standing
from interactions.actions.outgoing import recall_pending
from interactions.actions.waiting import stop_waiting, wait
from interactions.due import RANK, due_at
from interactions.ingest.judging import Bench, Suggested, counts_of
from interactions.models import Contact, Conversation, Interaction
from interactions.models.drafts import text_hash
from playbook.learning.opinion import Guess
from playbook.models import Topic
from playbook.triage import Verdict

CLOCKS_DIFFER_BY = timedelta(minutes=5)
LATE_AFTER = timedelta(hours=24)


@dataclass(slots=True)
class Head:
    """An open interaction and what the batch does to it. ``added`` are flags still to be written, and a hold is where
    it turned red."""

    row: Interaction
    topics: dict[int, Topic] = field(default_factory=dict)
    added: Suggested = field(default_factory=list)
    is_newly_held: bool = False
    opinion: tuple[Topic, Guess] | None = None  # the second one, where it is stricter


@dataclass(slots=True)
class Said:
    """A line for the record, worded while its interaction may not have an id yet."""

    name: str
    row: Interaction
    facts: dict[str, Any]


@dataclass(slots=True)
class Found:
    """A reply of the brand that we did not post, and the heads it answers."""

    message: Incoming
    conversation: Conversation
    answers: list[Interaction]


@dataclass(slots=True)
class Plan:
    channel: Channel
    bench: Bench
    now: datetime
    came: dict[str, Any]  # facts of every message of the batch
    seats: defaultdict[int, dict[int, Head]]  # by conversation, then contact: at most one open head sits there
    teams: dict[int, int] = field(default_factory=dict)  # by contact: who has them in the place of the channel's team
    born: list[Head] = field(default_factory=list)
    follow_ups: list[tuple[Interaction, Head]] = field(default_factory=list)
    touched: dict[int, Head] = field(default_factory=dict)
    found: list[Found] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def arrive(self, message: Incoming, contact: Contact, conversation: Conversation, verdict: Verdict) -> Interaction:
        """A message of the public takes the empty seat of its person and thread, or follows the head on it."""
        row = self._row(message, contact, conversation)
        row.team_id = self.teams.get(contact.pk, row.team_id)
        facts = self.came | {"is_late": is_late(row), "hash": text_hash(row.text)}
        seats = self.seats[conversation.pk]
        if head := seats.get(contact.pk):
            row.team_id = head.row.team_id  # of an incident that was handed over, it may be
            row.move_to_closed(closed_as=Interaction.Closed.CONTINUED, at=self.now)
            self.follow_ups.append((row, head))
            self._say("received", row, **facts)
            self._follow(head)
        else:
            head = seats[contact.pk] = Head(row)
            self.born.append(head)
            self._say("received", row, **facts)
        self._flag(head, self.bench.suggestions(verdict, counts_of(message)), facts)
        self._look(head, message)
        return row

    def answer(self, message: Incoming, conversation: Conversation, asked_by: int | None) -> None:
        """The brand answered on the network itself: drafts are superseded and the head is closed. Red keeps its hold
        and asks a person. ``asked_by`` is the contact whose message it hangs from, where that is known."""
        seats = self.seats[conversation.pk]
        seated = [head for contact_id, head in seats.items() if asked_by in {None, contact_id}]
        self.found.append(Found(message, conversation, [head.row for head in seated]))
        for head in seated:
            self._touch(head).answered_elsewhere_at = self.now
            if not head.row.is_red and self._may_move(head.row):
                self._close(head)
            self._say("answered_elsewhere", head.row)

    def _close(self, head: Head) -> None:
        before = str(head.row.state)
        closed_as = Interaction.Closed.ANSWERED_ELSEWHERE
        if before == Interaction.State.DRAFTED:
            stop_waiting(head.row)
        head.row.move_to_closed(closed_as=closed_as, at=self.now)
        self._say("closed", head.row, before=before, closed_as=str(closed_as))
        del self.seats[head.row.conversation_id][head.row.contact_id]

    def _follow(self, head: Head) -> None:
        """The thread moved on: an approval that has not left goes stale."""
        row = self._touch(head)
        row.thread_version += 1
        self._say("followed_up", row, thread_version=row.thread_version)
        if row.snoozed_until:
            row.wake(self.now)
            self._say("woken", row, why="follow_up")
        if row.state == Interaction.State.APPROVED and self._may_move(row):
            text = step_back(row)
            if text is not None:
                wait(row, text)
            self._say("approval_expired", row, why="thread")

    def _flag(self, head: Head, suggested: Suggested, facts: dict[str, Any]) -> None:
        new = [(topic, why) for topic, why in suggested if topic.pk not in head.topics]
        if not new:
            return
        row = self._touch(head)
        head.added += new
        head.topics |= {topic.pk: topic for topic, _why in new}
        before = row.level
        head.is_newly_held |= weigh(row, list(head.topics.values()))
        ring_for(row, (topic for topic, _why in new))
        ended = put_back(row) if row.pk is None or self._may_move(row) else {}
        row.playbook_version = self.bench.version
        judged = {"topics": [topic.pk for topic, _why in new], "before": before, "flag_version": row.flag_version}
        self._say("flagged", row, **facts, **judged, **ended, playbook_version=self.bench.version)

    def _look(self, head: Head, message: Incoming) -> None:
        """What was learned is stricter than what the rules say: a person looks. It flags and holds nothing."""
        seen = self.bench.opinion_on(message)
        if seen and RANK[seen[0].level] > RANK[head.row.level]:
            self._touch(head).needs_look = True
            head.opinion = seen

    def _may_move(self, row: Interaction) -> bool:
        """While a reply is being posted the case waits for its outcome."""
        return row.state != Interaction.State.APPROVED or recall_pending(row, by=SYSTEM)

    def _touch(self, head: Head) -> Interaction:
        if head.row.pk is not None:
            self.touched[head.row.pk] = head
        return head.row

    def _say(self, name: str, row: Interaction, **facts: Any) -> None:
        self.said.append(Said(name, row, standing(row) | facts))

    def _row(self, message: Incoming, contact: Contact, conversation: Conversation) -> Interaction:
        sound = self.bench.sound_of(message)
        return Interaction(
            brand_id=self.channel.brand_id,
            channel_id=self.channel.pk,
            team_id=self.channel.team_id,
            contact_id=contact.pk,
            conversation_id=conversation.pk,
            remote_id=message.remote_id,
            kind=message.kind,
            is_public=message.is_public,
            is_automatic=message.is_automatic,
            subject=message.subject,
            text=message.text,
            language=message.language or sound.language,
            tone=sound.tone,
            severity=sound.severity,
            permalink=message.permalink,
            likes=message.likes,
            shares=message.shares,
            comments=message.comments,
            reach=message.reach,
            occurred_at=min(message.occurred_at, self.now + CLOCKS_DIFFER_BY),
            received_at=self.now,
            due_at=due_at(self.now, None),
            playbook_version=self.bench.version,
        )


def is_late(row: Interaction) -> bool:
    """Older than 24 hours when we got it: a replay or a back-fill, paged once per channel and batch (P4)."""
    return row.received_at - row.occurred_at > LATE_AFTER
