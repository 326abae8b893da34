"""Who reads a draft: the open page says so every few seconds."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.refusals import Refusal
from approvals import access, actions
from approvals.showing import reader_of
from approvals.views.answering import SignedInRequest


@require_POST
@login_required
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take or renew the lease, and answer who else holds it. Who may not decide takes none and is told the same."""
    draft = access.draft_for(request.user, pk)
    try:
        reading = actions.read(draft, by=request.user)
        reader = reading.by if reading.by_id != request.user.pk else None
    except Refusal:
        reader = reader_of(draft, request.user, timezone.now())
    return render(request, "approvals/_reader.html", {"reader": reader})
