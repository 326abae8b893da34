"""The only door through which a page gets a part of a playbook for a person. What one may not see is not there: 404."""

from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from accounts.rights import brands_with, can, check_can
from playbook import checks
from playbook.models import ChecklistItem, HoldingMessage, ResponseTemplate, Rule, Topic

Person = User | AnonymousUser
Part = TypeVar("Part", Topic, ResponseTemplate, HoldingMessage, ChecklistItem)


def visible_brands(person: Person) -> list[Brand]:
    """The brands whose playbook this person may read, by name."""
    return list(Brand.objects.filter(pk__in=brands_with(person, "see_brand"), is_active=True))


def brand_for(person: Person, slug: str | None) -> Brand:
    """The brand of this slug, or the first visible one. Raises Http404 when there is none to see."""
    for brand in visible_brands(person):
        if slug in {None, "", brand.slug}:
            return brand
    raise Http404(_("There is no such brand for you."))


def topic_for(person: Person, pk: int) -> Topic:
    """The topic with its plan and owner."""
    rows = Topic.objects.filter(brand_id__in=brands_with(person, "see_brand"))
    topic: Topic = get_object_or_404(rows.select_related("brand", "owner_team"), pk=pk)
    return topic


def rule_for(person: Person, pk: int) -> Rule:
    """The rule with its topic."""
    rows = Rule.objects.filter(topic__brand_id__in=brands_with(person, "see_brand"))
    return get_object_or_404(rows.select_related("topic__brand"), pk=pk)


def template_for(person: Person, pk: int) -> ResponseTemplate:
    """The response template with its proposal and the names under its words."""
    rows = _of_visible_brands(ResponseTemplate, person).select_related("proposal__author", *ResponseTemplate.NAMES)
    template: ResponseTemplate = get_object_or_404(rows, pk=pk)
    return template


def holding_message_for(person: Person, pk: int) -> HoldingMessage:
    """The holding message with its proposal and the names under its words."""
    rows = _of_visible_brands(HoldingMessage, person).select_related("proposal__author", *HoldingMessage.NAMES)
    message: HoldingMessage = get_object_or_404(rows, pk=pk)
    return message


def checklist_item_for(person: Person, pk: int) -> ChecklistItem:
    """The line of the checklist."""
    item: ChecklistItem = get_object_or_404(_of_visible_brands(ChecklistItem, person), pk=pk)
    return item


def editable_brand_for(person: Person, slug: str | None) -> Brand:
    """The brand, for someone who may edit its playbook. Raises NotAllowed."""
    brand = brand_for(person, slug)
    check_can(person, "edit_playbook", brand)
    return brand


def proposable_brand_for(person: User, slug: str | None) -> Brand:
    """The brand, for someone who may propose a text for it. Raises NotAllowed."""
    brand = brand_for(person, slug)
    checks.check_may_propose(person, brand)
    return brand


def may_propose(person: User, brand: Brand) -> bool:
    """Whether to show this person the form of a proposal."""
    return not checks.why_not(checks.check_may_propose, person, brand)


def editable(person: Person, thing: Part) -> Part:
    """The same part, for someone who may edit it. Raises NotAllowed."""
    check_can(person, "edit_playbook", thing.brand)
    return thing


def may_edit(person: Person, brand: Brand) -> bool:
    """Whether to show this person the forms."""
    return can(person, "edit_playbook", brand)


def _of_visible_brands(model: Any, person: Person) -> Any:
    return model.objects.filter(brand_id__in=brands_with(person, "see_brand")).select_related("brand")
