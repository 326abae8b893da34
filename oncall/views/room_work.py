"""Working in a room: who does what, what we say, and what is written down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interactions.actions import release_incident
from oncall import access, actions
from oncall.forms import rooms as forms
from oncall.views.rooms import attempt, back
from oncall.views.signed_in import SignedInRequest


@login_required
@require_POST
def assume(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    held = actions.assume_role(incident, by=request.user, role=request.POST.get("role", ""))
    messages.success(request, _("You are %(role)s now.") % {"role": held.get_role_display()})
    return back(request, incident)


@login_required
@require_POST
def renounce(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    actions.renounce_role(incident, by=request.user, role=request.POST.get("role", ""))
    messages.success(request, _("The role is free."))
    return back(request, incident)


@login_required
@require_POST
def promise(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    form = forms.PromiseForm(incident, request.POST)
    said = _("Promised. Missed, it pages whoever is on call.")
    return attempt(request, form, lambda given: actions.promise_update(incident, by=request.user, **given), said)


@login_required
@require_POST
def line(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    form = forms.LineForm(incident, request.POST)
    return attempt(
        request,
        form,
        lambda given: actions.write_line(incident, by=request.user, **given),
        _("Everybody reads it now."),
    )


@login_required
@require_POST
def withdraw_line(request: SignedInRequest, pk: int) -> HttpResponse:
    written = access.line_for(request.user, pk)
    actions.withdraw_line(written, by=request.user)
    messages.success(request, _("Withdrawn."))
    return back(request, written.incident)


@login_required
@require_POST
def log(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    form = forms.LogForm(incident, request.POST)
    corrects = access.entry_for(incident, request.POST.get("corrects", ""))
    return attempt(
        request,
        form,
        lambda given: actions.log_in_room(incident, by=request.user, **(given | {"corrects": corrects})),
        _("Recorded. Entries stay as written."),
    )


@login_required
@require_POST
def statement(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    form = forms.StatementForm(incident, request.POST)
    said = _("Written. Two people sign it before it goes out.")
    return attempt(request, form, lambda given: actions.write_statement(incident, by=request.user, **given), said)


@login_required
@require_POST
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    written = access.shown_statement(request.user, pk)
    names = actions.sign_words(written, by=request.user)
    messages.success(request, _("Signed. It can be posted.") if names > 1 else _("Signed. One more name is needed."))
    return back(request, written.incident)


@login_required
@require_POST
def posted(request: SignedInRequest, pk: int) -> HttpResponse:
    written = access.shown_statement(request.user, pk)
    actions.note_posted(written, by=request.user, link=request.POST.get("link", ""))
    messages.success(request, _("Noted. The clock runs to the next update."))
    return back(request, written.incident)


@login_required
@require_POST
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    form = forms.ReleaseRoomForm(incident, request.POST)
    said = _("Written. It is in force once everyone it names has signed.")
    return attempt(
        request,
        form,
        lambda given: release_incident(incident.pk, by=request.user, brand=incident.brand, **given),
        said,
    )
