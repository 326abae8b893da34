"""Who is on probation, and starting and ending it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Team
from accounts.refusals import Refusal
from approvals import access, actions
from approvals.forms import EndForm, StartForm
from approvals.showing import teams_shown
from approvals.views.answering import SignedInRequest, sent


@require_safe
@login_required
def people(request: SignedInRequest) -> HttpResponse:
    return render(request, "approvals/people.html", {"teams": teams_shown(request.user)})


@require_http_methods(["GET", "POST"])
@login_required
def start(request: SignedInRequest, team_id: int, user_id: int) -> HttpResponse:
    team, user = access.managed_person(request.user, team_id, user_id)
    form = StartForm(sent(request))
    title = _("Start a probation for %(name)s") % {"name": user}
    if not form.is_valid():
        return _form(request, form, team, title)
    try:
        actions.start_probation(
            user, team=team, by=request.user, reason=form.cleaned_data["reason"], ends_at=form.ends_at
        )
    except Refusal as refusal:
        return _form(request, form, team, title, refusal)
    messages.success(request, _("From now on another person reads what %(name)s writes.") % {"name": user})
    return redirect("approvals:people")


@require_http_methods(["GET", "POST"])
@login_required
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    probation = access.managed_probation(request.user, pk)
    form = EndForm(sent(request))
    title = _("End the probation of %(name)s") % {"name": probation.user}
    if not form.is_bound or not form.is_valid():
        return _form(request, form, probation.team, title)
    try:
        actions.end_probation(probation, by=request.user, note=form.cleaned_data["note"])
    except Refusal as refusal:
        return _form(request, form, probation.team, title, refusal)
    messages.success(request, _("%(name)s’s green replies go out without a sign-off now.") % {"name": probation.user})
    return redirect("approvals:people")


def _form(request: SignedInRequest, form: Form, team: Team, title: str, refusal: Refusal | None = None) -> HttpResponse:
    status = refusal.status if refusal else 422 if form.is_bound else 200
    shown = {"form": form, "team": team, "title": title, "refusal": refusal}
    return render(request, "approvals/probation.html", shown, status=status)
