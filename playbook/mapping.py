"""The response maps in force, with what their leaves lean on."""

from dataclasses import dataclass

from accounts.models import Team
from playbook.current import judged_by, version_of
from playbook.maps.known import Known, known_of
from playbook.maps.shape import Leaf, Map, map_of
from playbook.models import ResponseMap, Topic
from playbook.whole.document import digest
from playbook.whole.mapping import map_entry


@dataclass(frozen=True)
class Names:
    """The brand's topics and teams, by slug."""

    known: Known
    topics: dict[str, Topic]
    teams: dict[str, Team]

    def owner_of(self, leaf: Leaf) -> str:
        """Whose it is, by name: of a team that is not there its slug, so that somebody misses it."""
        return ", ".join(str(self.teams.get(slug, slug)) for slug in self.known.owners_of(leaf))

    def topics_of(self, leaf: Leaf) -> list[Topic]:
        """As what it is flagged: its own topics, else every one of its level."""
        own = [self.topics[topic.slug] for topic in self.known.topics_of(leaf)]
        return own or [topic for topic in self.topics.values() if topic.level == leaf.level]


@dataclass(frozen=True)
class InForce:
    """A map as it stands; ``sha256`` says exactly which. ``number``: the version of the whole, 0 where none is kept."""

    map: Map
    sha256: str
    names: Names
    number: int


def maps_in_force(brand_id: int) -> list[InForce]:
    """The brand's maps in use, its own first. Five queries."""
    rows = list(ResponseMap.objects.live().filter(brand=brand_id))
    if not rows:
        return []
    names = names_for(brand_id)
    version = judged_by(brand_id, version_of(brand_id))
    entries = [map_entry(row) for row in rows]
    return [InForce(map_of(each), digest(each), names, version.number if version else 0) for each in entries]


def map_in_force(brand_id: int, slug: str = "") -> InForce | None:
    """The map of this name; without one the brand's own."""
    return next((each for each in maps_in_force(brand_id) if slug in {"", each.map.slug}), None)


def names_for(brand_id: int) -> Names:
    """Topics in use and active teams. Two queries."""
    topics = {topic.slug: topic for topic in Topic.objects.live().filter(brand=brand_id).select_related("owner_team")}
    teams = {team.slug: team for team in Team.objects.filter(brand=brand_id, is_active=True)}
    entries = [
        {
            "slug": topic.slug,
            "name": topic.name,
            "level": topic.level,
            "owner_team": topic.owner_team.slug if topic.owner_team else "",
            "reply_within": topic.reply_within,
        }
        for topic in topics.values()
    ]
    return Names(known_of(entries, frozenset(teams)), topics, teams)
