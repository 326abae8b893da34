"""The lists of the good things: the ledger, the shares, what was passed on, what is to be better."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import Invalid
from accounts.rights import can, check_can
from interactions import actions, good_access
from interactions.budgets import budget_of
from interactions.forms import (
    AddressForm,
    BudgetForm,
    DecideForm,
    ReferenceForm,
    SettleImprovementForm,
    SettleReferralForm,
)
from interactions.inbox import number
from interactions.models import Improvement
from interactions.views.answering import SignedInRequest, keep
from playbook.access import brand_for


@require_safe
@login_required
def ledger(request: SignedInRequest) -> HttpResponse:
    """Of the budget in the address, whichever brand it is of; else of the brand's one of today, else its newest."""
    budget = good_access.budget_named(request.user, number(request.GET.get("budget", "")))
    brand = budget.brand if budget else brand_for(request.user, request.GET.get("brand"))
    known = good_access.budgets(brand)
    budget = budget or budget_of(brand) or next(iter(known), None)
    shown = {"brand": brand, "budgets": known, "budget": budget, "may_set": can(request.user, "edit_playbook", brand)}
    if budget is not None:
        shown["gifts"] = good_access.gifts(request.user, budget, _place(request))
        shown["mine"] = good_access.teams_of(request.user)
        shown["budget_key"] = str(budget.pk)
    return render(request, "good/ledger.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def set_budget(request: SignedInRequest) -> HttpResponse:
    brand = brand_for(request.user, request.GET.get("brand"))
    check_can(request.user, "edit_playbook", brand)
    form = BudgetForm(request.POST or None)
    there = f"{reverse('interactions:ledger')}?brand={brand.slug}"
    shown = {"form": form, "brand": brand, "title": _("Set a budget"), "back": there}
    return keep(request, form, lambda given: actions.set_budget(brand, by=request.user, **given), there, shown)


@require_safe
@login_required
def shares(request: SignedInRequest) -> HttpResponse:
    shown = {"shares": good_access.shares(request.user, _place(request)), "mine": good_access.teams_of(request.user)}
    return render(request, "good/shares.html", shown)


@require_safe
@login_required
def routed(request: SignedInRequest) -> HttpResponse:
    team = good_access.team_named(request.user, number(request.GET.get("team", "")))
    found = good_access.referrals(request.user, _place(request), team.pk if team else None)
    shown = {"referrals": found, "team": team, "team_key": str(team.pk) if team else ""}
    return render(request, "good/routed.html", shown | {"mine": good_access.teams_of(request.user)})


@require_safe
@login_required
def improvements(request: SignedInRequest) -> HttpResponse:
    brand = brand_for(request.user, request.GET.get("brand"))
    found = good_access.improvements(request.user, brand, _place(request))
    return render(request, "good/improvements.html", {"brand": brand, "improvements": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def improvement(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who asks for it; whoever leads the brand says what becomes of it."""
    found = good_access.improvement_for(request.user, pk)
    form = SettleImprovementForm(request.POST or None, brand=found.brand, initial=_as_it_stands(found))
    may_settle = can(request.user, "manage_people", found.brand)
    if request.method == "POST":
        check_can(request.user, "manage_people", found.brand)
    shown = {"improvement": found, "form": form, "may_settle": may_settle, "brand": found.brand}
    shown["askers"] = good_access.askers(request.user, found, _place(request))
    there = reverse("interactions:improvement", args=[pk])
    act = lambda given: actions.settle_improvement(found, by=request.user, **given)  # noqa: E731
    return keep(request, form, act, there, shown, page="good/improvement.html")


@require_POST
@login_required
def decide_gift(request: SignedInRequest, pk: int) -> HttpResponse:
    gift = good_access.gift_for(request.user, pk)
    given = _given(DecideForm(request.POST))
    actions.decide_gift(gift, by=request.user, is_approved=given["is_approved"])
    said = _("Agreed. Hand it over and write down its reference.") if given["is_approved"] else _("Turned down.")
    return _back(request, said, "interactions:ledger", f"?budget={gift.budget_id}")


@require_POST
@login_required
def hand_over_gift(request: SignedInRequest, pk: int) -> HttpResponse:
    gift = good_access.gift_for(request.user, pk)
    actions.hand_over_gift(gift, by=request.user, **_given(ReferenceForm(request.POST)))
    return _back(request, _("Written down."), "interactions:ledger", f"?budget={gift.budget_id}")


@require_POST
@login_required
def decide_share(request: SignedInRequest, pk: int) -> HttpResponse:
    share = good_access.share_for(request.user, pk)
    given = _given(DecideForm(request.POST))
    actions.decide_share(share, by=request.user, **given)
    said = _("Signed. Whoever asked shares it now.") if given["is_approved"] else _("Declined.")
    return _back(request, said, "interactions:shares")


@require_POST
@login_required
def note_shared(request: SignedInRequest, pk: int) -> HttpResponse:
    share = good_access.share_for(request.user, pk)
    actions.note_shared(share, by=request.user, **_given(AddressForm(request.POST)))
    return _back(request, _("Written down. It is out."), "interactions:shares")


@require_POST
@login_required
def withdraw_consent(request: SignedInRequest, pk: int) -> HttpResponse:
    consent = good_access.consent_for(request.user, pk)
    actions.withdraw_consent(consent, by=request.user)
    messages.success(request, _("Taken back. What was asked or signed and is not out yet has ended."))
    return redirect("interactions:conversation", consent.interaction_id)


@require_POST
@login_required
def settle_referral(request: SignedInRequest, pk: int) -> HttpResponse:
    referral = good_access.referral_for(request.user, pk)
    actions.settle_referral(referral, by=request.user, **_given(SettleReferralForm(request.POST)))
    return _back(request, _("Kept. Whoever passed it on sees it."), "interactions:routed")


def _given(form: Any) -> dict[str, Any]:
    """What was sent. Raises Invalid with the first thing that is wrong with it."""
    if not form.is_valid():
        raise Invalid(next(str(error) for errors in form.errors.values() for error in errors))
    return dict(form.cleaned_data)


def _back(request: HttpRequest, said: str, name: str, query: str = "") -> HttpResponse:
    messages.success(request, said)
    return redirect(reverse(name) + query)


def _place(request: HttpRequest) -> int | None:
    return number(request.GET.get("after", ""))


def _as_it_stands(found: Improvement) -> dict[str, Any]:
    return {"state": found.state, "team": found.team_id, "answer": found.answer}
