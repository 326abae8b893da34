"""A document as rows and rows as a document. Building saves nothing; ``playbook.whole.applying`` does."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Brand, Team
from accounts.refusals import Invalid
from playbook import checks
from playbook.current import spec_of
from playbook.models import ChecklistItem, Plan, ResponseMap, Rule, Topic
from playbook.specs import TopicSpec
from playbook.thresholds import Threshold, Thresholds
from playbook.whole.document import (
    LINE,
    PLAN,
    RULE,
    TOPIC,
    Document,
    Entry,
    found,
    full,
    maps_in,
    normal,
    normal_line,
    normal_rule,
    normal_topic,
)
from playbook.whole.mapping import check_maps, map_entries, map_rows

_JOINED = {"slug", "owner_team", "raises_to"}


@dataclass
class Whole:
    """A document as instances over a brand's rows, by slug. Those of new entries have no key yet."""

    topics: dict[str, Topic] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    rules: dict[str, list[Rule]] = field(default_factory=dict)
    lines: dict[str, ChecklistItem] = field(default_factory=dict)
    topics_of: dict[str, list[Topic]] = field(default_factory=dict)  # of a line
    maps: dict[str, ResponseMap] = field(default_factory=dict)
    brand_id: int = 0


def document_of(brand_id: int) -> Document:
    """The brand's rows as they stand, in seven queries however many."""
    topics = Topic.objects.filter(brand_id=brand_id).select_related("owner_team", "raises_to")
    lines = ChecklistItem.objects.filter(brand_id=brand_id).prefetch_related("topics")
    plans = {plan.topic_id: plan for plan in Plan.objects.filter(topic__brand_id=brand_id)}
    rules: dict[int, list[Rule]] = {}
    for rule in Rule.objects.filter(topic__brand_id=brand_id):
        rules.setdefault(rule.topic_id, []).append(rule)
    return normal(
        [topic_entry(topic, plans.get(topic.pk), rules.get(topic.pk, ())) for topic in topics],
        [line_entry(line, line.topics.all()) for line in lines],
        map_entries(brand_id),
    )


def topic_entry(topic: Topic, plan: Plan | None, rules: Iterable[Rule]) -> Entry:
    """A topic's row with its plan and rules as an entry."""
    entry = _values(topic, TOPIC) | {
        "owner_team": topic.owner_team.slug if topic.owner_team else "",
        "raises_to": topic.raises_to.slug if topic.raises_to else "",
        "plan": plan_entry(plan) if plan else None,
        "rules": [rule_entry(rule) for rule in rules],
    }
    return normal_topic(entry)


def plan_entry(plan: Plan) -> Entry:
    """A plan as an entry."""
    return _values(plan, PLAN)


def rule_entry(rule: Rule) -> Entry:
    """A rule as an entry."""
    return normal_rule(_values(rule, RULE))


def line_entry(line: ChecklistItem, topics: Iterable[Topic]) -> Entry:
    """A line of the checklist as an entry."""
    return normal_line(_values(line, LINE) | {"topics": [topic.slug for topic in topics]})


def build(brand: Brand, document: Document) -> Whole:
    """The document over the brand's rows: what is there takes the document's values, what is new has no key.

    Raises Invalid where it names a team or a topic that there is not. Six queries.
    """
    teams = {team.slug: team for team in Team.objects.filter(brand=brand)}
    known = {topic.slug: topic for topic in Topic.objects.filter(brand=brand)}
    plans = {plan.topic_id: plan for plan in Plan.objects.filter(topic__brand=brand)}
    rules = {(rule.topic_id, rule.name): rule for rule in Rule.objects.filter(topic__brand=brand)}
    lines = {line.slug: line for line in ChecklistItem.objects.filter(brand=brand)}
    whole = Whole(brand_id=brand.pk)
    for entry in document["topics"]:
        slug = entry["slug"]
        topic = whole.topics[slug] = known.get(slug) or Topic(brand=brand, slug=slug)
        _set(topic, full(entry, TOPIC))
        topic.brand = brand
        topic.owner_team = _named(entry.get("owner_team", ""), teams, _("team"))
        if plan := entry.get("plan"):
            whole.plans[slug] = plans.get(topic.pk) or Plan(topic=topic)
            _set(whole.plans[slug], full(plan, PLAN))
        whole.rules[slug] = [rules.get((topic.pk, rule["name"])) or Rule() for rule in entry.get("rules", ())]
        for row, rule in zip(whole.rules[slug], entry.get("rules", ()), strict=True):
            _set(row, full(rule, RULE))
            row.topic = topic
    for entry in document["topics"]:
        whole.topics[entry["slug"]].raises_to = _named(entry.get("raises_to", ""), whole.topics, _("topic"))
    for entry in document["checklist"]:
        line = whole.lines[entry["slug"]] = lines.get(entry["slug"]) or ChecklistItem(brand=brand, slug=entry["slug"])
        _set(line, {name: value for name, value in full(entry, LINE).items() if name != "topics"})
        line.brand = brand
        whole.topics_of[entry["slug"]] = [
            topic for slug in entry.get("topics", ()) if (topic := _named(slug, whole.topics, _("topic")))
        ]
    whole.maps = map_rows(brand, maps_in(document))
    return whole


