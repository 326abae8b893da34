"""The kill switch: what is stopped, stopping, and letting out again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.refusals import Conflict, Invalid, NotAllowed
from interactions import actions
from interactions.inbox import number
from oncall.access import room_for
from oncall.access import stops as access
from oncall.forms.stops import StopForm
from oncall.held import Asked, held_page
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
@require_safe
def held(request: SignedInRequest) -> HttpResponse:
    """What does not go out at this moment, and what holds it."""
    asked = _asked(request)
    page = held_page(request.user, asked, before=number(request.GET.get("before", "")))
    shown = {"page": page, "asked": asked, "stops": access.blocks_in_force(request.user)}
    shown["may_lift"] = asked.stop is not None and access.may_lift(request.user, asked.stop)
    return render(request, "oncall/held.html", shown)


def _asked(request: SignedInRequest) -> Asked:
    """By the address. Raises Http404 for a stop or a room that this person may not see, or that is over."""
    stop, room = (number(request.GET.get(name, "")) for name in ("stop", "room"))
    if stop is not None:
        return Asked(stop=access.block_in_force(request.user, stop))
    if room is not None:
        return Asked(room=room_for(request.user, room))
    return Asked(is_red=request.GET.get("by") == "red")


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
