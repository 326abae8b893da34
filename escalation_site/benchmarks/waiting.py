"""Drafts that wait for a sign-off, as many as wanted, each on a case of its own, written past the models.

A third are second versions of what was returned; one in ten is asked of somebody by name; they are due over a week
around now. Beside them stand drafts that came back and that nobody has written anew, one for fifty that wait.
"""

import random
import uuid
from datetime import timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone

from accounts.models import User
from approvals.models import ReturnedDraft, Review, Turn
from escalation_site.benchmarks.company import Company
from escalation_site.benchmarks.filling import Row, Sheet, moment
from escalation_site.benchmarks.messages import Writer
from interactions.models import Contact, Conversation, Draft, Flag, Interaction
from interactions.models.drafts import text_hash
from playbook.models import Topic

TEXTS = 500
CASES_AT_ONCE = 5_000  # fewer than make a sheet write itself
SECOND_VERSIONS = 0.33
ASKED_BY_NAME = 0.1
DUE_WITHIN = timedelta(days=7)
WAIT_FOR_ONE_BACK = 50
RETURNED_WITHIN = timedelta(days=365)  # ten people wrote all this: nobody has thousands of returns in a quarter


class Waiting:
    """So many drafts that wait, for a company that has none yet. ``signer`` is never their author."""

    def __init__(self, built: Company, signer: User, count: int) -> None:
        self._built, self._signer, self._count = built, signer, count
        self._random = random.Random(13)  # noqa: S311 - the same every time is what is wanted
        self._now = timezone.now()
        writer = Writer("waiting")
        self._texts = [writer.text() for _ in range(TEXTS)]
        self._hashes = [text_hash(text) for text in self._texts]
        self._topics = list(Topic.objects.live().filter(brand=built.brand, level="yellow"))
        self._drafts = 0
        self._sheets: dict[type[models.Model], Sheet] = {}

    @transaction.atomic
    def fill(self) -> None:
        self._prepare()
        for number in range(1, self._count + self._count // WAIT_FOR_ONE_BACK + 1):
            self._case(number, waits=number <= self._count)
            if number % CASES_AT_ONCE == 0:
                self._write()
        self._write()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self._sheets)):
                cursor.execute(statement)

    def _write(self) -> None:
        """What is referred to first: SQLite looks through every table for what may refer to a row that comes late."""
        for sheet in self._sheets.values():
            sheet.write()

    def _prepare(self) -> None:
        brand, channel, now = self._built.brand, self._built.channels[0], self._now
        times = {"occurred_at": now, "received_at": now, "due_at": now}
        patterns: list[models.Model] = [
            Contact(brand=brand, network=channel.network, first_seen_at=now),
            Conversation(started_at=now),
            Interaction(brand=brand, kind="mention", language="en", level="yellow", flag_version=1, **times),
            Flag(flagged_at=now, level="yellow", why={"rules": ["Bench"], "words": ["bench"]}),
            Draft(is_public=True, thread_version=1, flag_version=1, created_at=now, consideration="One sentence."),
            Review(
                by=self._signer, verdict="return", reason_code="tone", note="Warmer.", level="yellow", created_at=now
            ),
            ReturnedDraft(returned_at=now),
            Turn(brand=brand, policy_version=1, since=now, next_at=now + DUE_WITHIN),
        ]
        for pattern in patterns:
            self._sheets[type(pattern)] = Sheet(pattern)

    def _case(self, number: int, *, waits: bool) -> None:
        channel, topic = self._random.choice(self._built.channels), self._random.choice(self._topics)
        due = moment(self._now + DUE_WITHIN * (self._random.random() - 0.1))
        self._add(Contact, id=number, remote_id=f"u{number}", handle=f"@person{number}", name=f"Person {number}")
        self._add(Conversation, id=number, channel_id=channel.pk, key=f"t{number}")
        self._add(
            Interaction,
            id=number,
            public_id=uuid.UUID(int=self._random.getrandbits(128)).hex,
            remote_id=f"m{number}",
            text=self._texts[number % TEXTS],
            state="drafted" if waits else "flagged",
            channel_id=channel.pk,
            team_id=channel.team_id,
            contact_id=number,
            conversation_id=number,
            topic_id=topic.pk,
            due_at=due,
        )
        self._add(Flag, id=number, interaction_id=number, topic_id=topic.pk)
        if waits:
            draft = self._answer(number, channel.team_id)
            asked = self._random.choice(self._built.others).pk if self._random.random() < ASKED_BY_NAME else None
            team = {"home_id": channel.team_id, "team_id": channel.team_id}
            self._add(Turn, id=number, draft_id=draft, interaction_id=number, due_at=due, asked_id=asked, **team)
        else:
            author = self._random.choice(self._built.others).pk
            draft = self._returned(number, channel.team_id, author)
            self._add(ReturnedDraft, id=number, draft_id=draft, author_id=author, team_id=channel.team_id)

    def _answer(self, case: int, team: int) -> int:
        """The draft of this case that waits."""
        author = self._random.choice(self._built.others).pk
        below = self._returned(case, team, author) if self._random.random() < SECOND_VERSIONS else None
        return self._draft(case, number=2 if below else 1, author_id=author, based_on_id=below, is_waiting=True)

    def _returned(self, case: int, team: int, author: int) -> int:
        """The first draft of this case, which the signer gave back."""
        draft = self._draft(case, number=1, author_id=author)
        at = moment(self._now - RETURNED_WITHIN * self._random.random())
        self._add(Review, id=draft, draft_id=draft, author_id=author, team_id=team, is_first=True, created_at=at)
        return draft

    def _draft(self, case: int, **facts: Any) -> int:
        self._drafts += 1
        words = self._random.randrange(TEXTS)
        text = {"text": self._texts[words], "text_hash": self._hashes[words]}
        self._add(Draft, id=self._drafts, interaction_id=case, **text, **facts)
        return self._drafts

    def _add(self, model: type[models.Model], **row: Any) -> None:
        facts: Row = row
        self._sheets[model].add(**facts)