def check_changed(whole: Whole, standing: Document, document: Document) -> None:
    """What differs from the standing document is what an edit of it would have to be. Raises Invalid with its name.

    What stays is left alone: a topic that was loaded before its teams were there keeps nobody from changing another.
    """
    same = [{entry["slug"] for entry in document[name] if entry in standing[name]} for name in ("topics", "checklist")]
    for slug, topic in whole.topics.items():
        if slug in same[0]:
            continue
        try:
            checks.check_topic(topic)
            _check_fields(topic)
            for rule in whole.rules[slug]:
                checks.check_rule(rule)
                _check_fields(rule)
            if slug in whole.plans:
                checks.check_plan(whole.plans[slug])
                _check_fields(whole.plans[slug])
        except Invalid as refusal:
            raise Invalid(f"{topic.name}: {refusal}") from refusal
    for slug, line in whole.lines.items():
        if slug not in same[1]:
            _check_fields(line)
    _check_changed_maps(whole, standing, document)


def _check_changed_maps(whole: Whole, standing: Document, document: Document) -> None:
    for slug, row in whole.maps.items():
        if found(maps_in(standing), slug) != found(maps_in(document), slug):
            _check_fields(row)
    if whole.maps:
        check_maps(document, standing, whole.brand_id)


def _check_fields(row: models.Model) -> None:
    joined = [field.name for field in row._meta.fields if field.is_relation]
    try:
        row.clean_fields(exclude=joined)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error


def specs_in(document: Document) -> list[TopicSpec]:
    """Its live topics with their active rules, as triage needs them, numbered in their order."""
    return [
        TopicSpec(
            id=number,
            slug=entry["slug"],
            name=entry["name"],
            level=entry["level"],
            threshold=entry.get("threshold", TOPIC["threshold"]),
            rules=tuple(spec_of(Rule(**full(rule, RULE))) for rule in entry.get("rules", ()) if _is_on(rule)),
        )
        for number, entry in enumerate(document["topics"], start=1)
        if not entry.get("is_retired")
    ]


def thresholds_in(document: Document) -> Thresholds:
    """From which counts on its topics are raised or put on a message, numbered as in ``specs_in``."""
    numbers = {entry["slug"]: number for number, entry in enumerate(document["topics"], start=1)}
    listed: list[Threshold] = []
    for entry in document["topics"]:
        values, number = full(entry, TOPIC), numbers[entry["slug"]]
        if values["is_retired"]:
            continue
        to = found(document["topics"], values["raises_to"])
        if to and not to.get("is_retired"):
            raised = values["raises_from_engagement"], values["raises_from_reach"]
            listed.append(Threshold(numbers[to["slug"]], number, *raised))
        listed.append(Threshold(number, None, values["catches_from_engagement"], values["catches_from_reach"]))
    rules = [rule for entry in document["topics"] for rule in entry.get("rules", ()) if _is_on(rule)]
    return Thresholds(listed, [rule.get("min_engagement", 0) for rule in rules])


def _is_on(rule: Entry) -> bool:
    return bool(rule.get("is_active", True))


def _values(row: models.Model, names: Entry) -> Entry:
    return {name: getattr(row, name) for name in names if name not in {"owner_team", "raises_to", "topics"}}


def _set(row: models.Model, values: Entry) -> None:
    for name, value in values.items():
        if name not in _JOINED:
            setattr(row, name, list(value) if isinstance(value, list) else value)


def _named(slug: str, known: dict[str, Any], kind: str) -> Any:
    if slug and slug not in known:
        raise Invalid(_("There is no %(kind)s %(names)s in this brand.") % {"kind": kind, "names": slug})
    return known.get(slug)
