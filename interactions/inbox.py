"""What a person looks at in the inbox: a queue, narrowed, from a place on. Read from an address and written to one."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from interactions import asked
from interactions.asked import Asked
from interactions.paging import Cursor
from interactions.queues import BY_SLUG, EVERYTHING_EVER, Queue

EVERYTHING = BY_SLUG["all"]
LONGEST_WORDS = 200
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class InboxQuery:
    queue: Queue = EVERYTHING
    brand: str = ""
    channel: int | None = None
    topic: int | None = None
    assignee: int | None = None
    words: str = ""
    cursor: Cursor | None = None

    @classmethod
    def read(cls, given: QueryDict) -> "InboxQuery":
        """What makes no sense is left out: an old link still leads somewhere."""
        words = _words(given.get("q", ""))
        return cls(
            queue=BY_SLUG.get(given.get("view") or given.get("level") or "", _standard(words)),
            brand=_words(given.get("brand", "")),
            channel=number(given.get("channel", "")),
            topic=number(given.get("topic", "")),
            assignee=number(given.get("assignee", "")),
            words=words,
            cursor=Cursor.read(given.get("after", ""), given.get("before", "")),
        )

    @cached_property
    def asked(self) -> Asked:
        """What the words say."""
        return asked.read(self.words)

    @property
    def narrowed(self) -> Q:
        asked = {"channel": self.channel, "topic": self.topic, "assignee": self.assignee}
        return Q(**{name: pk for name, pk in asked.items() if pk is not None})

    @property
    def is_narrowed(self) -> bool:
        return any(pk is not None for pk in (self.channel, self.topic, self.assignee))

    def without(self, name: str) -> "InboxQuery":
        """The same without one filter, from the beginning."""
        rest = {filter_: getattr(self, filter_) for filter_ in ("channel", "topic", "assignee") if filter_ != name}
        return InboxQuery(self.queue, self.brand, words=self.words, **rest)

    def __str__(self) -> str:
        return self.address

    @property
    def address(self) -> str:
        """As it stands in an address, without the place in the list."""
        parts = {
            "view": "" if self.queue is _standard(self.words) else self.queue.slug,
            "brand": self.brand,
            "channel": self.channel,
            "topic": self.topic,
            "assignee": self.assignee,
            "q": self.words,
        }
        return urlencode({name: part for name, part in parts.items() if part})


def _standard(words: str) -> Queue:
    """What is looked through where no queue is named: with words everything, but for what is only work to do."""
    return EVERYTHING_EVER if words and not asked.read(words).is_for_work else EVERYTHING


def _words(given: str) -> str:
    return given.replace("\x00", "")[:LONGEST_WORDS].strip()


def number(given: str) -> int | None:
    """A number that a database can hold, or None."""
    return int(given) if given.isascii() and given.isdigit() and len(given) <= LONGEST_NUMBER else None
