"""What admins do to a playbook. Each raises its version in the same transaction and ends in the record.

A save that changes nothing leaves no trace. Topics and texts are retired, never deleted; rules are turned off.
"""

from collections.abc import Collection
from typing import TypeVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor, person_or_none
from accounts.models import Brand, User
from accounts.refusals import Conflict
from playbook import checks
from playbook.edits import changes, editing, note
from playbook.models import ChecklistItem, HoldingMessage, Plan, ResponseTemplate, Rule, Topic

Saved = TypeVar("Saved", bound=models.Model)
Retired = Topic | ResponseTemplate | HoldingMessage | ChecklistItem
HAS_TOPICS = ResponseTemplate | HoldingMessage | ChecklistItem
_EVENT_WORDS: dict[type[models.Model], str] = {
    Topic: "topic",
    ResponseTemplate: "template",
    HoldingMessage: "holding_message",
    ChecklistItem: "checklist_item",
}


def save_topic(*, by: Actor, topic: Topic) -> Topic:
    """Add the topic, or keep its changed fields."""
    checks.check_topic(topic)
    return _save(topic, "topic", by=by, brand=topic.brand)


def save_rule(*, by: Actor, rule: Rule) -> Rule:
    """Add the rule to its topic, or keep its changed fields."""
    checks.check_rule(rule)
    return _save(rule, "rule", by=by, brand=rule.topic.brand)


def save_plan(*, by: Actor, plan: Plan) -> Plan:
    """Keep the escalation plan of its topic."""
    checks.check_plan(plan)
    return _save(plan, "plan", by=by, brand=plan.topic.brand)


def save_checklist_item(*, by: Actor, item: ChecklistItem, topics: Collection[Topic] | None = None) -> ChecklistItem:
    """Add a line to the reply checklist, or keep its changed fields. Raises Invalid for a topic of another brand."""
    checks.check_topics_of_brand(topics or (), item.brand_id)
    return _save(item, "checklist_item", by=by, brand=item.brand, topics=topics)


def save_template(
    *, by: Actor, template: ResponseTemplate, topics: Collection[Topic] | None = None
) -> ResponseTemplate:
    """Add or change a template. Changed words make a new version, which someone else has to approve."""
    checks.check_topics_of_brand(topics or (), template.brand_id)
    if _has_new_words(template):
        template.version += 1 if template.pk else 0
        template.written_by, template.approved_by, template.approved_at = person_or_none(by), None, None
    return _save(template, "template", by=by, brand=template.brand, topics=topics)


def save_holding_message(
    *, by: Actor, message: HoldingMessage, topics: Collection[Topic] | None = None
) -> HoldingMessage:
    """Add or change a holding message. Changed words make a new version, which two have to approve."""
    checks.check_closed_variables(message.text)
    checks.check_topics_of_brand(topics or (), message.brand_id)
    if _has_new_words(message):
        message.version += 1 if message.pk else 0
        message.first_approver = message.second_approver = message.approved_at = None
    return _save(message, "holding_message", by=by, brand=message.brand, topics=topics)


def approve_template(*, by: User, template: ResponseTemplate, version: int) -> ResponseTemplate:
    """Put one's name under this version. Raises Conflict for its writer, and when the version is no longer current."""
    with editing(template.brand, by) as playbook:
        current: ResponseTemplate = ResponseTemplate.objects.select_for_update().get(pk=template.pk)
        _check_version(current, version)
        checks.check_may_sign(current, by.pk)
        current.approved_by, current.approved_at = by, timezone.now()
        current.save()
        note("template_approved", by=by, thing=current, playbook=playbook, details={"text": current.text})
    return current


def approve_holding_message(*, by: User, message: HoldingMessage, version: int) -> HoldingMessage:
    """Put one's name under this version; with the second name it may go out. Raises Conflict as for a template."""
    with editing(message.brand, by) as playbook:
        current: HoldingMessage = HoldingMessage.objects.select_for_update().get(pk=message.pk)
        _check_version(current, version)
        checks.check_may_sign(current, by.pk)
        if current.first_approver_id is None:
            current.first_approver = by
        else:
            current.second_approver, current.approved_at = by, timezone.now()
        current.save()
        note("holding_message_approved", by=by, thing=current, playbook=playbook, details={"text": current.text})
    return current


def retire(*, by: Actor, thing: Retired) -> None:
    """Take it out of use. What was flagged, written or ticked with it keeps it."""
    _set_retired(thing, is_retired=True, by=by)


def restore(*, by: Actor, thing: Retired) -> None:
    """Take it back into use."""
    _set_retired(thing, is_retired=False, by=by)


def _save(thing: Saved, word: str, *, by: Actor, brand: Brand, topics: Collection[Topic] | None = None) -> Saved:
    changed = changes(thing)
    if topics is not None:
        changed |= _changed_topics(thing, topics)
    is_new = thing.pk is None
    if not changed:
        return thing
    with editing(brand, by) as playbook:
        thing.save()
        if topics is not None and isinstance(thing, HAS_TOPICS):
            thing.topics.set(topics)
        verb = "added" if is_new and word != "plan" else "changed"
        note(f"{word}_{verb}", by=by, thing=thing, playbook=playbook, details={"changes": changed})
    return thing


def _changed_topics(thing: models.Model, topics: Collection[Topic]) -> dict[str, dict[str, object]]:
    before: list[str] = []
    if thing.pk and isinstance(thing, HAS_TOPICS):
        before = sorted(thing.topics.values_list("slug", flat=True))
    after = sorted(topic.slug for topic in topics)
    return {"topics": {"before": before, "after": after}} if before != after else {}


def _has_new_words(words: ResponseTemplate | HoldingMessage) -> bool:
    if words.pk is None:
        return True
    return not type(words)._default_manager.filter(pk=words.pk, text=words.text, language=words.language).exists()


def _check_version(words: ResponseTemplate | HoldingMessage, version: int) -> None:
    if words.version != version:
        raise Conflict(_("The text changed while you read it. Please read the new version."))


def _set_retired(thing: Retired, *, is_retired: bool, by: Actor) -> None:
    with editing(thing.brand, by) as playbook:
        if (
            not type(thing)
            ._default_manager.filter(pk=thing.pk, is_retired=not is_retired)
            .update(is_retired=is_retired)
        ):
            raise Conflict(_("This was done a moment ago."))
        thing.is_retired = is_retired
        verb = "retired" if is_retired else "restored"
        note(f"{_EVENT_WORDS[type(thing)]}_{verb}", by=by, thing=thing, playbook=playbook)
