"""The huddle: its page, its seats, its votes, and the one who decides."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import Refusal
from accounts.views.answering import where_next
from interactions.access import interaction_for
from interactions.inbox import number
from interactions.models import Interaction
from oncall import access, actions
from oncall.forms import rooms as forms
from oncall.huddle import Sitting
from oncall.models import Huddle, Incident
from oncall.views.signed_in import SignedInRequest


@login_required
@require_safe
def huddle(request: SignedInRequest, pk: int) -> HttpResponse:
    return show(request, access.huddle_for(request.user, pk))


def show(
    request: SignedInRequest, asked: Huddle, *, bound: forms.RoomForm | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "oncall/huddle.html", {"sitting": Sitting(asked, request.user, bound)}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def convene(request: SignedInRequest, pk: int) -> HttpResponse:
    """About a red message."""
    interaction = interaction_for(request.user, pk)
    return _convene(request, interaction, forms.ConveneForm(interaction, request.POST or None))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def convene_room(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    return _convene(request, incident, forms.ConveneRoomForm(incident, request.POST or None))


def _convene(request: SignedInRequest, subject: Interaction | Incident, form: forms.RoomForm) -> HttpResponse:
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            convened = actions.convene(subject, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The huddle is open. Whoever it names takes a seat."))
            return redirect(convened)
    shown = {"form": form, "title": _("Convene a huddle"), "back": subject}
    return render(request, "oncall/room_form.html", shown, status=status)


@login_required
@require_POST
def take_seat(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = access.huddle_for(request.user, pk)
    form = forms.SeatForm(asked, request.POST)
    return _attempt(
        request, form, lambda given: actions.take_seat(asked, by=request.user, **given), _("The seat is taken.")
    )


@login_required
@require_POST
def leave_seat(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = access.huddle_for(request.user, pk)
    actions.leave_seat(asked, by=request.user)
    messages.success(request, _("You left. Somebody else can take the seat."))
    return redirect(where_next(request, asked.get_absolute_url()))


@login_required
@require_POST
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = access.huddle_for(request.user, pk)
    actions.vote(asked, by=request.user, option=number(request.POST.get("option", "")) or 0)
    return redirect(where_next(request, asked.get_absolute_url()))


@login_required
@require_POST
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = access.huddle_for(request.user, pk)
    form = forms.DecideForm(asked, request.POST)
    said = _("Decided. Nothing goes out by it: a release does that.")
    return _attempt(request, form, lambda given: actions.decide(asked, by=request.user, **given), said)


@login_required
@require_POST
def end_huddle(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = access.huddle_for(request.user, pk)
    form = forms.EndHuddleForm(asked, request.POST)
    said = _("The huddle is over.")
    return _attempt(request, form, lambda given: actions.end_huddle(asked, by=request.user, **given), said)


@login_required
@require_POST
def log(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = access.huddle_for(request.user, pk)
    form = forms.HuddleLogForm(asked, request.POST)
    corrects = access.entry_for(asked, request.POST.get("corrects", ""))
    return _attempt(
        request,
        form,
        lambda given: actions.log_in_huddle(asked, by=request.user, **(given | {"corrects": corrects})),
        _("Recorded. Entries stay as written."),
    )


def _attempt(
    request: SignedInRequest, form: forms.RoomForm, act: Callable[[dict[str, Any]], Any], said: str
) -> HttpResponse:
    """As in a room: what was typed stays where it was refused."""
    asked: Huddle = form.subject
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return show(request, access.huddle_for(request.user, asked.pk), bound=form, status=refusal.status)
        messages.success(request, said)
        return redirect(where_next(request, asked.get_absolute_url()))
    return show(request, asked, bound=form, status=422)
