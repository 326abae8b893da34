"""What a playbook file holds, entry by entry, once it was read."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from playbook.triage import RuleSpec, TopicSpec


@dataclass(frozen=True, kw_only=True)
class ScenarioContent:
    name: str
    complaint: str = ""
    public_answer: str = ""
    internal_actions: list[str] = field(default_factory=list)
    notify: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class PlanContent:
    complaint: str
    public_answer: str
    internal_actions: list[str]
    notify: list[str] = field(default_factory=list)
    scenarios: list[ScenarioContent] = field(default_factory=list)
    holding_names: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleContent(RuleSpec):
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class TopicContent:
    slug: str
    name: str
    level: str
    area: str
    plan: PlanContent | None
    rules: tuple[RuleContent, ...]
    position: int | None = None  # none: as in the file
    description: str = ""
    owner_team: str = ""
    reply_within: int = 240
    threshold: int = 10
    release_roles: tuple[str, ...] = ()
    allows_standing_release: bool = False
    pages_at_once: bool = True
    is_life_safety: bool = False
    raises_from_engagement: int = 0
    raises_from_reach: int = 0
    raises_to: str = ""
    catches_from_engagement: int = 0
    catches_from_reach: int = 0
    is_retired: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerContent:
    name: str
    text: str
    topics: tuple[str, ...] = ()
    area: str = ""
    language: str = "en"
    networks: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    review_by: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ChecklistContent:
    slug: str
    wording: str
    levels: tuple[str, ...] = ()
    area: str = ""
    kind: str = "human"
    is_required: bool = True
    part: str = "whole"
    position: int | None = None  # none: as in the file
    topics: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    is_for_newcomers: bool = False
    is_retired: bool = False


@dataclass(frozen=True, kw_only=True)
class CrisisContactContent:
    kind: str
    name: str
    country: str = ""
    network: str = ""
    phone: str = ""
    url: str = ""
    hint: str = ""
    what_to_say: str = ""
    stands_with: str = "life"
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HouseRuleContent:
    name: str
    text: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Content:
    topics: list[TopicContent]
    templates: list[AnswerContent]
    holding_messages: list[AnswerContent]
    checklist: list[ChecklistContent]
    crisis_contacts: list[CrisisContactContent] = field(default_factory=list)
    own_words: tuple[str, ...] = ()
    maps: list[dict[str, Any]] = field(default_factory=list)
    house_rules: list[HouseRuleContent] = field(default_factory=list)

    def specs(self) -> list[TopicSpec]:
        """The topics in use as triage needs them, numbered in the file's order."""
        return [
            TopicSpec(id=number, slug=t.slug, name=t.name, level=t.level, rules=_active(t.rules), threshold=t.threshold)
            for number, t in enumerate(self.topics, start=1)
            if not t.is_retired
        ]


def _active(rules: tuple[RuleContent, ...]) -> tuple[RuleSpec, ...]:
    return tuple(rule for rule in rules if rule.is_active)
