"""Starting a probation and deciding how it goes on. A refusal shows the form again with its sentence."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refusal
from approvals import access, actions
from approvals.forms import EndForm, ExtendForm, GraduateForm, MentorForm, StartForm
from approvals.marks import progress_of
from approvals.models import Probation
from approvals.probations import rules_of
from approvals.readiness import LEVELS, NAMES
from approvals.views.answering import SignedInRequest, sent


@require_http_methods(["GET", "POST"])
@login_required
def start(request: SignedInRequest, team_id: int, user_id: int) -> HttpResponse:
    team, user = access.managed_person(request.user, team_id, user_id)
    form = StartForm(sent(request), weeks=rules_of(team.brand).weeks, mentors=access.mentors_for(user, team))
    title = _("Start a probation for %(name)s") % {"name": user}
    said = _("From now on another person reads what %(name)s writes.") % {"name": user}

    def act() -> object:
        return actions.start_probation(user, team=team, by=request.user, **form.facts)

    return _answer(request, form, Probation(user=user, team=team), title=title, act=act, said=said)


@require_http_methods(["GET", "POST"])
@login_required
def graduate(request: SignedInRequest, pk: int, level: str) -> HttpResponse:
    if level not in LEVELS:
        raise Http404
    probation = access.managed_probation(request.user, pk)
    step = progress_of(probation, now=timezone.now()).step(level)
    form = GraduateForm(sent(request), is_ready=step.is_ready)
    words = {"name": probation.user, "level": NAMES[level]}
    title, said = _("Graduate %(name)s for %(level)s"), _("%(name)s has graduated %(level)s.")

    def act() -> object:
        return actions.graduate(probation, by=request.user, level=level, note=form.cleaned_data["note"])

    return _answer(request, form, probation, title=title % words, act=act, said=said % words)


@require_http_methods(["GET", "POST"])
@login_required
def extend(request: SignedInRequest, pk: int) -> HttpResponse:
    probation = access.managed_probation(request.user, pk)
    form = ExtendForm(sent(request), probation=probation)
    title = _("Extend the probation of %(name)s") % {"name": probation.user}
    said = _("The probation goes on. %(name)s reads why.") % {"name": probation.user}

    def act() -> object:
        return actions.extend_probation(probation, by=request.user, **form.facts)

    return _answer(request, form, probation, title=title, act=act, said=said)


@require_http_methods(["GET", "POST"])
@login_required
def mentor(request: SignedInRequest, pk: int) -> HttpResponse:
    probation = access.managed_probation(request.user, pk)
    mentors = access.mentors_for(probation.user, probation.team)
    form = MentorForm(sent(request), mentors=mentors, chosen=probation.mentor)
    title = _("A mentor for %(name)s") % {"name": probation.user}
    said = _("Chosen. Both are told.")

    def act() -> object:
        return actions.choose_mentor(probation, by=request.user, mentor=form.cleaned_data["mentor"])

    return _answer(request, form, probation, title=title, act=act, said=said)


@require_http_methods(["GET", "POST"])
@login_required
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    probation = access.managed_probation(request.user, pk)
    form = EndForm(sent(request))
    title = _("End the probation of %(name)s") % {"name": probation.user}
    said = _("%(name)s’s green replies go out without a sign-off now.") % {"name": probation.user}

    def act() -> object:
        return actions.end_probation(probation, by=request.user, note=form.cleaned_data["note"])

    return _answer(request, form, probation, title=title, act=act, said=said)


def _answer(
    request: SignedInRequest, form: Form, about: Probation, *, title: str, act: Callable[[], object], said: str
) -> HttpResponse:
    """The form, until it is filled in; then the act, and the person's page, or the form with the refusal."""
    shown = {"form": form, "about": about, "title": title}
    if not form.is_valid():
        return render(request, "approvals/probation.html", shown, status=422 if form.is_bound else 200)
    try:
        act()
    except Refusal as refusal:
        shown["refusal"] = refusal
        return render(request, "approvals/probation.html", shown, status=refusal.status)
    messages.success(request, said)
    return redirect("approvals:person", about.team_id, about.user_id)
