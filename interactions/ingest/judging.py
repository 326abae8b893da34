"""Triage of a batch: the brand's judge, its topics, its second opinion, and each message's verdict."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from connectors.contract import Incoming
from interactions.models import Contact, Interaction
from playbook.current import thresholds_for, versioned_judge_for
from playbook.learned import opinion_for
from playbook.learning.opinion import Guess
from playbook.models import Topic
from playbook.specs import MOST_TOPICS
from playbook.thresholds import Counts
from playbook.tone import Sound, sound_of
from playbook.triage import Facts, Suggestion, Verdict

NO_COUNTS = Counts()
Suggested = list[tuple[Topic, dict[str, Any]]]
_TRAITS = ("verified", "press", "employee", "influencer", "vip")


class Counted(Protocol):
    """Whatever carries a network's counts."""

    @property
    def likes(self) -> int | None: ...
    @property
    def shares(self) -> int | None: ...
    @property
    def comments(self) -> int | None: ...
    @property
    def reach(self) -> int | None: ...


class Bench:
    """A brand's judge, topics and second opinion, read once for a batch."""

    def __init__(self, brand_id: int, network: str = "") -> None:
        self.version, self.judge = versioned_judge_for(brand_id)
        self.thresholds = thresholds_for(brand_id)
        self.topics = {topic.pk: topic for topic in Topic.objects.live().filter(brand_id=brand_id)}
        self._network = network
        self._by_slug = {topic.slug: topic for topic in self.topics.values()}
        self._opinion = opinion_for(brand_id)
        self._guesses: dict[str, Guess | None] = {}

    @property
    def learning(self) -> int:
        """The version of what was learned."""
        return self._opinion.version if self._opinion else 0

    def verdicts(self, messages: Sequence[Incoming], contacts: dict[str, Contact], now: datetime) -> dict[str, Verdict]:
        """The verdict on each message, by remote id."""
        authors = [contacts[message.author.remote_id] for message in messages]
        earlier = self._earlier(authors, now)
        asked = []
        for message, author in zip(messages, authors, strict=True):
            before = tuple(earlier[author.pk])
            facts = facts_of(
                author, counts_of(message), message.language, network=self._network, kind=message.kind, earlier=before
            )
            asked.append((message.text, facts))
            earlier[author.pk].append(0.0)
        verdicts = list(self.judge.judge_many(asked))
        if self._opinion:
            levels = {topic.slug: topic.level for topic in self.topics.values()}
            told = [(message.text, verdict) for message, verdict in zip(messages, verdicts, strict=True)]
            guesses = self._opinion.guesses(told, levels)
            self._guesses = {m.remote_id: guess for m, guess in zip(messages, guesses, strict=True)}
        return {message.remote_id: verdict for message, verdict in zip(messages, verdicts, strict=True)}

    def suggestions(self, verdict: Verdict, counts: Counts = NO_COUNTS) -> Suggested:
        """The topics suggested, the strictest first, each with triage's account of why; then what the counts add."""
        kept = [s for s in verdict.suggestions if s.topic_id in self.topics][:MOST_TOPICS]
        found = [(self.topics[s.topic_id], account(s)) for s in kept]
        standing = {topic.pk for topic, _why in found}
        return found + [one for one in self.raised(counts, standing) if one[0].pk not in standing]

    def raised(self, counts: Counts, standing: Collection[int]) -> Suggested:
        """What so many likes, shares, comments and so much reach put on a message on which these topics stand."""
        added = self.thresholds.topics_at(counts, standing)
        return [(self.topics[pk], why) for pk, why in added.items() if pk in self.topics]

    def suggestions_at(self, row: Interaction, counts: Counts, standing: Collection[int]) -> Suggested:
        """The same for a message that is there, as if it had these counts; ``standing``: its topics."""
        facts = facts_of(row.contact, counts, row.language, network=row.contact.network, kind=row.kind)
        found = self.suggestions(self.judge.judge(row.text, facts))
        return found + self.raised(counts, {*standing, *(topic.pk for topic, _why in found)})

    def opinion_on(self, message: Incoming) -> tuple[Topic, Guess] | None:
        """What was learned says of a message; None where it sees no topic, or is not asked."""
        guess = self._guesses.get(message.remote_id)
        return (self._by_slug[guess.topic_slug], guess) if guess else None

    def sound_of(self, message: Incoming) -> Sound:
        """Its tone, severity and language, apart from the level."""
        return sound_of(message.text)

    def _earlier(self, authors: Sequence[Contact], now: datetime) -> defaultdict[int, list[float]]:
        """How many hours ago each author wrote before, where a rule asks for it: at most one query."""
        hours = defaultdict[int, list[float]](list)
        if look_back := self.judge.longest_look_back:
            since = now - timedelta(hours=look_back)
            written = Interaction.objects.filter(contact__in={author.pk for author in authors}, received_at__gte=since)
            for author_id, at in written.values_list("contact_id", "received_at"):
                hours[author_id].append((now - at).total_seconds() / 3600)
        return hours


def account(suggestion: Suggestion) -> dict[str, Any]:
    """Why, as it is kept with the flag: the rules with the points of each, their words, the points in all."""
    return {
        "points": suggestion.points,
        "threshold": suggestion.threshold,
        "rules": list(suggestion.rules),
        "shares": [hit.points for hit in suggestion.hits],
        "words": [word[:80] for word in suggestion.words[:20]],
    }


def counts_of(counted: Counted) -> Counts:
    """What a message, or a row, says of its eyes."""
    engagement = (counted.likes or 0) + (counted.shares or 0) + (counted.comments or 0)
    return Counts(engagement, counted.reach or 0)


def facts_of(
    contact: Contact, counts: Counts, language: str, *, network: str, kind: str, earlier: tuple[float, ...] = ()
) -> Facts:
    """What rules may ask besides words."""
    return Facts(
        followers=contact.followers or 0,
        author_is=frozenset(trait for trait in _TRAITS if getattr(contact, f"is_{trait}")),
        engagement=counts.engagement,
        reach=counts.reach,
        language=language,
        network=network,
        kind=kind,
        earlier=earlier,
    )
