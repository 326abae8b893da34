"""The picture of the response map: lanes from the live taxonomy, gates and ends from the map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from accounts.models import Brand
from playbook import ports
from playbook.mapping import InForce, Names, maps_in_force, names_for
from playbook.maps.drawing import Gate, Step, ends_at, gates, has_inferred, in_order
from playbook.maps.known import unreached_topics
from playbook.maps.shape import Leaf
from playbook.models import Area, CrisisContact, Level, TaxonomyVersion, Topic

MOST_NAMED = 3
DOWNWARDS = (Level.RED, Level.YELLOW, Level.GREEN)


@dataclass(frozen=True)
class Counted:
    """A topic with how many messages had it lately."""

    topic: Topic
    count: int


@dataclass(frozen=True)
class Lane:
    """One level: how one comes to it, what belongs to it, what is then done, and what moves up to it."""

    level: Level
    gate: Gate | None
    groups: list[tuple[str, list[Counted]]]
    ends: list[tuple[Leaf, str]]
    owners: str
    within: tuple[int, int]
    moves_up: list[str]
    count: int
    share: int


@dataclass
class Picture:
    """Everything the map's page, its poster and the page to keep show."""

    brand: Brand
    maps: list[InForce]
    slug: str = ""
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = self.maps[0].names if self.maps else names_for(self.brand.pk)

    @cached_property
    def shown(self) -> InForce | None:
        """The map that was asked for, else the brand's own."""
        return next(
            (each for each in self.maps if self.slug in {"", each.map.slug}), self.maps[0] if self.maps else None
        )

    @cached_property
    def version(self) -> TaxonomyVersion | None:
        rows = TaxonomyVersion.objects.in_force().filter(brand=self.brand)
        return rows.defer("document").first()

    @cached_property
    def steps(self) -> list[Step]:
        return in_order(self.shown.map, self.names.known) if self.shown else []

    @property
    def has_inferred(self) -> bool:
        return self.shown is not None and has_inferred(self.shown.map)

    @cached_property
    def unreached(self) -> list[Topic]:
        """Topics that no end of the shown map names."""
        found = unreached_topics([self.shown.map], self.names.known) if self.shown else []
        return [self.names.topics[topic.slug] for topic in found]

    @cached_property
    def counts(self) -> ports.Counts:
        return ports.counts_of(self.brand.pk)

    @cached_property
    def lanes(self) -> list[Lane]:
        known = self.names.known
        found = gates(self.shown.map, known, DOWNWARDS) if self.shown else {}
        return [self._lane(level, found.get(level)) for level in DOWNWARDS]

    @cached_property
    def on_duty(self) -> Sequence[ports.OnDuty]:
        return ports.on_duty_of(self.brand.pk)

    @cached_property
    def contacts(self) -> list[CrisisContact]:
        return list(CrisisContact.objects.live().filter(brand=self.brand))

    def _lane(self, level: Level, gate: Gate | None) -> Lane:
        by_topic = self.counts.by_topic
        here = [topic for topic in self.names.topics.values() if topic.level == level]
        ends = ends_at(self.shown.map, self.names.known, level) if self.shown else []
        times = [topic.reply_within for topic in here] or [self.names.known.within_of(leaf) for leaf in ends] or [0]
        count = sum(by_topic.get(topic.pk, 0) for topic in here)
        return Lane(
            level=level,
            gate=gate,
            groups=_grouped(here, by_topic),
            ends=[(leaf, self.names.owner_of(leaf)) for leaf in ends],
            owners=", ".join(dict.fromkeys(str(topic.owner_team) for topic in here if topic.owner_team)),
            within=(min(times), max(times)),
            moves_up=self._moves_up(level),
            count=count,
            share=round(100 * count / self.counts.total) if self.counts.total else 0,
        )

    def _moves_up(self, level: Level) -> list[str]:
        """What raises a message to this level, in words."""
        names = {topic.pk: topic for topic in self.names.topics.values()}
        found: dict[tuple[int, int], list[str]] = {}
        for topic in self.names.topics.values():
            to = names.get(topic.raises_to_id or 0)
            if to is not None and to.level == level:
                counts = topic.raises_from_engagement, topic.raises_from_reach
                found.setdefault(counts, []).append(topic.name)
            if topic.level == level and (topic.catches_from_engagement or topic.catches_from_reach):
                counts = topic.catches_from_engagement, topic.catches_from_reach
                found.setdefault(counts, []).append(_("anything"))
        return [_from(_together(topics), *counts) for counts, topics in found.items()]


def picture(brand: Brand, slug: str = "") -> Picture:
    return Picture(brand, maps_in_force(brand.pk), slug)


def _grouped(topics: list[Topic], by_topic: Mapping[int, int]) -> list[tuple[str, list[Counted]]]:
    order = Area.values
    ordered = sorted(topics, key=lambda topic: (order.index(topic.area), topic.position))
    return [
        (str(Area(area).label), [Counted(topic, by_topic.get(topic.pk, 0)) for topic in group])
        for area, group in groupby(ordered, key=lambda topic: topic.area)
    ]


def _together(names: list[str]) -> str:
    """A few by name, many by their number: their pages say the rest."""
    if len(names) > MOST_NAMED:
        return _("%(count)d topics") % {"count": len(names)}
    return ", ".join(names)


def _from(what: str, engagement: int, reach: int) -> str:
    parts = []
    if engagement:
        parts.append(_("%(count)s likes, shares and comments") % {"count": f"{engagement:,}"})
    if reach:
        parts.append(_("seen by %(count)s people") % {"count": f"{reach:,}"})
    return _("%(what)s from %(counts)s") % {"what": what, "counts": _(" or ").join(parts)}
