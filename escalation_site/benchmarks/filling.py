"""A house that has been lived in: as many interactions as wanted, most of them closed, written past the models.

A message every ninety seconds; one in twenty is open; half of the conversations hold one message, a few hold forty.
"""

import random
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max
from django.db.models.expressions import DatabaseDefault
from django.utils import timezone

from audit.models import Event, Seal
from escalation_site.benchmarks.company import Company
from escalation_site.benchmarks.messages import Writer
from interactions.due import due_at, urgency
from interactions.models import Contact, Conversation, Flag, Hold, Interaction
from playbook.models import Topic

EVERY = timedelta(seconds=90)
CONTACT_SHARE = 4  # interactions a contact
SIZES = ((1, 2, 3, 6, 40), (50, 30, 14, 5.5, 0.5))
OPEN_LAST = 0.1  # of the last messages; with conversations of two on average, one in twenty of all
ASSIGNED = 0.2
LEVELS = (("", "green", "yellow", "red"), (40, 25, 30, 5))
TEXTS = 500
CHUNK = 10_000
Row = dict[str, Any]


class Sheet:
    """Rows of one model as plain values: what a pattern says, but for the fields that a row names."""

    def __init__(self, pattern: models.Model) -> None:
        self._model = type(pattern)
        self._fields = pattern._meta.concrete_fields
        self._pattern = {field.attname: self._plain(field, getattr(pattern, field.attname)) for field in self._fields}
        self._waiting: list[list[Any]] = []

    def add(self, **row: Any) -> None:
        self._waiting.append([row.get(name, value) for name, value in self._pattern.items()])
        if len(self._waiting) >= CHUNK:
            self.write()

    def write(self) -> None:
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in self._fields)
        table = f"{connection.ops.quote_name(self._model._meta.db_table)} ({columns})"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    for row in self._waiting:
                        copy.write_row(row)
            else:
                places = ", ".join("%s" for _ in self._fields)
                cursor.executemany(f"INSERT INTO {table} VALUES ({places})", self._waiting)  # noqa: S608 - our own
        self._waiting.clear()

    @staticmethod
    def _plain(field: Any, value: Any) -> Any:
        value = field.db_default if isinstance(value, DatabaseDefault) else value
        return field.get_db_prep_save(value, connection)


class Filler:
    """Writes so many interactions of a company that has none yet."""

    def __init__(self, built: Company, count: int) -> None:
        self._built = built
        self._count = count
        self._random = random.Random(11)  # noqa: S311 - the same every time is what is wanted
        self._now = timezone.now()
        writer = Writer("past")
        self._texts = [writer.text() for _ in range(TEXTS)]
        self._topics = {
            level: list(Topic.objects.live().filter(brand=built.brand, level=level)) for level in LEVELS[0] if level
        }
        self._events = Event.objects.aggregate(Max("pk"))["pk__max"]  # the company's own
        self._sheets: dict[type[models.Model], Sheet] = {}

    @transaction.atomic
    def fill(self) -> None:
        contacts = max(self._count // CONTACT_SHARE, 1)
        self._prepare()
        for pk in range(1, contacts + 1):
            self._add(
                Contact, id=pk, remote_id=f"u{pk}", handle=f"@person{pk}", name=f"Person {pk}", followers=pk % 5000
            )
        for conversation, numbers in enumerate(self._conversations(), 1):
            self._converse(conversation, numbers, contact=self._random.randrange(contacts) + 1)
        for sheet in self._sheets.values():
            sheet.write()
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self._sheets)):
                cursor.execute(statement)

    def _prepare(self) -> None:
        brand, channel = self._built.brand, self._built.channels[0]
        seal = Seal.objects.create(
            number=1, previous="0" * 64, root="0" * 64, count=1, sealed_at=self._now, signature=""
        )
        said = Interaction(
            brand=brand, kind="mention", language="en", occurred_at=self._now, received_at=self._now, due_at=self._now
        )
        event = Event(
            name="interactions.received",
            at=self._now,
            actor_kind="system",
            brand=brand,
            subject_type=Interaction._meta.label_lower,
            facts={"channel": channel.pk, "state": "received", "level": ""},
            digest="0" * 64,
            seal=seal,
        )
        contact = Contact(brand=brand, network=channel.network, first_seen_at=self._now)
        flag = Flag(flagged_at=self._now, why={"rules": ["Bench"], "words": ["bench"]})
        for pattern in (contact, Conversation(started_at=self._now), said, flag, Hold(placed_at=self._now), event):
            self._sheets[type(pattern)] = Sheet(pattern)

    def _conversations(self) -> Iterator[range]:
        """The numbers of the messages of each conversation."""
        first = 1
        while first <= self._count:
            size = self._random.choices(*SIZES)[0]
            after = min(first + size, self._count + 1)
            yield range(first, after)
            first = after

    def _converse(self, pk: int, numbers: Sequence[int], *, contact: int) -> None:
        channel = self._random.choice(self._built.channels)
        self._add(Conversation, id=pk, channel_id=channel.pk, key=f"t{pk}")
        is_open = self._random.random() < OPEN_LAST
        for number in numbers:
            place = {"conversation_id": pk, "contact_id": contact, "channel_id": channel.pk, "team_id": channel.team_id}
            self._say(number, place, is_open=is_open and number == numbers[-1])

    def _say(self, number: int, place: Row, *, is_open: bool) -> None:
        level = self._random.choices(*LEVELS)[0]
        topic = self._random.choice(self._topics[level]) if level else None
        at = self._now - EVERY * (self._count - number)
        said_at = moment(at)
        self._add(
            Interaction,
            id=number,
            public_id=uuid.UUID(int=self._random.getrandbits(128)).hex,
            remote_id=f"m{number}",
            text=self._texts[number % TEXTS],
            occurred_at=said_at,
            received_at=said_at,
            due_at=moment(due_at(at, topic)),
            topic_id=topic and topic.pk,
            level=level,
            urgency=urgency(level),
            is_held=level == "red",
            flag_version=int(bool(level)),
            **place,
            **(self._standing(level) if is_open else self._ended(said_at)),
        )
        self._add(Event, id=self._events + number, subject_id=number, at=said_at)
        if topic:
            self._add(Flag, id=number, interaction_id=number, topic_id=topic.pk, level=level, flagged_at=said_at)
        if level == "red":
            self._add(Hold, id=number, interaction_id=number, placed_at=said_at)

    def _standing(self, level: str) -> Row:
        people = [self._built.agent, *self._built.others]
        assignee = self._random.choice(people).pk if self._random.random() < ASSIGNED else None
        return {"state": "flagged" if level else "received", "assignee_id": assignee}

    def _ended(self, at: Any) -> Row:
        return {"state": "closed", "closed_as": "no_answer_needed", "closed_at": at}

    def _add(self, model: type[models.Model], **row: Any) -> None:
        self._sheets[model].add(**row)


def settle() -> None:
    """What autovacuum does of itself within a minute in a product that runs."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def moment(at: datetime) -> Any:
    """As this database keeps it."""
    return connection.ops.adapt_datetimefield_value(at)
