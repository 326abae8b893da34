"""What a company asks of people on probation, and when it expects somebody to decide."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions import change_business_hours
from accounts.refusals import Refusal
from approvals import access, actions
from approvals.forms import HoursForm, RulesForm
from approvals.probations import rules_of
from approvals.views.answering import SignedInRequest, sent


@require_http_methods(["GET", "POST"])
@login_required
def probation_rules(request: SignedInRequest, brand_id: int) -> HttpResponse:
    brand = access.managed_brand(request.user, brand_id)
    form = RulesForm(sent(request), rules=rules_of(brand))
    shown = {"form": form, "brand": brand}
    if not form.is_valid():
        return render(request, "approvals/rules.html", shown, status=422 if form.is_bound else 200)
    try:
        actions.change_probation_rules(brand, by=request.user, weeks=form.cleaned_data["weeks"], terms=form.terms)
    except Refusal as refusal:
        return render(request, "approvals/rules.html", shown | {"refusal": refusal}, status=refusal.status)
    messages.success(request, _("Saved. Probations that run keep the rules they started under."))
    return redirect("approvals:people")


@require_http_methods(["GET", "POST"])
@login_required
def business_hours(request: SignedInRequest, brand_id: int) -> HttpResponse:
    brand = access.managed_brand(request.user, brand_id)
    form = HoursForm(sent(request), brand=brand)
    shown = {"form": form, "brand": brand}
    if not form.is_valid():
        return render(request, "approvals/hours.html", shown, status=422 if form.is_bound else 200)
    try:
        change_business_hours(brand=brand, by=request.user, hours=form.hours)
    except Refusal as refusal:
        return render(request, "approvals/hours.html", shown | {"refusal": refusal}, status=refusal.status)
    messages.success(request, _("Saved. Reminders that are due already still come; the next ones keep to these hours."))
    return redirect("approvals:people")
