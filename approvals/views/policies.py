"""The pages of the sign-off policy, and letting out what needs no name any more."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Brand
from accounts.refusals import Invalid, Refusal
from approvals import access, actions
from approvals.forms import PolicyRuleForm, PolicySeenForm, SeenForm, TrialForm, step_forms
from approvals.models import SignOffRule
from approvals.policy_showing import policy_shown, warnings_about
from approvals.rule_terms import RuleTerms
from approvals.showing import seen_or_invalid
from approvals.trial import tried
from approvals.views.answering import SignedInRequest, go_on, sent, show


@require_safe
@login_required
def policy(request: SignedInRequest) -> HttpResponse:
    brand = access.policy_brand(request.user, request.GET.get("brand"))
    return render(request, "approvals/policy.html", policy_shown(request.user, brand))


@require_POST
@login_required
def write(request: SignedInRequest) -> HttpResponse:
    brand = access.editable_policy_brand(request.user, request.GET.get("brand"))
    act = partial(actions.write_policy, brand, by=request.user)
    return _changed(request, brand, act, _("These rules are yours now. Change them one by one."))


@require_http_methods(["GET", "POST"])
@login_required
def add_rule(request: SignedInRequest) -> HttpResponse:
    brand = access.editable_policy_brand(request.user, request.GET.get("brand"))
    return _edit(request, brand, None, partial(actions.add_policy_rule, brand, by=request.user))


@require_http_methods(["GET", "POST"])
@login_required
def edit_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    rule = access.policy_rule(request.user, pk)
    return _edit(request, rule.policy.brand, rule, partial(actions.change_policy_rule, rule, by=request.user))


@require_POST
@login_required
def retire_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    rule = access.policy_rule(request.user, pk)
    said = _("Retired. What waits is judged anew; what was approved stays approved.")
    act = partial(actions.retire_policy_rule, rule, by=request.user)
    return _changed(request, rule.policy.brand, act, said)


@require_POST
@login_required
def restore_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    rule = access.policy_rule(request.user, pk)
    said = _("In force again. What waits is judged anew.")
    act = partial(actions.restore_policy_rule, rule, by=request.user)
    return _changed(request, rule.policy.brand, act, said)


@require_POST
@login_required
def move_rule(request: SignedInRequest, pk: int) -> HttpResponse:
    rule = access.policy_rule(request.user, pk)
    is_up = request.POST.get("direction") != "down"
    act = partial(actions.move_policy_rule, rule, by=request.user, is_up=is_up)
    return _changed(request, rule.policy.brand, act, _("Moved."))


@require_POST
@login_required
def confirm(request: SignedInRequest) -> HttpResponse:
    brand = access.editable_policy_brand(request.user, request.GET.get("brand"))
    act = partial(actions.confirm_policy, brand, by=request.user)
    return _changed(request, brand, act, _("Confirmed. The changes hold for everybody’s texts now."))


@require_safe
@login_required
def trial(request: SignedInRequest) -> HttpResponse:
    brand = access.policy_brand(request.user, request.GET.get("brand"))
    form = TrialForm(request.GET if "author" in request.GET else None, brand=brand)
    shown = {"brand": brand, "form": form}
    if form.is_valid():
        shown["outcome"] = tried(brand, form.cleaned_data)
    page = "approvals/_policy_outcome.html" if request.headers.get("HX-Request") else "approvals/policy_trial.html"
    return render(request, page, shown)


@require_POST
@login_required
def let_go(request: SignedInRequest, pk: int) -> HttpResponse:
    draft = access.draft_for(request.user, pk)
    form = SeenForm(request.POST, draft=draft)
    try:
        seen = seen_or_invalid(form)
        actions.let_go(draft, by=request.user, seen=seen, sets_aside=form.cleaned_data["sets_aside"])
    except Refusal as refusal:
        return show(request, access.draft_for(request.user, pk), refusal=refusal)
    messages.success(request, _("On its way: nobody’s sign-off was missing."))
    return go_on(request, draft)


def _edit(
    request: SignedInRequest, brand: Brand, rule: SignOffRule | None, save: Callable[..., SignOffRule]
) -> HttpResponse:
    """The form of a rule; saved, or shown again with what was typed and why not."""
    terms = RuleTerms.of(rule) if rule else None
    form = PolicyRuleForm(sent(request), brand=brand, terms=terms, back=address_of(brand))
    steps = step_forms(sent(request), brand=brand, terms=terms)
    shown = {"form": form, "steps": steps, "brand": brand, "rule": rule}
    if not all([form.is_valid(), steps.is_valid()]):
        return _form(request, shown, status=422 if form.is_bound else 200)
    try:
        saved = save(terms=form.terms(steps), seen=_seen(request))
    except Refusal as refusal:
        return _form(request, shown | {"refusal": refusal}, status=refusal.status)
    messages.success(request, _("Saved. What waits is judged anew; what was approved stays approved."))
    for warning in warnings_about(saved):
        messages.warning(request, warning)
    return redirect(address_of(brand))


def _form(request: SignedInRequest, shown: dict[str, Any], status: int) -> HttpResponse:
    """With the version as it is now: whoever reads the refusal may save over it."""
    version, _policy = access.version_of(shown["brand"])
    return render(request, "approvals/policy_rule.html", shown | {"version": version}, status=status)


def _changed(request: SignedInRequest, brand: Brand, act: Callable[..., object], said: str) -> HttpResponse:
    """A change that needs no form; refused, the page as it is now with the sentence."""
    try:
        act(seen=_seen(request))
    except Refusal as refusal:
        shown = policy_shown(request.user, brand) | {"refusal": refusal}
        return render(request, "approvals/policy.html", shown, status=refusal.status)
    messages.success(request, said)
    return redirect(address_of(brand))


def _seen(request: SignedInRequest) -> int:
    """The version on the page. Raises Invalid for a form that does not say."""
    form = PolicySeenForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("This page was sent without saying what was on it. Load it again, then decide."))
    return int(form.cleaned_data["seen"])


def address_of(brand: Brand) -> str:
    return f"{reverse('approvals:policy')}?brand={brand.slug}"
