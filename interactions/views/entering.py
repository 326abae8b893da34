"""Entering by hand what came by no network."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refusal
from interactions import actions, saved_access
from interactions.actions.entering import Heard
from interactions.forms.entering import EnterForm
from interactions.inbox import number
from interactions.views.answering import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enter(request: SignedInRequest) -> HttpResponse:
    """The form, or what became of it: the conversation it began. A team one does not work for is not there."""
    is_sent = request.method == "POST"
    team = saved_access.team_to_share_with(request.user, number(request.POST.get("team", "")))
    form = EnterForm(request.user, request.POST if is_sent else None, request.FILES if is_sent else None)
    status = 422 if is_sent else 200
    if is_sent and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "team"}
        assert team is not None, "the form asks for a team"
        try:
            row = actions.enter(Heard(**given), by=request.user, team=team)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("Entered. It is triaged like any other message."))
            return redirect("interactions:conversation", row.pk)
    return render(request, "interactions/enter.html", {"form": form}, status=status)
