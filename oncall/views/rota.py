"""Writing schedules and policies."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Brand
from accounts.refusals import Invalid
from oncall import access, actions
from oncall.forms import PolicyForm, ScheduleForm
from oncall.models import EscalationPolicy, Schedule
from oncall.views.signed_in import SignedInRequest
from oncall.warnings import warn_of_gaps


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_schedule(request: SignedInRequest) -> HttpResponse:
    return _edit_schedule(request, access.brand_to_edit(request.user, request.GET.get("brand")), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: SignedInRequest, pk: int) -> HttpResponse:
    edited = access.schedule_to_edit(request.user, pk)
    return _edit_schedule(request, edited.brand, edited)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_policy(request: SignedInRequest) -> HttpResponse:
    return _edit_policy(request, access.brand_to_edit(request.user, request.GET.get("brand")), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: SignedInRequest, pk: int) -> HttpResponse:
    edited = access.policy_to_edit(request.user, pk)
    return _edit_policy(request, edited.brand, edited)


def _edit_schedule(request: SignedInRequest, brand: Brand, edited: Schedule | None) -> HttpResponse:
    form = ScheduleForm(request.POST or None, brand=brand, schedule=edited)

    def save() -> None:
        given = form.cleaned_data
        saved = actions.save_schedule(
            edited,
            by=request.user,
            team=given["team"],
            name=given["name"],
            time_zone=given["time_zone"],
            turns=form.turns,
            people=form.people,
        )
        warn_of_gaps(request, saved)

    return _answer(request, form, save, title=edited.name if edited else _("New schedule"), brand=brand)


def _edit_policy(request: SignedInRequest, brand: Brand, edited: EscalationPolicy | None) -> HttpResponse:
    form = PolicyForm(request.POST or None, brand=brand, policy=edited)

    def save() -> None:
        given = form.cleaned_data
        actions.save_policy(
            edited,
            by=request.user,
            brand=brand,
            name=given["name"],
            is_default=given["is_default"],
            topics=list(given["topics"]),
            steps=form.steps,
            last_resort=list(given["last_resort"]),
        )

    return _answer(request, form, save, title=edited.name if edited else _("New policy"), brand=brand)


def _answer(
    request: SignedInRequest, form: ScheduleForm | PolicyForm, save: Callable[[], None], *, title: str, brand: Brand
) -> HttpResponse:
    """A valid POST is saved and leads back to the board; a refused one comes back with its sentence."""
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Invalid as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("oncall:index")
    shown = {"form": form, "title": title, "brand": brand}
    return render(request, "oncall/edit.html", shown, status=422 if form.errors else 200)
