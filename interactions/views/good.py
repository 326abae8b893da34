"""Good things on one message: consent, a share, a gift, passing on, an improvement."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interactions import access, actions
from interactions.forms import ConsentForm, GiftForm, ImproveForm, ReferForm, ShareForm
from interactions.views.answering import SignedInRequest, attempt


@require_POST
@login_required
def consent(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = ConsentForm(interaction, request.POST)
    said = _("Their consent is kept. Now write what we say around it.")
    return attempt(request, form, lambda given: actions.note_consent(interaction, by=request.user, **given), said)


@require_POST
@login_required
def share(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = ShareForm(interaction, request.POST)
    said = _("Asked. A second person signs it before it goes out.")
    return attempt(request, form, lambda given: actions.ask_to_share(interaction, by=request.user, **given), said)


@require_POST
@login_required
def gift(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = GiftForm(interaction, request.POST)
    said = _("Asked. The amount is set aside until a second person decides.")
    return attempt(request, form, lambda given: actions.give(interaction, by=request.user, **given), said)


@require_POST
@login_required
def refer(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = ReferForm(interaction, request.POST)
    return attempt(
        request,
        form,
        lambda given: actions.refer(interaction, by=request.user, **given),
        lambda done: _("%(team)s has it. You still answer here.") % {"team": done.to_team},
    )


@require_POST
@login_required
def improve(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = ImproveForm(interaction, request.POST)
    return attempt(
        request,
        form,
        lambda given: actions.ask_improvement(interaction, by=request.user, **given),
        lambda done: _("On the list: %(what)s.") % {"what": done},
    )
