"""Rooms: the list, the page of one, and what opens, fills and ends it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import Refusal
from interactions.access import interaction_for, visible
from interactions.inbox import number
from oncall import access, actions
from oncall.forms import rooms as forms
from oncall.models import Incident
from oncall.room import Room
from oncall.room_checks import check_may_open
from oncall.room_list import rooms_of
from oncall.views.signed_in import SignedInRequest


@login_required
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    rooms = rooms_of(request.user, number(request.GET.get("after", "")))
    return render(request, "oncall/rooms.html", {"rooms": rooms})


@login_required
@require_safe
def room(request: SignedInRequest, pk: int) -> HttpResponse:
    return show(request, access.room_for(request.user, pk))


def show(
    request: SignedInRequest, incident: Incident, *, bound: forms.RoomForm | None = None, status: int = 200
) -> HttpResponse:
    """The room's page; a form that came back with a refusal stands open in it."""
    shown: dict[str, Any] = {"room": Room(incident, request.user, bound)}
    shown["forms"] = {kind.verb: forms.form_of(incident, kind, bound) for kind in forms.FORMS_OF_A_ROOM}
    shown["forms"][forms.BringForm.verb].offer(request.user)
    return render(request, "oncall/room.html", shown, status=status)


def attempt(
    request: SignedInRequest, form: forms.RoomForm, act: Callable[[dict[str, Any]], Any], said: str
) -> HttpResponse:
    """Run a form of the room and its action. A refusal shows the page again with what was typed, and its status."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            fresh = access.room_for(request.user, form.subject.pk)
            return show(request, fresh, bound=form, status=refusal.status)
        messages.success(request, said)
        return back(request, form.subject)
    return show(request, form.subject, bound=form, status=422)


def back(request: SignedInRequest, incident: Incident) -> HttpResponse:
    """The room, or the list for whoever gave it away with this."""
    if access.visible_rooms(request.user).filter(pk=incident.pk).exists():
        return redirect("rooms:room", incident.pk)
    return redirect("rooms:index")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_room(request: SignedInRequest, pk: int) -> HttpResponse:
    """A room for this message."""
    interaction = interaction_for(request.user, pk)
    ticked = request.POST.getlist("ids")
    if ticked:  # the form is shown with them; whoever may not open a room is told so before they fill it in
        check_may_open(request.user, interaction)
    form = forms.OpenForm(interaction, None if ticked else request.POST or None)
    form.fields["beside"].initial = ",".join(ticked)
    status = 422 if form.errors else 200
    if form.is_valid():
        others = _visible_ids(request, form.cleaned_data["beside"].split(","))
        try:
            incident = actions.open_room(interaction, by=request.user, name=form.cleaned_data["name"], beside=others)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("The room is open. Its first public word is due in half an hour."))
            return redirect(incident)
    shown = {"form": form, "title": _("Open a room"), "back": interaction}
    return render(request, "oncall/room_form.html", shown, status=status)


@login_required
@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    form = forms.AcceptForm(incident, request.POST)
    said = _("The room is open. Its first public word is due in half an hour.")
    return attempt(request, form, lambda given: actions.accept_room(incident, by=request.user, **given), said)


@login_required
@require_POST
def dismiss(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    form = forms.DismissForm(incident, request.POST)
    said = _("Dismissed. What was in it stands in the inbox as before.")
    return attempt(request, form, lambda given: actions.dismiss_room(incident, by=request.user, **given), said)


@login_required
@require_POST
def link(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put the ticked messages into the room: those this person may see."""
    incident = access.room_for(request.user, pk)
    ids = _visible_ids(request, request.POST.getlist("ids"))
    count = actions.link_messages(incident, by=request.user, ids=ids)
    text = ngettext("%(count)d message is in the room now.", "%(count)d messages are in the room now.", count)
    messages.success(request, text % {"count": count})
    return back(request, incident)


def _visible_ids(request: SignedInRequest, given: list[str]) -> list[int]:
    """Those of these that are messages this person may see. Raises Http404 for any other."""
    wanted = {int(one) for one in given[:100] if one.isascii() and one.isdigit() and len(one) < 19}
    found = list(visible(request.user).filter(pk__in=wanted).order_by("pk").values_list("pk", flat=True))
    if len(found) < len(wanted):
        raise Http404
    return found


@login_required
@require_POST
def link_alike(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put everything of its channel or topic since it began into the room."""
    incident = access.room_for(request.user, pk)
    count = actions.link_alike(incident, by=request.user)
    text = ngettext("%(count)d message is in the room now.", "%(count)d messages are in the room now.", count)
    messages.success(request, text % {"count": count})
    return back(request, incident)


@login_required
@require_POST
def unlink(request: SignedInRequest, pk: int, interaction_pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    interaction = interaction_for(request.user, interaction_pk)
    actions.unlink_message(incident, by=request.user, interaction=interaction)
    messages.success(request, _("Taken out of the room."))
    return back(request, incident)


@login_required
@require_POST
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    form = forms.HandOverForm(incident, request.POST)
    said = _("Handed over. Everything in the room is theirs now, on every channel.")
    return attempt(request, form, lambda given: actions.hand_over_room(incident, by=request.user, **given), said)


@login_required
@require_POST
def give_back(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    actions.give_back_room(incident, by=request.user)
    messages.success(request, _("Given back to the teams of the channels."))
    return back(request, incident)
