"""Closing and opening again, putting off and taking back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interactions import access, actions
from interactions.forms import CloseForm, ReopenForm, SnoozeForm, WakeForm
from interactions.models import Interaction, SecondPersonRequest
from interactions.views.answering import SignedInRequest, attempt


@require_POST
@login_required
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = CloseForm(interaction, request.POST)
    undo = "" if interaction.is_red else reverse("interactions:undo_close", args=[pk])
    return attempt(
        request, form, lambda given: actions.close(interaction, by=request.user, **given), _closed, undo=undo
    )


def _closed(done: Interaction | SecondPersonRequest) -> str:
    if isinstance(done, SecondPersonRequest):
        return _("Asked. It stays open until a second person confirms it.")
    return _("Closed.")


@require_POST
@login_required
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = ReopenForm(interaction, request.POST)
    return attempt(request, form, lambda given: actions.reopen(interaction, by=request.user, **given), _("Reopened."))


@require_POST
@login_required
def undo_close(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = ReopenForm(interaction, {"reason": _("Closed by mistake.")})
    return attempt(request, form, lambda given: actions.reopen(interaction, by=request.user, **given), _("Reopened."))


@require_POST
@login_required
def snooze(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = SnoozeForm(interaction, request.POST)
    undo = reverse("interactions:wake", args=[pk])
    said = _("Put off. It comes back by itself.")
    return attempt(request, form, lambda given: actions.snooze(interaction, by=request.user, **given), said, undo=undo)


@require_POST
@login_required
def wake(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = WakeForm(interaction, request.POST)
    said = _("Back in the queues.")
    return attempt(request, form, lambda _given: actions.wake(interaction, by=request.user), said)
