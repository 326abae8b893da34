"""How a person's edit of one entry becomes a change of the draft's document."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Brand, User
from accounts.refusals import Conflict, Invalid
from playbook.drafting import change, standing
from playbook.maps.shape import MAP, normal_map
from playbook.models import ChecklistItem, Plan, ResponseMap, Rule, Topic
from playbook.whole.building import line_entry, plan_entry, rule_entry, topic_entry
from playbook.whole.document import (
    LINE,
    TOPIC,
    Document,
    Entry,
    digest,
    found,
    full,
    maps_in,
    normal,
    with_line,
    with_map,
    with_topic,
)
from playbook.whole.mapping import check_maps

_PARTS = ("plan", "rules")


def put_topic(topic: Topic, *, by: User, seen: str) -> None:
    """Its fields; its plan and rules stay."""
    fields = topic_entry(topic, None, ())

    def changed(old: Entry | None) -> Entry:
        _check_new(old, is_new=topic.pk is None and not seen)
        check_seen(fields_of(old), seen)
        return {**{part: old[part] for part in _PARTS if old and part in old}, **fields}

    _change_topic(topic.brand, topic.slug, changed, by)


def put_plan(plan: Plan, *, by: User, seen: str) -> None:
    """The plan of a topic that the draft knows."""

    def changed(old: Entry | None) -> Entry:
        check_seen((old or {}).get("plan"), seen)
        return {**_known(old), "plan": plan_entry(plan)}

    _change_topic(plan.topic.brand, plan.topic.slug, changed, by)


def put_rule(rule: Rule, *, by: User, seen: str, was: str = "") -> None:
    """A rule of a topic that the draft knows, in the place of the one that had its name."""
    name = was or rule.name

    def changed(old: Entry | None) -> Entry:
        rules = _known(old).get("rules", [])
        check_seen(named(rules, name), seen)
        others = [each for each in rules if each["name"] != name]
        if named(others, rule.name) or (rule.pk is None and not seen and not was and len(others) < len(rules)):
            raise Invalid(_("A rule of this name already exists in the draft."))
        return {**_known(old), "rules": [*others, rule_entry(rule)]}

    _change_topic(rule.topic.brand, rule.topic.slug, changed, by)


def put_line(line: ChecklistItem, topics: Collection[Topic] | None, *, by: User, seen: str) -> None:
    """A line of the checklist; ``topics``: only for these, None: as it was."""

    def changed(old: Entry | None) -> Entry:
        _check_new(old, is_new=line.pk is None and not seen)
        check_seen(old, seen)
        entry = line_entry(line, topics or ())
        return entry if topics is not None else {**entry, "topics": (old or {}).get("topics", [])}

    change(
        line.brand,
        by,
        lambda document: with_line(document, line.slug, changed),
        details=_details("checklist", line.slug),
    )


def put_map(brand: Brand, slug: str, edit: Callable[[Entry | None], Entry], *, by: User) -> None:
    """A response map, changed by ``edit``. Raises Invalid where it would be worse than the draft has it."""

    def edited(document: Document) -> Document:
        new = with_map(document, slug, lambda old: normal_map(edit(old)))
        check_maps(new, document, brand.pk)
        return new

    change(brand, by, edited, details=_details("maps", slug))


def put_map_first(brand: Brand, slug: str, *, by: User) -> None:
    """This map before all others, which keep their order."""

    def edited(document: Document) -> Document:
        _known(found(document.get("maps", ()), slug))
        ordered = sorted(maps_in(document), key=lambda each: each["slug"] != slug)
        placed = [{**each, "position": place} for place, each in enumerate(ordered, start=1)]
        return normal(document["topics"], document["checklist"], placed)

    change(brand, by, edited, details=_details("maps", slug))


def set_retired(thing: Topic | ChecklistItem | ResponseMap, *, is_retired: bool, by: User) -> None:
    """Out of use, or back; what the draft alone knows leaves it."""
    kind, put = _place_of(thing)
    is_known = found(standing(thing.brand).get(kind, ()), thing.slug) is not None

    def edited(document: Document) -> Document:
        old = _known(found(document.get(kind, ()), thing.slug))
        if bool(old.get("is_retired")) == is_retired:
            raise Conflict(_("This was done a moment ago."))
        if is_retired and not is_known:
            return {**document, kind: [entry for entry in document[kind] if entry["slug"] != thing.slug]}
        return put(document, thing.slug, lambda _old: {**old, "is_retired": is_retired})

    change(thing.brand, by, edited, details=_details(kind, thing.slug))


def _place_of(thing: Topic | ChecklistItem | ResponseMap) -> tuple[str, Callable[..., Document]]:
    if isinstance(thing, Topic):
        return "topics", with_topic
    return ("maps", with_map) if isinstance(thing, ResponseMap) else ("checklist", with_line)


def fields_of(topic: Entry | None) -> Entry | None:
    """A topic's entry without its plan and rules."""
    return {name: value for name, value in topic.items() if name not in _PARTS} if topic else None


def named(rules: Collection[Entry], name: str) -> Entry | None:
    """The rule of this name."""
    return next((rule for rule in rules if rule["name"] == name), None)


def _change_topic(brand: Brand, slug: str, changed: Callable[[Entry | None], Mapping[str, Any]], by: User) -> None:
    change(brand, by, lambda document: with_topic(document, slug, changed), details=_details("topics", slug))


def _details(kind: str, slug: str) -> Callable[[Document, Document], Any]:
    """What the record keeps of it: the fields that differ, before and after."""

    def differing(old: Document, new: Document) -> Any:
        before, after = (_spelled(found(document.get(kind, ()), slug), kind) for document in (old, new))
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        return {
            kind: slug,
            "changes": {name: {"before": before.get(name), "after": after.get(name)} for name in names},
        }

    return differing


def _spelled(entry: Entry | None, kind: str) -> Entry:
    if entry is None:
        return {}
    if kind == "maps":
        return full(entry, MAP)
    return full(entry, TOPIC if kind == "topics" else LINE) | {part: entry[part] for part in _PARTS if part in entry}


def _known(old: Entry | None) -> Entry:
    if old is None:
        raise Conflict(_("The draft no longer has it."))
    return old


def check_seen(now: Entry | None, seen: str) -> None:
    """Who saves has seen what is there now. Raises Conflict."""
    if seen and seen != digest(now):
        raise Conflict(_("Somebody changed this in the draft while you wrote. Nothing of yours is lost."))


def _check_new(old: Entry | None, *, is_new: bool) -> None:
    if is_new and old is not None:
        raise Invalid(_("One of this name already exists."))
