"""What a map's leaves lean on: the topics and teams that there are. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from playbook.maps.shape import LEVELS, Leaf, Map


@dataclass(frozen=True, slots=True)
class KnownTopic:
    slug: str
    name: str
    level: str
    owner_team: str
    reply_within: int
    is_retired: bool = False


@dataclass(frozen=True)
class Known:
    """``teams``: their slugs, None where nobody asks whether a team is there (a file is read before its teams are)."""

    topics: Mapping[str, KnownTopic]
    teams: Collection[str] | None = None

    def topics_of(self, leaf: Leaf) -> list[KnownTopic]:
        """The leaf's topics in use."""
        found = (self.topics.get(slug) for slug in leaf.topics)
        return [topic for topic in found if topic is not None and not topic.is_retired]

    def level_of(self, leaf: Leaf) -> str:
        """The strictest of its topics, else its own."""
        levels = [topic.level for topic in self.topics_of(leaf)] or [leaf.level]
        return max(levels, key=lambda level: LEVELS.index(level) if level in LEVELS else -1)

    def owners_of(self, leaf: Leaf) -> list[str]:
        """Its own team, else those of its topics; an empty name where a topic has none."""
        if leaf.owner_team:
            return [leaf.owner_team]
        return list(dict.fromkeys(topic.owner_team for topic in self.topics_of(leaf))) or [""]

    def within_of(self, leaf: Leaf) -> int:
        """Minutes to the first reply: its own, else the shortest of its topics'; 0 where nobody says."""
        return leaf.within or min((topic.reply_within for topic in self.topics_of(leaf)), default=0)


def known_of(topics: Iterable[Mapping[str, Any]], teams: Collection[str] | None = None) -> Known:
    """What the topics of a document say, in which defaults are left out."""
    return Known(
        {
            entry["slug"]: KnownTopic(
                slug=entry["slug"],
                name=entry.get("name", ""),
                level=entry.get("level", ""),
                owner_team=entry.get("owner_team", ""),
                reply_within=entry.get("reply_within", 240),
                is_retired=bool(entry.get("is_retired")),
            )
            for entry in topics
        },
        teams,
    )


def unreached_topics(maps: Iterable[Map], known: Known) -> list[KnownTopic]:
    """Topics in use that no way of any of these maps ends at."""
    reached = {slug for each in maps for leaf in each.leaves.values() for slug in leaf.topics}
    return [topic for topic in known.topics.values() if not topic.is_retired and topic.slug not in reached]
