"""The only door through which a page gets a part of a playbook for a person. What one may not see is not there: 404."""

from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from accounts.rights import brands_with, can, check_can
from playbook import checks
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
    TaxonomyVersion,
    Topic,
    Training,
)
from playbook.sheets import Sheet
from playbook.whole.document import Entry

Person = User | AnonymousUser
Drafted = TypeVar("Drafted", Topic, Rule, ChecklistItem, Plan, ResponseMap, Entry)
MOST_TRAININGS = 200
Part = TypeVar("Part", Topic, ResponseTemplate, HoldingMessage, ChecklistItem, CrisisContact, HouseRule)


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
    topic: Topic = get_object_or_404(rows.select_related("brand", "owner_team", "raises_to"), pk=pk)
    return topic


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


def sheet_for(person: Person, slug: str | None) -> Sheet:
    """The draft of a brand to be edited. Raises NotAllowed."""
    return Sheet(editable_brand_for(person, slug))


def drafted_topic(sheet: Sheet, slug: str) -> Topic:
    """A topic as the draft has it, with or without a row. Raises Http404."""
    return _there(sheet.topic(slug))


def drafted_rule(sheet: Sheet, slug: str, name: str) -> Rule:
    """The same for a rule of this name."""
    return _there(next((rule for rule in sheet.rules(slug) if rule.name == name), None))


def drafted_line(sheet: Sheet, slug: str) -> ChecklistItem:
    """The same for a line of the checklist."""
    return _there(sheet.line(slug))


def drafted_map(sheet: Sheet, slug: str) -> Entry:
    """A response map as the draft has it."""
    return _there(sheet.map_entry(slug))


def drafted_map_row(sheet: Sheet, slug: str) -> ResponseMap:
    """The same over its row."""
    return _there(sheet.map(slug))


def drafted_plan(sheet: Sheet, slug: str) -> Plan:
    """The plan of a drafted topic."""
    return _there(sheet.plan(slug))


def drafted_step(entry: Entry, key: str) -> tuple[str, Entry]:
    """A step of a drafted map, and whether it stands among its questions or its leaves."""
    for part in ("questions", "leaves"):
        for step in entry.get(part, ()):
            if step["key"] == key:
                return part, step
    raise Http404(_("The draft has nothing of this name."))


def trainings_of(person: User, brand: Brand) -> list[Training]:
    """What this person practised for the brand, the newest first."""
    return list(Training.objects.filter(brand=brand, person=person)[:MOST_TRAININGS])


def practised(person: User, brand: Brand) -> dict[str, bool]:
    """By sample, whether this person ended right when they last walked it."""
    newest = Training.objects.filter(brand=brand, person=person, kind=Training.Kind.PRACTICE)[:MOST_TRAININGS]
    return {slug: row.right == row.asked for row in reversed(newest) for slug in row.given}


def quizzes_taken(person: User, brand: Brand) -> int:
    """How often this person took the quiz."""
    return Training.objects.filter(brand=brand, person=person, kind=Training.Kind.QUIZ).count()


def trainings_of_people(person: User, brand: Brand) -> list[Training]:
    """The newest result of each kind of everybody else of the brand, for whoever looks after its people."""
    if not can(person, "manage_people", brand):
        return []
    people = User.objects.filter(memberships__team__brand=brand, is_active=True, is_machine=False).exclude(pk=person.pk)
    rows = Training.objects.filter(brand=brand, person__in=people).select_related("person")[:MOST_TRAININGS]
    newest = {(row.person_id, row.kind): row for row in reversed(rows)}
    return sorted(newest.values(), key=lambda row: (str(row.person), row.kind))


def training_for(person: User, brand: Brand, pk: str | None) -> Training | None:
    """One result: one's own, or of somebody one looks after."""
    if not (pk and pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    row = Training.objects.filter(brand=brand, pk=int(pk)).select_related("person").first()
    is_seen = row is not None and (row.person_id == person.pk or can(person, "manage_people", brand))
    return row if is_seen else None


def version_for(person: Person, pk: int) -> TaxonomyVersion:
    """A version of the taxonomy with the names under it."""
    rows = TaxonomyVersion.objects.filter(brand_id__in=brands_with(person, "see_brand"))
    names = ("author", "saved_by", "asker", "publisher")
    return get_object_or_404(rows.select_related("brand", *names), pk=pk)


def crisis_contact_for(person: Person, pk: int) -> CrisisContact:
    """Whom to call."""
    contact: CrisisContact = get_object_or_404(_of_visible_brands(CrisisContact, person), pk=pk)
    return contact


def house_rule_for(person: Person, pk: int) -> HouseRule:
    """What one may not do."""
    rule: HouseRule = get_object_or_404(_of_visible_brands(HouseRule, person), pk=pk)
    return rule


def editable_brand_for(person: Person, slug: str | None) -> Brand:
    """The brand, for someone who may edit its playbook. Raises NotAllowed."""
    brand = brand_for(person, slug)
    check_can(person, "edit_playbook", brand)
    return brand


def playbook_of(brand: Brand) -> Playbook:
    """The brand's playbook, new and empty where nobody has written one."""
    return Playbook.objects.filter(brand=brand).first() or Playbook(brand=brand)


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


def _there(thing: Drafted | None) -> Drafted:
    if thing is None:
        raise Http404(_("The draft has nothing of this name."))
    return thing


def _of_visible_brands(model: Any, person: Person) -> Any:
    return model.objects.filter(brand_id__in=brands_with(person, "see_brand")).select_related("brand")
