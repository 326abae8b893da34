"""Loading a playbook file into a brand: creates what is missing and leaves what admins changed alone."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from django.db import models, transaction

from accounts.actors import Actor
from accounts.models import Brand, Team
from playbook import checks
from playbook.content.entries import AnswerContent, Content, TopicContent
from playbook.drafting import check_no_draft, keep_as_it_stands
from playbook.edits import changes, editing, note
from playbook.maps.shape import MAP
from playbook.models import (
    ChecklistItem,
    CrisisContact,
    HoldingMessage,
    HouseRule,
    Plan,
    ResponseMap,
    ResponseTemplate,
    Rule,
    Topic,
    Words,
)
from playbook.wordings import propose_wording

_RAISING = ("raises_from_engagement", "raises_from_reach", "raises_to")
Row = TypeVar("Row", bound=models.Model)


@dataclass
class Loaded:
    """What a loading did: names by kind, and the teams that the file names but the brand lacks."""

    added: dict[str, list[str]] = field(default_factory=dict)
    replaced: dict[str, list[str]] = field(default_factory=dict)
    missing_teams: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.added or self.replaced)


def load(*, by: Actor, brand: Brand, content: Content, replace: bool = False) -> Loaded:
    """Bring the brand what the file has and it lacks, in one transaction, with one new version and one event.

    An existing topic, text or line stays as it is unless ``replace``. When nothing is missing, nothing is written.
    Whoever starts the product says what it begins with: the version that this makes is published by nobody but it.
    Raises Conflict while a draft is open.
    """
    check_no_draft(brand)
    with editing(brand, by) as playbook:
        loading = _Loading(brand, content, replace)
        loading.run()
        if loading.done:
            details = {"added": loading.done.added, "replaced": loading.done.replaced}
            note("loaded", by=by, thing=playbook, playbook=playbook, details=details)
            keep_as_it_stands(playbook)
        else:  # nothing was written, so the version goes back too
            transaction.set_rollback(True)
    return loading.done


class _Loading:
    def __init__(self, brand: Brand, content: Content, replace: bool) -> None:
        self._brand = brand
        self._content = content
        self._replace = replace
        self._teams = {team.slug: team for team in Team.objects.filter(brand=brand)}
        self._topics: dict[str, Topic] = {}
        self.done = Loaded()

    def run(self) -> None:
        known = {topic.slug: topic for topic in Topic.objects.filter(brand=self._brand)}
        for position, topic in enumerate(self._content.topics, start=1):
            self._topics[topic.slug] = self._load_topic(topic, known.get(topic.slug), position)
        self._load_raising(known)
        self._load_answers(ResponseTemplate, self._content.templates)
        self._load_answers(HoldingMessage, self._content.holding_messages)
        self._load_checklist()
        self._load_crisis_contacts()
        self._load_maps()
        self._load_house_rules()

    def _load_topic(self, wanted: TopicContent, known: Topic | None, position: int) -> Topic:
        values = asdict(wanted)
        plan, rules = values.pop("plan"), values.pop("rules")
        if not values["is_retired"]:  # what an admin took out of use stays out
            values.pop("is_retired")
        for name in _RAISING:  # once every topic is there
            values.pop(name)
        self.done.missing_teams |= {wanted.owner_team, *wanted.release_roles} - {"", *self._teams}
        values |= {
            "owner_team": self._teams.get(wanted.owner_team),
            "release_roles": list(wanted.release_roles),
            "position": known.position if known else wanted.position or position,
        }
        if known and not self._replace:
            return known
        topic = self._settle(known or Topic(brand=self._brand), values)
        if plan:
            self._settle(Plan.objects.filter(topic=topic).first() or Plan(topic=topic), plan, part_of=topic)
        self._load_rules(topic, rules)
        return topic

    def _load_raising(self, known: Collection[str]) -> None:
        """From which counts on a topic is raised, and to which; what is there already keeps its own."""
        for wanted in self._content.topics:
            if wanted.raises_to and (self._replace or wanted.slug not in known):
                topic = self._topics[wanted.slug]
                values = {name: getattr(wanted, name) for name in _RAISING}
                for name, value in (values | {"raises_to": self._topics[wanted.raises_to]}).items():
                    setattr(topic, name, value)
                topic.save()

    def _load_crisis_contacts(self) -> None:
        """Whom to call; nothing says that anybody has checked it."""
        known = {
            (row.kind, row.country, row.network, row.name): row
            for row in CrisisContact.objects.filter(brand=self._brand)
        }
        for position, wanted in enumerate(self._content.crisis_contacts, start=1):
            row = known.get((wanted.kind, wanted.country, wanted.network, wanted.name))
            if row is None or self._replace:
                values = asdict(wanted)
                topics = [self._topics[slug] for slug in values.pop("topics")]
                contact = self._settle(row or CrisisContact(brand=self._brand, position=position), values)
                if topics:
                    contact.topics.set(topics)

    def _load_house_rules(self) -> None:
        """What one may not do where the brand hosts the talk."""
        known = {row.name: row for row in HouseRule.objects.filter(brand=self._brand)}
        for position, wanted in enumerate(self._content.house_rules, start=1):
            row = known.get(wanted.name)
            if row is None or self._replace:
                self._settle(row or HouseRule(brand=self._brand, position=position), asdict(wanted))

    def _load_rules(self, topic: Topic, wanted: Sequence[dict[str, Any]]) -> None:
        known = {rule.name: rule for rule in topic.rules.all()}
        for values in wanted:
            listed = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
            if listed["is_active"]:
                listed.pop("is_active")
            rule = known.get(values["name"]) or Rule(topic=topic)
            checks.check_rule(Rule(topic=topic, **listed))
            self._settle(rule, listed, part_of=topic)

    def _load_answers(self, model: type[Words], wanted: Sequence[AnswerContent]) -> None:
        known = {
            (row.name, row.language): row
            for row in model._default_manager.filter(brand=self._brand).select_related("proposal")
        }
        for answer in wanted:
            row = known.get((answer.name, answer.language))
            if row is None:
                row = model(brand=self._brand, name=answer.name, language=answer.language)
            elif not self._replace:
                continue
            checks.check_wording(row, answer.text)
            self._settle(row, {"area": answer.area})
            row.topics.set([self._topics[slug] for slug in answer.topics])
            self._propose(row, answer.text)

    def _propose(self, row: Words, text: str) -> None:
        """New words wait for people to sign them; those in use stay until then."""
        if text in {row.text, row.proposal.text if row.proposal else row.text}:
            return
        if row.wordings.exists() or row.version:
            self.done.replaced.setdefault(row._meta.model_name or "", []).append(str(row))
        propose_wording(row, text)

    def _load_checklist(self) -> None:
        known = {item.slug: item for item in ChecklistItem.objects.filter(brand=self._brand)}
        for position, wanted in enumerate(self._content.checklist, start=1):
            item = known.get(wanted.slug)
            if item and not self._replace:
                continue
            values = asdict(wanted) | {"levels": list(wanted.levels), "networks": list(wanted.networks)}
            values["position"] = wanted.position or position
            topics = [self._topics[slug] for slug in values.pop("topics")]
            if not values["is_retired"]:
                values.pop("is_retired")
            line = self._settle(item or ChecklistItem(brand=self._brand), values)
            if topics:
                line.topics.set(topics)

    def _load_maps(self) -> None:
        known = {row.slug: row for row in ResponseMap.objects.filter(brand=self._brand)}
        for position, wanted in enumerate(self._content.maps, start=1):
            row = known.get(wanted["slug"])
            if row and not self._replace:
                continue
            values = MAP | {"position": position} | wanted
            if not values["is_retired"]:
                values.pop("is_retired")
            owners = {leaf.get("owner_team", "") for leaf in wanted.get("leaves", ())}
            self.done.missing_teams |= owners - {"", *self._teams}
            self._settle(row or ResponseMap(brand=self._brand), values)

    def _settle(self, row: Row, values: dict[str, Any], *, part_of: Topic | None = None) -> Row:
        """Give the row these values, and keep and note it if that is a change."""
        is_new = row.pk is None
        for name, value in values.items():
            setattr(row, name, value)
        if is_new or changes(row):
            row.save()
            names = (self.done.added if is_new else self.done.replaced).setdefault(row._meta.model_name or "", [])
            names.append(f"{part_of.slug}: {row}" if part_of else str(row))
        return row
