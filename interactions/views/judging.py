"""Flags up and down, the second person, and whose turn it is."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interactions import access, actions
from interactions.forms import AssignForm, FlagForm, LowerForm
from interactions.models import Interaction, SecondPersonRequest
from interactions.views.answering import SignedInRequest, attempt, back_to


@require_POST
@login_required
def flag(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = FlagForm(interaction, request.POST)
    return attempt(
        request,
        form,
        lambda given: actions.flag(interaction, by=request.user, topics=[given["topic"]], reason=given["reason"]),
        lambda done: _("Flagged: %(topic)s.") % {"topic": done.topic},
    )


@require_POST
@login_required
def lower(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = LowerForm(interaction, request.POST)
    return attempt(request, form, lambda given: actions.lower(interaction, by=request.user, **given), _done_or_asked)


def _done_or_asked(done: Interaction | SecondPersonRequest) -> str:
    if isinstance(done, SecondPersonRequest):
        return _("Asked. Nothing changes until a second person confirms it.")
    return _("The flag is lowered.")


@require_POST
@login_required
def confirm(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = access.request_for(request.user, pk)
    actions.confirm(asked, by=request.user)
    messages.success(request, _("Confirmed and done."))
    return back_to(request, asked.interaction)


@require_POST
@login_required
def refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    asked = access.request_for(request.user, pk)
    actions.refuse(asked, by=request.user)
    messages.success(request, _("Declined. Nothing changes."))
    return back_to(request, asked.interaction)


@require_POST
@login_required
def assign(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = AssignForm(interaction, request.POST)
    return attempt(request, form, lambda given: actions.assign(interaction, by=request.user, **given), _whose_turn)


def _whose_turn(done: Interaction) -> str:
    return _("%(name)s has it.") % {"name": done.assignee} if done.assignee else _("Nobody has it now.")
