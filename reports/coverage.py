"""Whether the plan leaves holes: each topic beside what it needs, missing teams, and how ready a crisis finds us.

A fixed number of queries, however large the playbook is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.models import Brand, Membership, Team
from oncall.models import EscalationPolicy
from oncall.readiness import Check, Readiness
from playbook.mapping import InForce, maps_in_force
from playbook.models import HoldingMessage, Plan, ResponseTemplate, Topic


@dataclass(frozen=True)
class Row:
    """A topic with what it has. ``text`` is a template in use, for red a holding message."""

    topic: Topic
    has_plan: bool
    has_owner: bool
    has_text: bool
    has_time: bool
    has_route: bool
    has_leaf: bool

    @property
    def has_all(self) -> bool:
        return all(fine for _what, fine in self.answers)

    @property
    def answers(self) -> list[tuple[str, bool]]:
        """Each question with whether it is answered, in the order of the table."""
        return [
            (_("Plan"), self.has_plan),
            (_("Owner"), self.has_owner),
            (_("Template"), self.has_text),
            (_("Time limit"), self.has_time),
            (_("On-call route"), self.has_route),
            (_("On the map"), self.has_leaf),
        ]


class Coverage:
    def __init__(self, brand: Brand) -> None:
        self.brand = brand

    @cached_property
    def rows(self) -> list[Row]:
        """Every topic in use, those with holes first."""
        rows = [self._row(topic) for topic in self._topics]
        return sorted(rows, key=lambda row: row.has_all)

    @property
    def whole(self) -> int:
        """How many topics lack nothing."""
        return sum(row.has_all for row in self.rows)

    @cached_property
    def missing_teams(self) -> list[str]:
        """Teams that topics or the map name and nobody is in, or that are not there."""
        return list(dict.fromkeys(self._missing_teams()))

    @cached_property
    def readiness(self) -> list[Check]:
        """What on-call asks of a brand that is ready: rota, contacts, drills, texts."""
        return Readiness(self.brand).checks

    @cached_property
    def has_map(self) -> bool:
        return bool(self._maps)

    def _row(self, topic: Topic) -> Row:
        return Row(
            topic=topic,
            has_plan=topic.pk in self._planned,
            has_owner=topic.owner_team is not None and topic.owner_team.is_active,
            has_text=self._has_text(topic),
            has_time=topic.reply_within > 0,
            has_route=topic.level != "red" or self._has_default_policy or topic.pk in self._paged,
            has_leaf=topic.slug in self._reached,
        )

    @cached_property
    def _topics(self) -> list[Topic]:
        return list(Topic.objects.live().filter(brand=self.brand).select_related("owner_team"))

    @cached_property
    def _planned(self) -> frozenset[int]:
        return frozenset(Plan.objects.filter(topic__brand=self.brand).values_list("topic_id", flat=True))

    @cached_property
    def _texts(self) -> dict[str, tuple[frozenset[str], frozenset[int]]]:
        """For templates and holding messages in use: the areas and the topics that they fit."""
        found = {}
        for name, model in (("template", ResponseTemplate), ("holding", HoldingMessage)):
            usable = model._default_manager.usable().filter(brand=self.brand)
            areas = frozenset(usable.exclude(area="").values_list("area", flat=True))
            found[name] = areas, frozenset(usable.exclude(topics=None).values_list("topics", flat=True))
        return found

    def _has_text(self, topic: Topic) -> bool:
        """By name or by area; where a life is at stake only by name, as everywhere."""
        areas, topics = self._texts["holding" if topic.level == "red" else "template"]
        return topic.pk in topics or (not topic.is_life_safety and topic.area in areas)

    @cached_property
    def _policies(self) -> list[EscalationPolicy]:
        rows = EscalationPolicy.objects.filter(brand=self.brand, steps__isnull=False).distinct()
        return list(rows.prefetch_related("topics"))

    @property
    def _has_default_policy(self) -> bool:
        return any(policy.is_default for policy in self._policies)

    @cached_property
    def _paged(self) -> frozenset[int]:
        return frozenset(topic.pk for policy in self._policies for topic in policy.topics.all())

    @cached_property
    def _maps(self) -> list[InForce]:
        return maps_in_force(self.brand.pk)

    @cached_property
    def _reached(self) -> frozenset[str]:
        """Topics that an end of the brand's own map names."""
        return frozenset(slug for each in self._maps[:1] for leaf in each.map.leaves.values() for slug in leaf.topics)

    def _missing_teams(self) -> Iterator[str]:
        teams = {team.slug: team for team in Team.objects.filter(brand=self.brand, is_active=True)}
        peopled = set(
            Membership.objects.filter(team__brand=self.brand, user__is_active=True, user__is_machine=False).values_list(
                "team__slug", flat=True
            )
        )
        named = [topic.owner_team.slug for topic in self._topics if topic.owner_team]
        named += [slug for topic in self._topics for slug in topic.release_roles]
        named += [leaf.owner_team for each in self._maps for leaf in each.map.leaves.values() if leaf.owner_team]
        for slug in named:
            if slug not in teams:
                yield _("%(team)s is not there.") % {"team": slug}
            elif slug not in peopled:
                yield _("Nobody is in %(team)s.") % {"team": teams[slug]}
