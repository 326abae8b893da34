"""Overrides, shifts asked to be covered, and the test page before a shift."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Refusal
from oncall import access, actions
from oncall.forms import CoverForm, OverrideForm
from oncall.rota import rota_of
from oncall.views.edit import answer_edit
from oncall.views.signed_in import SignedInRequest
from oncall.warnings import warn_of_gaps


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def override(request: SignedInRequest, pk: int) -> HttpResponse:
    """The address may name a time, so that “Fill the gap” leads to a form that is half filled in."""
    schedule = access.schedule_to_edit(request.user, pk)
    initial = {"starts_at": _named(request, "from"), "ends_at": _named(request, "until")}
    form = OverrideForm(request.POST or None, schedule=schedule, initial=initial)

    def save() -> None:
        actions.override(schedule, by=request.user, **form.cleaned_data)
        warn_of_gaps(request, schedule)

    return answer_edit(request, form, save, title=_("Override"), brand=schedule)


@login_required
@require_POST
def cancel_override(request: SignedInRequest, pk: int) -> HttpResponse:
    found = access.override_to_cancel(request.user, pk)
    answer = _do(request, lambda: actions.cancel_override(found, by=request.user), _("Taken back."))
    warn_of_gaps(request, found.schedule)
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_cover(request: SignedInRequest, pk: int) -> HttpResponse:
    schedule = access.schedule_for(request.user, pk)
    form = CoverForm(request.POST or None, rota=rota_of(schedule), by=request.user, now=timezone.now())
    if not form.mine and not form.is_bound:
        return render(request, "oncall/no_shift.html", {"schedule": schedule})

    def save() -> None:
        actions.ask_cover(schedule, by=request.user, **form.terms)

    return answer_edit(request, form, save, title=_("Swap a shift, or have it covered"), brand=schedule)


@login_required
@require_POST
def take_cover(request: SignedInRequest, pk: int) -> HttpResponse:
    found = access.cover_for(request.user, pk)
    return _do(request, lambda: actions.take_cover(found, by=request.user), _("Yours. The week shows it."))


@login_required
@require_POST
def decline_cover(request: SignedInRequest, pk: int) -> HttpResponse:
    found = access.cover_for(request.user, pk)
    return _do(request, lambda: actions.decline_cover(found, by=request.user), _("Declined. They were told."))


@login_required
@require_POST
def withdraw_cover(request: SignedInRequest, pk: int) -> HttpResponse:
    found = access.cover_for(request.user, pk)
    return _do(request, lambda: actions.withdraw_cover(found, by=request.user), _("Withdrawn. The shift is yours."))


@login_required
@require_POST
def confirm_shift(request: SignedInRequest, pk: int) -> HttpResponse:
    found = access.shift_start_for(request.user, pk)
    return _do(request, lambda: actions.confirm_shift(found, by=request.user), _("Good. Pages reach you."))


def _do(request: SignedInRequest, verb: Callable[[], Any], done: str) -> HttpResponse:
    """Back to the board, with what was done or the sentence why not."""
    try:
        verb()
    except Refusal as refusal:
        if refusal.status == 403:
            raise
        messages.warning(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("oncall:index")


def _named(request: SignedInRequest, name: str) -> datetime | None:
    try:
        return parse_datetime(request.GET.get(name, ""))
    except ValueError:
        return None
