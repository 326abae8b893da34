"""Bringing extra hands into a room, and sending them home."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from interactions.inbox import number
from oncall import access, actions
from oncall.forms import rooms as forms
from oncall.views.rooms import attempt, back
from oncall.views.signed_in import SignedInRequest


@login_required
@require_POST
def bring_in(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    form = forms.BringForm(incident, request.POST)
    form.offer(request.user)
    said = _("Brought in. They were told, and can work on its channels until the room is stood down.")
    return attempt(request, form, lambda _given: actions.bring_in(incident, by=request.user, people=form.chosen), said)


@login_required
@require_POST
def send_home(request: SignedInRequest, pk: int) -> HttpResponse:
    incident = access.room_for(request.user, pk)
    known = incident.helpers.filter(left_at=None).values("user")
    helper = get_object_or_404(User.objects.filter(pk__in=known), pk=number(request.POST.get("helper", "")))
    actions.send_home(incident, by=request.user, helper=helper)
    messages.success(request, _("Sent home. What was assigned to them waits for its team again."))
    return back(request, incident)
