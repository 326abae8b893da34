"""Asking a colleague by name, and being away oneself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Refusal
from approvals import access, actions, checks
from approvals.forms import AbsenceForm, AskForm
from approvals.views.answering import SignedInRequest, go_on, sent, show


@require_http_methods(["GET", "POST"])
@login_required
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    """One page for both: the colleague decides in one's place, or signs as well."""
    draft = access.draft_for(request.user, pk)
    form = AskForm(sent(request), draft=draft, team=access.turn_team(draft), by=request.user)
    if not form.is_valid():
        return show(request, draft, form=form, status=422 if form.is_bound else 200)
    verb = actions.ask_second_look if form.cleaned_data["beside"] else actions.hand_over
    whom = {"to": form.cleaned_data["to"], "note": form.cleaned_data["note"]}
    try:
        turn = verb(draft, by=request.user, seen=form.seen, **whom)
    except Refusal as refusal:
        return show(request, access.draft_for(request.user, pk), form=form, refusal=refusal)
    messages.success(request, _("%(name)s is asked now.") % {"name": turn.asked})
    return redirect("approvals:review", pk) if form.cleaned_data["beside"] else go_on(request, draft)


@require_http_methods(["GET", "POST"])
@login_required
def absences(request: SignedInRequest) -> HttpResponse:
    checks.check_is_asked(request.user)
    form = AbsenceForm(sent(request), deputies=access.deputies_for(request.user))
    status, refused = 200, None
    if form.is_bound:
        try:
            if form.is_valid():
                actions.be_away(by=request.user, **form.cleaned_data)
                messages.success(request, _("Noted. What is asked of you by name is asked of your deputy."))
                return redirect("approvals:absences")
            status = 422
        except Refusal as refusal:
            status, refused = refusal.status, refusal
    shown = {"form": form, "absences": access.absences_of(request.user), "refusal": refused}
    return render(request, "approvals/absences.html", shown, status=status)


@require_POST
@login_required
def come_back(request: SignedInRequest, pk: int) -> HttpResponse:
    absence = access.absence_for(request.user, pk)
    try:
        actions.come_back(absence, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("approvals:absences")
    messages.success(request, _("You are asked again. What was passed on stays where it is."))
    return redirect("approvals:absences")
