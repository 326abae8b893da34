"""Editing a topic, its plan and its rules: in the draft, by their names, for the draft may know what has no row yet."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Brand
from accounts.refusals import Invalid
from playbook import access, actions
from playbook.forms import LevelForm, PlanForm, RuleForm, TopicForm
from playbook.models import Level, Plan, Rule, Topic
from playbook.sheets import Sheet
from playbook.views.answering import SignedInRequest, edit


@login_required
@require_http_methods(["GET", "POST"])
def add_topic(request: SignedInRequest) -> HttpResponse:
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    level = request.GET.get("level", Level.GREEN)
    form = TopicForm(request.POST or None, brand=brand, instance=Topic(brand=brand, level=level))
    return edit(
        request,
        form,
        lambda form: page_of(actions.save_topic(by=request.user, topic=form.save(commit=False))),
        title=_("New topic"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit_topic(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    topic = access.drafted_topic(sheet, slug)
    if request.GET.get("level") in Level.values:
        topic.level = request.GET["level"]
    form = TopicForm(request.POST or None, brand=sheet.brand, instance=topic, seen=sheet.seen_topic(slug))
    return edit(
        request,
        form,
        lambda form: page_of(
            actions.save_topic(by=request.user, topic=form.save(commit=False), seen=form.cleaned_data["seen"])
        ),
        title=topic.name,
        back=topic,
        back_url=page_of(topic),
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit_plan(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    topic = access.drafted_topic(sheet, slug)
    plan = sheet.plan(slug) or Plan(topic=topic)
    form = PlanForm(request.POST or None, brand=sheet.brand, instance=plan, seen=sheet.seen_plan(slug))
    return edit(
        request,
        form,
        lambda form: page_of(
            actions.save_plan(by=request.user, plan=form.save(commit=False), seen=form.cleaned_data["seen"]).topic
        ),
        title=_("Plan: %(topic)s") % {"topic": topic},
        back=topic,
        back_url=page_of(topic),
    )


@login_required
@require_http_methods(["GET", "POST"])
def add_rule(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    topic = access.drafted_topic(sheet, slug)
    return _rule_page(request, sheet, Rule(topic=topic), title=_("New rule for %(topic)s") % {"topic": topic})


@login_required
@require_http_methods(["GET", "POST"])
def edit_rule(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    name = request.GET.get("rule", "")
    rule = access.drafted_rule(sheet, slug, name)
    return _rule_page(request, sheet, rule, title=_("Rule: %(rule)s") % {"rule": rule}, was=name)


@login_required
@require_POST
def move_topic(request: SignedInRequest, slug: str) -> HttpResponse:
    """To the column of another flag. What that asks for besides is asked on the topic's own page."""
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    topic = access.drafted_topic(sheet, slug)
    form = LevelForm(request.POST)
    topic.level = form.cleaned_data["level"] if form.is_valid() else topic.level
    try:
        actions.save_topic(by=request.user, topic=topic, seen=sheet.seen_topic(slug))
    except Invalid as refusal:
        messages.warning(request, str(refusal))
        where = reverse("playbook:edit_topic", args=[slug])
        return redirect(f"{where}?{urlencode({'brand': sheet.brand.slug, 'level': topic.level})}")
    said = _("%(topic)s is %(level)s in the draft.") % {"topic": topic, "level": topic.get_level_display()}
    messages.success(request, said)
    return redirect(board_of(sheet.brand))


@login_required
@require_POST
def retire_topic(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    actions.retire(by=request.user, thing=access.drafted_topic(sheet, slug))
    return redirect(board_of(sheet.brand))


@login_required
@require_POST
def restore_topic(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    topic = access.drafted_topic(sheet, slug)
    actions.restore(by=request.user, thing=topic)
    return redirect(page_of(topic))


def page_of(topic: Topic) -> str:
    """The topic as the draft has it."""
    return f"{reverse('playbook:drafted_topic', args=[topic.slug])}?brand={topic.brand.slug}"


def board_of(brand: Brand) -> str:
    """The brand's board."""
    return f"{reverse('playbook:board')}?brand={brand.slug}"


def _rule_page(request: SignedInRequest, sheet: Sheet, rule: Rule, *, title: str, was: str = "") -> HttpResponse:
    topic = rule.topic
    seen = sheet.seen_rule(topic.slug, was) if was else ""
    form = RuleForm(request.POST or None, brand=sheet.brand, instance=rule, seen=seen)
    return edit(
        request,
        form,
        lambda form: page_of(
            actions.save_rule(
                by=request.user, rule=form.save(commit=False), seen=form.cleaned_data["seen"], was=was
            ).topic
        ),
        title=title,
        back=topic,
        back_url=page_of(topic),
    )
