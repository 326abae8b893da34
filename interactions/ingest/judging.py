"""Triage of a batch: the brand's judge, its topics, and each message's verdict."""

from collections.abc import Sequence
from typing import Any

from connectors.contract import Incoming
from interactions.models import Contact
from playbook.current import versioned_judge_for
from playbook.models import Topic
from playbook.triage import Facts, Suggestion, Verdict

MOST_TOPICS = 5
Suggested = list[tuple[Topic, dict[str, Any]]]
_TRAITS = ("verified", "press", "employee", "influencer")


class Bench:
    """A brand's judge and topics, read once for a batch."""

    def __init__(self, brand_id: int) -> None:
        self.version, self.judge = versioned_judge_for(brand_id)
        self.topics = {topic.pk: topic for topic in Topic.objects.live().filter(brand_id=brand_id)}

    def verdicts(self, messages: Sequence[Incoming], contacts: dict[str, Contact]) -> dict[str, Verdict]:
        """The verdict on each message, by remote id."""
        asked = [(message.text, _facts(message, contacts[message.author.remote_id])) for message in messages]
        ids = [message.remote_id for message in messages]
        return dict(zip(ids, self.judge.judge_many(asked), strict=True))

    def suggestions(self, verdict: Verdict) -> Suggested:
        """The topics suggested, the strictest first, each with triage's account of why."""
        kept = [s for s in verdict.suggestions if s.topic_id in self.topics][:MOST_TOPICS]
        return [(self.topics[s.topic_id], account(s)) for s in kept]


def account(suggestion: Suggestion) -> dict[str, Any]:
    """Why, as it is kept with the flag: the rules, their words, the points."""
    return {
        "points": suggestion.points,
        "threshold": suggestion.threshold,
        "rules": list(suggestion.rules),
        "words": [word[:80] for word in suggestion.words[:20]],
    }


def _facts(message: Incoming, contact: Contact) -> Facts:
    traits = frozenset(trait for trait in _TRAITS if getattr(contact, f"is_{trait}"))
    engagement = (message.likes or 0) + (message.shares or 0) + (message.comments or 0)
    return Facts(followers=contact.followers or 0, author_is=traits, engagement=engagement, language=message.language)
