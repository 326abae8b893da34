"""A room's page for the public: asked for, looked at, switched on by another person, switched off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from oncall import access, actions
from oncall.forms import rooms as forms
from oncall.showing import shown_to_public
from oncall.views.rooms import attempt, back
from oncall.views.signed_in import SignedInRequest


@login_required
@require_POST
def ask(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    form = forms.ShowPageForm(incident, request.POST)
    said = _("Asked. It is on once another person has read it and switched it on.")
    return attempt(
        request,
        form,
        lambda given: actions.ask_to_show(given["page"], by=request.user, incident=incident),
        said,
    )


@login_required
@require_safe
def preview(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page as the public gets it, for whoever decides."""
    showing = access.showing_for(request.user, pk)
    return render(request, "oncall/statement_page.html", shown_to_public(showing) | {"is_preview": not showing.is_on})


@login_required
@require_POST
def switch_on(request: SignedInRequest, pk: int) -> HttpResponse:
    showing = actions.show_page(access.showing_for(request.user, pk), by=request.user)
    messages.success(request, _("It is on. Everybody reads it now."))
    return back(request, showing.incident)


@login_required
@require_POST
def switch_off(request: SignedInRequest, pk: int) -> HttpResponse:
    showing = actions.stop_showing(access.showing_for(request.user, pk), by=request.user)
    messages.success(request, _("It is off. Its address shows nothing any more."))
    return back(request, showing.incident)
