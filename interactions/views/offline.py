"""What came of a talk that was taken offline."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interactions import access, actions
from interactions.forms import OutcomeForm
from interactions.views.answering import SignedInRequest, attempt


@require_POST
@login_required
def outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    handoff = access.handoff_for(request.user, pk)
    form = OutcomeForm(handoff, request.POST)
    return attempt(
        request,
        form,
        lambda given: actions.record_outcome(handoff, by=request.user, **given),
        _("Written down. Everybody who reads this sees what came of it."),
    )
