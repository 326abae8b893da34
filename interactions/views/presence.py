"""Being at a conversation. Nothing is written down."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.html import escape
from django.views.decorators.http import require_POST

from interactions import access, presence
from interactions.views.answering import SignedInRequest


@require_POST
@login_required
def present(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who else is here; an unknown mode is looking."""
    interaction = access.interaction_for(request.user, pk)
    here = presence.say(request.user, interaction, mode=request.POST.get("mode", presence.VIEWING))
    return HttpResponse(escape(presence.sentence(here)))
