"""What a brand of a trade may start with: the shipped playbook and the topics of that trade, written by us."""

from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from playbook.content.entries import Content, TopicContent
from playbook.content.reading import read
from playbook.maps.shape import Entry
from playbook.specs import LEVELS

_FOLDER = Path(__file__).parent / "presets"


@dataclass(frozen=True)
class Preset:
    """``slug`` names its file; "" for the shipped playbook alone."""

    slug: str
    name: StrPromise
    sentence: StrPromise


PRESETS = (
    Preset("any", _("Any trade"), _("The shipped playbook: what every brand meets.")),
    Preset("retail", _("Retail"), _("Also recalls, parcels, returns, prices, shops.")),
    Preset("telecoms", _("Telecoms"), _("Also outages, SIM swaps, emergency calls, bills, roaming.")),
    Preset("hospitality", _("Hospitality"), _("Also food safety, guests in danger, bookings, rooms, tables.")),
)


def preset_of(slug: str) -> Preset | None:
    """The preset of this name."""
    return next((preset for preset in PRESETS if preset.slug == slug), None)


def content_of(preset: Preset) -> Content:
    """The whole that it starts with: the shipped topics, those of the trade beside the ones of their flag."""
    base = read()
    if preset.slug == PRESETS[0].slug:
        return base
    trade = read(_FOLDER / f"{preset.slug}.toml")
    own = {topic.slug for topic in trade.topics}
    topics = [*(topic for topic in base.topics if topic.slug not in own), *trade.topics]
    return replace(
        base,
        topics=sorted(topics, key=lambda topic: -LEVELS.index(topic.level)),
        templates=[*base.templates, *trade.templates],
        holding_messages=[*base.holding_messages, *trade.holding_messages],
        checklist=[*base.checklist, *trade.checklist],
    )


def teams_in(content: Content) -> list[str]:
    """The teams that it names, by slug, the busiest first."""
    named = [slug for topic in content.topics for slug in (topic.owner_team, *topic.release_roles) if slug]
    named += [leaf["owner_team"] for entry in content.maps for leaf in entry["leaves"] if leaf.get("owner_team")]
    return sorted(set(named), key=lambda slug: (-named.count(slug), slug))


def with_teams(content: Content, teams: dict[str, str]) -> Content:
    """The same with these teams in the places of those it names."""
    return replace(
        content,
        topics=[_with_teams(topic, teams) for topic in content.topics],
        maps=[_map_with_teams(entry, teams) for entry in content.maps],
    )


def _with_teams(topic: TopicContent, teams: dict[str, str]) -> TopicContent:
    roles = tuple(dict.fromkeys(teams.get(slug, slug) for slug in topic.release_roles))
    return replace(topic, owner_team=teams.get(topic.owner_team, topic.owner_team), release_roles=roles)


def _map_with_teams(entry: Entry, teams: dict[str, str]) -> Entry:
    owned = ((leaf, leaf.get("owner_team", "")) for leaf in entry["leaves"])
    return entry | {"leaves": [leaf | {"owner_team": teams.get(owner, owner)} for leaf, owner in owned]}
