"""Writing schedules and their layers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Brand
from accounts.refusals import Invalid, Refusal
from oncall import access, actions
from oncall.forms import CalendarForm, LayerForm, ScheduleForm
from oncall.models import Layer, Schedule
from oncall.telling import layers_of
from oncall.views.edit import answer_edit
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
def add_layer(request: SignedInRequest, pk: int) -> HttpResponse:
    return _edit_layer(request, access.schedule_to_edit(request.user, pk), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def layer(request: SignedInRequest, pk: int) -> HttpResponse:
    edited = access.layer_to_edit(request.user, pk)
    return _edit_layer(request, edited.schedule, edited)


@login_required
@require_POST
def remove_layer(request: SignedInRequest, pk: int) -> HttpResponse:
    removed = access.layer_to_edit(request.user, pk)
    try:
        actions.remove_layer(removed, by=request.user)
    except Invalid as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Removed."))
        warn_of_gaps(request, removed.schedule)
    return redirect(removed.schedule)


@login_required
@require_POST
def raise_layer(request: SignedInRequest, pk: int) -> HttpResponse:
    raised = access.layer_to_edit(request.user, pk)
    actions.raise_layer(raised, by=request.user)
    return redirect(raised.schedule)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add_calendar(request: SignedInRequest, pk: int) -> HttpResponse:
    """A layer from an address that is read again and again, or from a file."""
    edited = access.schedule_to_edit(request.user, pk)
    form = CalendarForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = {"by": request.user, "name": form.cleaned_data["name"]}
        try:
            if form.cleaned_data["address"]:
                actions.follow_calendar(edited, address=form.cleaned_data["address"], **given)
            else:
                actions.import_calendar(edited, body=form.body, **given)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. A calendar at an address is read within a minute."))
            return redirect(edited)
    shown = {"form": form, "title": _("Calendar from elsewhere"), "brand": edited}
    return render(request, "oncall/edit.html", shown, status=422 if form.errors else 200)


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
            required=form.required,
            phone=given["phone"],
        )
        warn_of_gaps(request, saved)

    title = edited.name if edited else _("New schedule")
    more = {"schedule": edited, "layers": layers_of(edited)} if edited else {}
    return answer_edit(request, form, save, title=title, brand=brand, more=more)


def _edit_layer(request: SignedInRequest, schedule: Schedule, edited: Layer | None) -> HttpResponse:
    form = LayerForm(request.POST or None, brand=schedule.brand, layer=edited)

    def save() -> None:
        actions.save_layer(schedule, edited, by=request.user, turns=form.turns, people=form.people)
        warn_of_gaps(request, schedule)

    title = str(edited) if edited else _("New layer")
    return answer_edit(request, form, save, title=title, brand=schedule)
