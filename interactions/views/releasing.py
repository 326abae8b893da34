"""What may go out although red holds: releases, holding messages, and the names under both."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.views.answering import where_next
from interactions import access, actions
from interactions.forms import HoldingForm, ReleaseForm
from interactions.models import Release
from interactions.views.answering import SignedInRequest, attempt, back_to


@require_POST
@login_required
def release(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = ReleaseForm(interaction, request.POST)
    return attempt(
        request,
        form,
        lambda given: actions.release(interaction, by=request.user, **given),
        _("Written. It is in force once everyone it names has signed."),
    )


@require_POST
@login_required
def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    written = access.release_for(request.user, pk)
    signed = actions.sign_release(written, role=request.POST.get("role", ""), by=request.user)
    in_force = _("Signed. The release is in force.")
    messages.success(request, in_force if signed.effective_at else _("Signed. It waits for the others."))
    return _back(request, written)


@require_POST
@login_required
def revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    written = access.release_for(request.user, pk)
    actions.revoke_release(written, by=request.user)
    messages.success(request, _("Revoked. The hold is back."))
    return _back(request, written)


def _back(request: SignedInRequest, written: Release) -> HttpResponse:
    if written.interaction and access.visible(request.user).filter(pk=written.interaction.pk).exists():
        return back_to(request, written.interaction)
    return redirect(where_next(request, reverse("interactions:inbox")))


@require_POST
@login_required
def holding(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = HoldingForm(interaction, request.POST)
    return attempt(
        request,
        form,
        lambda given: actions.state_holding(interaction, by=request.user, **given),
        _("Filled in. It goes out with the last name under it."),
    )


@require_POST
@login_required
def sign_statement(request: SignedInRequest, pk: int) -> HttpResponse:
    statement = access.statement_for(request.user, pk)
    reply = actions.sign_statement(statement, by=request.user)
    messages.success(request, _("Signed. It goes out now.") if reply else _("Signed. One more name is needed."))
    return back_to(request, statement.interaction)
