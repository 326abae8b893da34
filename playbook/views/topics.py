"""The board of topics, and one topic with its plan and rules."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_stubs_ext import StrPromise

from playbook import access, actions
from playbook.current import version_of
from playbook.forms import PlanForm, RuleForm, TopicForm, TryForm
from playbook.models import Level, Plan, Rule, Topic
from playbook.views.answering import SignedInRequest, edit

SENTENCES = {
    Level.GREEN: gettext_lazy("Good to go. Anyone may answer, probation rules aside."),
    Level.YELLOW: gettext_lazy("Proceed with caution. A supervisor reads before it posts."),
    Level.RED: gettext_lazy("Stop. The box locks, on call is paged, a signed release decides."),
}


@dataclass(frozen=True)
class Column:
    """The live topics of one level."""

    level: Level
    sentence: StrPromise
    topics: list[Topic]


@login_required
@require_GET
def board(request: SignedInRequest) -> HttpResponse:
    brand = access.brand_for(request.user, request.GET.get("brand"))
    topics = list(Topic.objects.filter(brand=brand).select_related("owner_team"))
    columns = [
        Column(level, SENTENCES[level], [topic for topic in topics if topic.level == level and not topic.is_retired])
        for level in Level
    ]
    shown = {
        "brand": brand,
        "columns": columns,
        "retired": [topic for topic in topics if topic.is_retired],
        "version": version_of(brand.pk),
        "may_edit": access.may_edit(request.user, brand),
        "try_form": TryForm(),
    }
    return render(request, "playbook/board.html", shown)


@login_required
@require_GET
def topic(request: SignedInRequest, pk: int) -> HttpResponse:
    shown = access.topic_for(request.user, pk)
    context = {
        "topic": shown,
        "brand": shown.brand,
        "plan": Plan.objects.filter(topic=shown).first(),
        "rules": shown.rules.all(),
        "may_edit": access.may_edit(request.user, shown.brand),
    }
    return render(request, "playbook/topic.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def add_topic(request: SignedInRequest) -> HttpResponse:
    brand = access.editable_brand_for(request.user, request.GET.get("brand"))
    level = request.GET.get("level", Level.GREEN)
    form = TopicForm(request.POST or None, brand=brand, instance=Topic(brand=brand, level=level))
    return edit(
        request,
        form,
        lambda form: actions.save_topic(by=request.user, topic=form.save(commit=False)),
        title=_("New topic"),
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit_topic(request: SignedInRequest, pk: int) -> HttpResponse:
    edited = access.editable(request.user, access.topic_for(request.user, pk))
    form = TopicForm(request.POST or None, brand=edited.brand, instance=edited)
    return edit(
        request,
        form,
        lambda form: actions.save_topic(by=request.user, topic=form.save(commit=False)),
        title=edited.name,
        back=edited,
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    topic = access.editable(request.user, access.topic_for(request.user, pk))
    plan = Plan.objects.filter(topic=topic).first() or Plan(topic=topic)
    form = PlanForm(request.POST or None, brand=topic.brand, instance=plan)
    return edit(
        request,
        form,
        lambda form: actions.save_plan(by=request.user, plan=form.save(commit=False)).topic,
        title=_("Plan: %(topic)s") % {"topic": topic},
        back=topic,
    )


@login_required
@require_http_methods(["GET", "POST"])
def add_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    topic = access.editable(request.user, access.topic_for(request.user, pk))
    return _rule_page(request, Rule(topic=topic), title=_("New rule for %(topic)s") % {"topic": topic})


@login_required
@require_http_methods(["GET", "POST"])
def edit_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    rule = access.rule_for(request.user, pk)
    access.editable(request.user, rule.topic)
    return _rule_page(request, rule, title=_("Rule: %(rule)s") % {"rule": rule})


def _rule_page(request: SignedInRequest, rule: Rule, *, title: str) -> HttpResponse:
    form = RuleForm(request.POST or None, brand=rule.topic.brand, instance=rule)
    return edit(
        request,
        form,
        lambda form: actions.save_rule(by=request.user, rule=form.save(commit=False)).topic,
        title=title,
        back=rule.topic,
    )


@login_required
@require_POST
def retire_topic(request: SignedInRequest, pk: int) -> HttpResponse:
    topic = access.topic_for(request.user, pk)
    actions.retire(by=request.user, thing=topic)
    return redirect(topic)


@login_required
@require_POST
def restore_topic(request: SignedInRequest, pk: int) -> HttpResponse:
    topic = access.topic_for(request.user, pk)
    actions.restore(by=request.user, thing=topic)
    return redirect(topic)
