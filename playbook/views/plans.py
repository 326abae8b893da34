"""Every plan on one page, for everybody who answers; and the scenarios of a plan in the draft."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.refusals import Invalid
from playbook import access, actions, ports
from playbook.forms import ScenarioForm
from playbook.models import Level, Plan, Topic
from playbook.plan_lines import PlanLine, plan_line
from playbook.views.answering import SignedInRequest, edit
from playbook.views.editing import page_of


@dataclass(frozen=True)
class Planned:
    """A topic with its plan, each line read."""

    topic: Topic
    plan: Plan | None

    @property
    def lines(self) -> list[PlanLine]:
        return [plan_line(text) for text in self.plan.internal_actions] if self.plan else []


@login_required
@require_GET
def plans(request: SignedInRequest) -> HttpResponse:
    """How each topic is escalated and to whom, by level; it prints as it is."""
    brand = access.brand_for(request.user, request.GET.get("brand"))
    topics = Topic.objects.live().filter(brand=brand).select_related("owner_team", "plan")
    planned = [Planned(topic, getattr(topic, "plan", None)) for topic in topics]
    levels = [Level.RED, Level.YELLOW, Level.GREEN]
    shown = {
        "brand": brand,
        "levels": [(level, [each for each in planned if each.topic.level == level]) for level in levels],
        "on_duty": ports.on_duty_of(brand.pk),
        "may_edit": access.may_edit(request.user, brand),
    }
    return render(request, "playbook/plans.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def edit_scenario(request: SignedInRequest, slug: str) -> HttpResponse:
    """A scenario of this name, or a new one."""
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    topic, plan = access.drafted_topic(sheet, slug), access.drafted_plan(sheet, slug)
    name = request.GET.get("name", "")
    old = next((each for each in plan.scenarios if each["name"] == name), None)
    scratch = Plan(complaint=(old or {}).get("complaint", ""), public_answer=(old or {}).get("public_answer", ""))
    form = ScenarioForm(
        request.POST or None, brand=sheet.brand, instance=scratch, initial=old or {}, seen=sheet.seen_plan(slug)
    )

    def save(form: Any) -> str:
        others = [each for each in plan.scenarios if each is not old]
        place = plan.scenarios.index(old) if old else len(others)
        plan.scenarios = [*others[:place], form.scenario, *others[place:]]
        actions.save_plan(by=request.user, plan=plan, seen=form.cleaned_data["seen"])
        return page_of(topic)

    return edit(request, form, save, title=name or _("New scenario"), back=topic, back_url=page_of(topic))


@login_required
@require_POST
def remove_scenario(request: SignedInRequest, slug: str) -> HttpResponse:
    sheet = access.sheet_for(request.user, request.GET.get("brand"))
    topic, plan = access.drafted_topic(sheet, slug), access.drafted_plan(sheet, slug)
    kept = [each for each in plan.scenarios if each["name"] != request.POST.get("name", "")]
    if len(kept) == len(plan.scenarios):
        raise Invalid(_("The plan has no scenario of this name."))
    plan.scenarios = kept
    actions.save_plan(by=request.user, plan=plan, seen=sheet.seen_plan(slug))
    messages.success(request, _("Taken out in the draft."))
    return redirect(page_of(topic))
