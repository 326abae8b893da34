"""Topics, rules, plans and the checklist; and taking any part of a playbook out of use and back."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Brand
from accounts.refusals import Conflict
from playbook import checks
from playbook.edits import changes, difference, editing, note, word_for
from playbook.models import ChecklistItem, HoldingMessage, Plan, ResponseTemplate, Rule, Topic

Saved = TypeVar("Saved", bound=models.Model)
Retired = Topic | ResponseTemplate | HoldingMessage | ChecklistItem


def save_topic(*, by: Actor, topic: Topic) -> Topic:
    """Add the topic, or keep its changed fields."""
    checks.check_topic(topic)
    return _save(topic, by=by, brand=topic.brand)


def save_rule(*, by: Actor, rule: Rule) -> Rule:
    """Add the rule to its topic, or keep its changed fields."""
    checks.check_rule(rule)
    return _save(rule, by=by, brand=rule.topic.brand)


def save_plan(*, by: Actor, plan: Plan) -> Plan:
    """Keep the escalation plan of its topic."""
    checks.check_plan(plan)
    return _save(plan, by=by, brand=plan.topic.brand)


def save_checklist_item(*, by: Actor, item: ChecklistItem, topics: Collection[Topic] | None = None) -> ChecklistItem:
    """Add a line to the reply checklist, or keep its changed fields. Raises Invalid for a topic of another brand."""
    checks.check_of_brand(item.brand_id, topics or ())
    changed = difference(item, "topics", topics) if topics is not None else {}
    with transaction.atomic():
        kept = _save(item, by=by, brand=item.brand, more=changed)
        if changed:
            kept.topics.set(topics or ())
    return kept


def retire(*, by: Actor, thing: Retired) -> None:
    """Take it out of use. What was flagged, written or ticked with it keeps it."""
    _set_retired(thing, is_retired=True, by=by)


def restore(*, by: Actor, thing: Retired) -> None:
    """Take it back into use."""
    _set_retired(thing, is_retired=False, by=by)


def _save(thing: Saved, *, by: Actor, brand: Brand, more: dict[str, Any] | None = None) -> Saved:
    changed = changes(thing) | (more or {})
    is_new = thing.pk is None
    if not changed:
        return thing
    with editing(brand, by) as playbook:
        thing.save()
        verb = "added" if is_new and not isinstance(thing, Plan) else "changed"
        note(f"{word_for(thing)}_{verb}", by=by, thing=thing, playbook=playbook, details={"changes": changed})
    return thing


def _set_retired(thing: Retired, *, is_retired: bool, by: Actor) -> None:
    with editing(thing.brand, by) as playbook:
        rows = type(thing)._default_manager.filter(pk=thing.pk, is_retired=not is_retired)
        if not rows.update(is_retired=is_retired):
            raise Conflict(_("This was done a moment ago."))
        thing.is_retired = is_retired
        verb = "retired" if is_retired else "restored"
        note(f"{word_for(thing)}_{verb}", by=by, thing=thing, playbook=playbook)
