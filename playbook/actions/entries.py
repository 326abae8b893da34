"""Topics, rules, plans and the checklist; and taking any part of a playbook out of use and back.

What people do to the first four goes into the brand's draft, and counts once two of them published it. The product
itself (loading, the demo) writes at once, and the version in force says so.
"""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Brand, User
from accounts.refusals import Conflict
from playbook import checks, writing
from playbook.drafting import check_no_draft, keep_as_it_stands
from playbook.edits import changes, difference, editing, note, word_for
from playbook.models import (
    ChecklistItem,
    CrisisContact,
    HoldingMessage,
    HouseRule,
    Plan,
    Playbook,
    ResponseMap,
    ResponseTemplate,
    Rule,
    Topic,
)

Saved = TypeVar("Saved", bound=models.Model)
_OF_THE_WHOLE = (Topic, Rule, Plan, ChecklistItem, ResponseMap)
Retired = Topic | ResponseTemplate | HoldingMessage | ChecklistItem | CrisisContact | HouseRule | ResponseMap


def save_topic(*, by: Actor, topic: Topic, seen: str = "") -> Topic:
    """Add the topic, or keep its changed fields. A person's edit goes into the draft; ``seen`` is what its page showed.

    Raises Conflict when somebody changed the same in the draft meanwhile; so do the next three.
    """
    checks.check_topic(topic)
    if isinstance(by, User):
        writing.put_topic(topic, by=by, seen=seen)
        return topic
    return _save(topic, by=by, brand=topic.brand)


def save_rule(*, by: Actor, rule: Rule, seen: str = "", was: str = "") -> Rule:
    """Add the rule to its topic, or keep its changed fields; ``was``: the name it had, where that changes."""
    checks.check_rule(rule)
    if isinstance(by, User):
        writing.put_rule(rule, by=by, seen=seen, was=was)
        return rule
    return _save(rule, by=by, brand=rule.topic.brand)


def save_plan(*, by: Actor, plan: Plan, seen: str = "") -> Plan:
    """Keep the escalation plan of its topic."""
    checks.check_plan(plan)
    if isinstance(by, User):
        writing.put_plan(plan, by=by, seen=seen)
        return plan
    return _save(plan, by=by, brand=plan.topic.brand)


def save_checklist_item(
    *, by: Actor, item: ChecklistItem, topics: Collection[Topic] | None = None, seen: str = ""
) -> ChecklistItem:
    """Add a line to the reply checklist, or keep its changed fields. Raises Invalid for a topic of another brand."""
    checks.check_of_brand(item.brand_id, topics or ())
    if isinstance(by, User):
        writing.put_line(item, topics, by=by, seen=seen)
        return item
    changed = difference(item, "topics", topics) if topics is not None else {}
    with transaction.atomic():
        kept = _save(item, by=by, brand=item.brand, more=changed)
        if changed:
            kept.topics.set(topics or ())
            keep_as_it_stands(Playbook.objects.get(brand=item.brand))
    return kept


def save_crisis_contact(*, by: Actor, contact: CrisisContact, topics: Collection[Topic] | None = None) -> CrisisContact:
    """Add whom to call outside, or keep its changed fields; it counts at once. Raises Invalid for what cannot be
    reached, or stands with topics and names none of its brand's."""
    checks.check_crisis_contact(contact, topics)
    changed = difference(contact, "topics", topics) if topics is not None else {}
    with transaction.atomic():
        kept = _save(contact, by=by, brand=contact.brand, more=changed)
        if changed:
            kept.topics.set(topics or ())
    return kept


def save_house_rule(*, by: Actor, rule: HouseRule) -> HouseRule:
    """Add what one may not do where the brand hosts the talk, or keep its changed fields."""
    checks.check_house_rule(rule)
    return _save(rule, by=by, brand=rule.brand)


def save_own_words(*, by: Actor, brand: Brand, words: Sequence[str]) -> Playbook:
    """Keep what the brand says of itself in public: no check takes it for personal data. Raises Invalid."""
    checks.check_own_words(words)
    before = Playbook.objects.filter(brand=brand).first()
    if before is not None and before.own_words == list(words):
        return before
    with editing(brand, by) as playbook:
        changed = {"own_words": {"before": playbook.own_words, "after": list(words)}}
        playbook.own_words = list(words)
        playbook.save(update_fields=["own_words"])
        note("own_words_changed", by=by, thing=playbook, playbook=playbook, details={"changes": changed})
    return playbook


def retire(*, by: Actor, thing: Retired) -> None:
    """Take it out of use: topics, lines of the checklist and maps in the draft, where a person does it, and the rest
    at once. What was flagged, written or ticked with it keeps it."""
    _set_retired(thing, is_retired=True, by=by)


def restore(*, by: Actor, thing: Retired) -> None:
    """Take it back into use."""
    _set_retired(thing, is_retired=False, by=by)


def _save(thing: Saved, *, by: Actor, brand: Brand, more: dict[str, Any] | None = None) -> Saved:
    changed = changes(thing) | (more or {})
    is_new = thing.pk is None
    if not changed:
        return thing
    is_of_the_whole = isinstance(thing, _OF_THE_WHOLE)
    if is_of_the_whole:
        check_no_draft(brand)
    with editing(brand, by) as playbook:
        thing.save()
        verb = "added" if is_new and not isinstance(thing, Plan) else "changed"
        note(f"{word_for(thing)}_{verb}", by=by, thing=thing, playbook=playbook, details={"changes": changed})
        if is_of_the_whole:
            keep_as_it_stands(playbook)
    return thing


def _set_retired(thing: Retired, *, is_retired: bool, by: Actor) -> None:
    if isinstance(by, User) and isinstance(thing, Topic | ChecklistItem | ResponseMap):
        writing.set_retired(thing, is_retired=is_retired, by=by)
        return
    with editing(thing.brand, by) as playbook:
        rows = type(thing)._default_manager.filter(pk=thing.pk, is_retired=not is_retired)
        if not rows.update(is_retired=is_retired):
            raise Conflict(_("This was done a moment ago."))
        thing.is_retired = is_retired
        verb = "retired" if is_retired else "restored"
        note(f"{word_for(thing)}_{verb}", by=by, thing=thing, playbook=playbook)
        if isinstance(thing, _OF_THE_WHOLE):
            keep_as_it_stands(playbook)
