"""The playbook as it stands now: a compiled judge for each brand, and what fits an interaction."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from playbook.fitting import best_first
from playbook.models import ChecklistItem, HoldingMessage, Playbook, ResponseTemplate, Rule, TaxonomyVersion, Topic
from playbook.thresholds import Threshold, Thresholds
from playbook.triage import Judge, RuleSpec, TopicSpec


@dataclass(frozen=True, slots=True)
class _Known:
    version: int
    judge: Judge
    thresholds: Thresholds


@dataclass(frozen=True, slots=True)
class Judged:
    """The version of the taxonomy that judged a message."""

    pk: int
    number: int


_JUDGES: dict[int, _Known] = {}
_VERSIONS: dict[tuple[int, int], Judged] = {}


def judge_for(brand_id: int) -> Judge:
    """The judge of the brand's current version, compiled once for each version and process. One small query."""
    return versioned_judge_for(brand_id)[1]


def versioned_judge_for(brand_id: int) -> tuple[int, Judge]:
    """The same with the version that judges, to be kept on what it judged."""
    known = _known(brand_id)
    return known.version, known.judge


def thresholds_for(brand_id: int) -> Thresholds:
    """From which counts on its messages are raised, compiled with the judge. One small query."""
    return _known(brand_id).thresholds


def _known(brand_id: int) -> _Known:
    version = version_of(brand_id)
    known = _JUDGES.get(brand_id)
    if known is None or known.version != version:
        specs = specs_of(brand_id)
        known = _JUDGES[brand_id] = _Known(version, Judge(specs), _thresholds(brand_id, specs))
    return known


def forget() -> None:
    """Compile anew at the next question; for tests that roll versions back."""
    _JUDGES.clear()
    _VERSIONS.clear()


def judged_by(brand_id: int, playbook_version: int) -> Judged | None:
    """The version of the taxonomy behind the number that a message keeps. It never changes, so it is asked for once in
    a process; None, and asked for again, where no version was kept yet."""
    known = _VERSIONS.get((brand_id, playbook_version))
    if known is None:
        were = TaxonomyVersion.objects.that_were().filter(brand=brand_id, playbook_version__lte=playbook_version)
        if row := were.order_by("-playbook_version", "-number").values_list("pk", "number").first():
            known = _VERSIONS[brand_id, playbook_version] = Judged(*row)
    return known


def version_of(brand_id: int) -> int:
    """The brand's playbook version; 0 before its first edit."""
    return Playbook.objects.filter(brand_id=brand_id).values_list("version", flat=True).first() or 0


def specs_of(brand_id: int) -> list[TopicSpec]:
    """The brand's live topics with their active rules, as triage needs them."""
    rules: dict[int, list[RuleSpec]] = {}
    for rule in Rule.objects.filter(topic__brand_id=brand_id, topic__is_retired=False, is_active=True):
        rules.setdefault(rule.topic_id, []).append(spec_of(rule))
    return [
        TopicSpec(
            id=topic.pk,
            slug=topic.slug,
            name=topic.name,
            level=topic.level,
            rules=tuple(rules.get(topic.pk, ())),
            threshold=topic.threshold,
        )
        for topic in Topic.objects.live().filter(brand_id=brand_id)
    ]


def _thresholds(brand_id: int, specs: list[TopicSpec]) -> Thresholds:
    found: list[Threshold] = []
    for topic in Topic.objects.live().filter(brand_id=brand_id).select_related("raises_to"):
        if topic.raises_to and not topic.raises_to.is_retired:
            to = topic.raises_to.pk
            found.append(Threshold(to, topic.pk, topic.raises_from_engagement, topic.raises_from_reach))
        found.append(Threshold(topic.pk, None, topic.catches_from_engagement, topic.catches_from_reach))
    return Thresholds(found, [rule.min_engagement for spec in specs for rule in spec.rules])


def spec_of(rule: Rule) -> RuleSpec:
    """A rule of the database as triage needs it."""
    return RuleSpec(
        name=rule.name,
        any_of=tuple(rule.any_of),
        all_of=tuple(rule.all_of),
        none_of=tuple(rule.none_of),
        expression=rule.expression,
        points=rule.points,
        is_stop=rule.is_stop,
        language=rule.language,
        author_is=tuple(rule.author_is),
        min_followers=rule.min_followers,
        min_engagement=rule.min_engagement,
        min_reach=rule.min_reach,
        min_repeats=rule.min_repeats,
        within_hours=rule.within_hours,
        networks=tuple(rule.networks),
        kinds=tuple(rule.kinds),
        tones=tuple(rule.tones),
        min_severity=rule.min_severity,
    )


def templates_for(
    brand_id: int, topics: Collection[Topic], language: str = "", *, network: str = "", team_id: int | None = None
) -> list[ResponseTemplate]:
    """Usable templates for these topics or their areas on this network and team, best first. One query.

    First those in the message's language, then those in the brand's; others only when there are none in either. In one
    language an exact topic comes before an area, and what is for this network or team alone before what is for all.
    Without ``network`` or ``team_id`` nothing is left out for them.
    """
    usable = ResponseTemplate.objects.usable().filter(brand_id=brand_id)
    return best_first(usable, topics, language, network=network, team_id=team_id)


def holding_messages_for(
    brand_id: int, topics: Collection[Topic], language: str = "", *, network: str = "", team_id: int | None = None
) -> list[HoldingMessage]:
    """The same for holding messages."""
    usable = HoldingMessage.objects.usable().filter(brand_id=brand_id)
    return best_first(usable, topics, language, network=network, team_id=team_id)


def checklist_for(
    brand_id: int,
    level: str,
    areas: Collection[str] = (),
    *,
    topics: Collection[int] = (),
    network: str = "",
    is_new: bool = False,
) -> list[ChecklistItem]:
    """The checklist's items for an answer at this level, in these areas, about these topics, on this network, by
    somebody on probation or not; in their order."""
    items = ChecklistItem.objects.live().filter(Q(area="") | Q(area__in=areas), brand_id=brand_id)
    items = items.filter(Q(topics=None) | Q(topics__in=topics)).distinct()
    return [
        item
        for item in items
        if (not item.levels or level in item.levels)
        and (not item.networks or network in item.networks)
        and (is_new or not item.is_for_newcomers)
    ]
