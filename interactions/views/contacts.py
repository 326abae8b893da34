"""A contact's page, and what people decide there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.refusals import Refusal
from interactions import actions, checks, contact_access
from interactions.inbox import number
from interactions.models import Contact
from interactions.paging import Cursor
from interactions.views.answering import SignedInRequest


@require_safe
@login_required
def contact(request: SignedInRequest, pk: int) -> HttpResponse:
    return _show(request, contact_access.contact_for(request.user, pk))


@require_POST
@login_required
def decide_match(request: SignedInRequest, pk: int) -> HttpResponse:
    """``other``: the contact it is about; ``is_same``: 1, or they are kept apart."""
    found = contact_access.contact_for(request.user, pk)
    other = contact_access.contact_for(request.user, number(request.POST.get("other", "")) or 0)
    is_same = request.POST.get("is_same") == "1"
    try:
        match = actions.decide_match(found, other, by=request.user, is_same=is_same)
    except Refusal as refusal:
        return _show(request, found, refusal)
    undo = reverse("interactions:undo_match", args=[match.pk])
    messages.success(request, _("They are one now.") if is_same else _("They are kept apart."), extra_tags=undo)
    return redirect("interactions:contact", pk)


@require_POST
@login_required
def undo_match(request: SignedInRequest, pk: int) -> HttpResponse:
    match = contact_access.match_for(request.user, pk)
    try:
        actions.undo_match(match, by=request.user)
    except Refusal as refusal:
        return _show(request, match.first, refusal)
    messages.success(request, _("Taken back."))
    return redirect("interactions:contact", match.first_id)


def _show(request: SignedInRequest, found: Contact, refusal: Refusal | None = None) -> HttpResponse:
    cursor = Cursor.read(request.GET.get("after", ""), request.GET.get("before", ""))
    shown = {
        "known": contact_access.known(request.user, found, cursor),
        "may_match": not checks.allows(checks.check_may_match, request.user, found),
        "refusal": refusal,
    }
    return render(request, "interactions/contact.html", shown, status=refusal.status if refusal else 200)
