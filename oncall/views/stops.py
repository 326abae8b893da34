"""The kill switch: what is stopped, stopping, and letting out again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions import actions
from oncall.access import stops as access
from oncall.forms.stops import StopForm
from oncall.stops import shown_blocks
from oncall.views.signed_in import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stops(request: SignedInRequest) -> HttpResponse:
    """What is stopped now, with what waits behind it, and the switch for those who may."""
    may_stop = access.stoppable_brands(request.user).exists()
    given = request.POST if request.method == "POST" else None
    form = StopForm(given, user=request.user, initial={"what": request.GET.get("what")})
    if request.method == "POST":
        if not may_stop:
            raise NotAllowed(_("Stopping posts takes the right to. Ask a supervisor or whoever is on call."))
        if form.is_valid() and _stop(request, form):
            return redirect("oncall:stops")
    past = access.past_blocks(request.user)
    shown = {"blocks": shown_blocks(request.user), "past": past, "form": form if may_stop else None}
    return render(request, "oncall/stops.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def lift(request: SignedInRequest, pk: int) -> HttpResponse:
    try:
        actions.lift_block(access.block_for(request.user, pk), by=request.user)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Posting goes on. What waited leaves now, if it still may."))
    return redirect("oncall:stops")


def _stop(request: SignedInRequest, form: StopForm) -> bool:
    terms = form.terms
    try:
        actions.block_posting(terms.pop("what"), by=request.user, **terms)
    except Invalid as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("Posting is stopped. Everybody sees it now."))
    return True
