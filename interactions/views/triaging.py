"""What a person says of triage: right, how it sounds, which house rule it breaks."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interactions import access, actions
from interactions.forms import AssessForm, ConfirmForm, ModerateForm
from interactions.views.answering import SignedInRequest, attempt


@require_POST
@login_required
def confirm_flags(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = ConfirmForm(interaction, request.POST)
    said = _("Kept: the flag is right.")
    return attempt(request, form, lambda given: actions.confirm_flags(interaction, by=request.user, **given), said)


@require_POST
@login_required
def assess(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = AssessForm(interaction, request.POST)
    return attempt(
        request,
        form,
        lambda given: actions.assess(interaction, by=request.user, **given),
        lambda done: _("Kept. Severity: %(severity)s.") % {"severity": done.get_severity_display()},
    )


@require_POST
@login_required
def moderate(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    form = ModerateForm(interaction, request.POST)
    said = _("Written down. Our copy stays, and it still wants an answer or a reason to close.")
    return attempt(request, form, lambda given: actions.moderate(interaction, by=request.user, **given), said)
