"""The board of topics, and one topic with its plan and rules."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django_stubs_ext import StrPromise

from playbook import access, walking
from playbook.forms import TryForm
from playbook.history import turns_of
from playbook.models import Level, Plan, Topic
from playbook.sheets import Sheet
from playbook.views.answering import SignedInRequest
from playbook.views.banner import banner
from playbook.views.editing import page_of

SENTENCES = {
    Level.GREEN: gettext_lazy("Good to go. Anyone may answer, probation rules aside."),
    Level.YELLOW: gettext_lazy("Proceed with caution. A supervisor reads before it posts."),
    Level.RED: gettext_lazy("Stop. The box locks, on call is paged, a signed release decides."),
}


@dataclass(frozen=True)
class Card:
    """A topic of the board. ``page``: where it is read; ``mark``: what the draft does to it, "" for nothing."""

    topic: Topic
    page: str
    mark: str


@dataclass(frozen=True)
class Column:
    """The live topics of one level."""

    level: Level
    sentence: StrPromise
    cards: list[Card]


@login_required
@require_GET
def board(request: SignedInRequest) -> HttpResponse:
    """Who edits sees the draft, where there is one; everybody else what is in force."""
    brand = access.brand_for(request.user, request.GET.get("brand"))
    sheet = Sheet(brand)
    may_edit = access.may_edit(request.user, brand)
    cards = _cards(sheet, is_drafted=may_edit and sheet.draft is not None)
    columns = [
        Column(
            level,
            SENTENCES[level],
            [card for card in cards if card.topic.level == level and not card.topic.is_retired],
        )
        for level in Level
    ]
    shown = {
        "brand": brand,
        "columns": columns,
        "retired": [card for card in cards if card.topic.is_retired],
        "version": sheet.in_force,
        "may_edit": may_edit,
        "try_form": TryForm(brand=brand),
        "try_draft": sheet.draft if may_edit else None,
        "levels": Level,
        "walk": walking.progress(sheet) if may_edit else None,
    }
    return render(request, "playbook/board.html", shown | banner(request.user, sheet))


def _cards(sheet: Sheet, *, is_drafted: bool) -> list[Card]:
    changed = {change.slug: change for change in sheet.changes if change.kind == "topic"}
    if not is_drafted:
        topics = Topic.objects.filter(brand=sheet.brand).select_related("owner_team")
        return [Card(topic, topic.get_absolute_url(), "edited" if topic.slug in changed else "") for topic in topics]
    return [
        Card(topic, page_of(topic), ("new" if topic.pk is None else "edited") if slug in changed else "")
        for slug, topic in sheet.whole.topics.items()
    ]


@login_required
@require_GET
def topic(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = access.topic_for(request.user, pk)
    sheet = Sheet(shown.brand)
    context = {
        "topic": shown,
        "brand": shown.brand,
        "plan": Plan.objects.filter(topic=shown).first(),
        "rules": shown.rules.all(),
        "may_edit": access.may_edit(request.user, shown.brand),
        "draft": sheet.draft,
        "change": next(
            (change for change in sheet.changes if (change.kind, change.slug) == ("topic", shown.slug)), None
        ),
    }
    return render(request, "playbook/topic.html", context)


@login_required
@require_GET
def topic_history(request: SignedInRequest, pk: int) -> HttpResponse:
    """What each version changed of it: flags, words, plans, and by whose hands."""
    shown = access.topic_for(request.user, pk)
    context = {"topic": shown, "brand": shown.brand, "turns": turns_of(shown.brand, shown.slug)}
    return render(request, "playbook/topic_history.html", context)


@login_required
@require_GET
def drafted_topic(request: SignedInRequest, slug: str) -> HttpResponse:
    """The topic as it would be."""
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    shown = access.drafted_topic(sheet, slug)
    context = {
        "topic": shown,
        "brand": sheet.brand,
        "plan": sheet.plan(slug),
        "rules": sheet.rules(slug),
        "may_edit": True,
        "draft": sheet.draft,
        "is_drafted": True,
    }
    return render(request, "playbook/topic.html", context)
