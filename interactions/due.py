"""When an answer is due, and how red is ordered. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from interactions.models import Interaction
from playbook.models import Topic

RANK = {"": 0, "green": 1, "yellow": 2, "red": 3}
UNJUDGED_WITHIN = 240  # minutes, while nobody has said what it is


def strictest(topics: Iterable[Topic]) -> Topic:
    """The topic that decides the level; among equals the one with the shortest reply target, then the first."""
    return min(topics, key=lambda topic: (-RANK[topic.level], topic.reply_within, topic.position, topic.pk))


def due_at(since: datetime, topic: Topic | None) -> datetime:
    """When the first reply is due."""
    return since + timedelta(minutes=topic.reply_within if topic else UNJUDGED_WITHIN)


def urgency(level: str, *, is_acknowledged: bool = False) -> int:
    """Where a case stands in the inbox before its due time is looked at."""
    if level != "red":
        return Interaction.Urgency.ORDINARY
    return Interaction.Urgency.RED if is_acknowledged else Interaction.Urgency.RED_UNACKNOWLEDGED
