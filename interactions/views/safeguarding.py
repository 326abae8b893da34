"""A life or a crime at stake: writing down what was done."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interactions import access, actions
from interactions.inbox import number
from interactions.views.answering import SignedInRequest, back_to
from playbook.access import crisis_contact_for


@require_POST
@login_required
def take_step(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    contact_pk = number(request.POST.get("contact", ""))
    contact = crisis_contact_for(request.user, contact_pk) if contact_pk else None
    kind, note = request.POST.get("kind", ""), request.POST.get("note", "")
    actions.take_safety_step(interaction, by=request.user, kind=kind, contact=contact, note=note)
    messages.success(request, _("Written down."))
    return back_to(request, interaction)
