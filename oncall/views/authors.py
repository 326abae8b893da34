"""Handing a person over to another team, with everything of theirs on every channel, from one of their messages."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from interactions.access import interaction_for, transfer_of, visible
from interactions.actions import give_back as give_back_rights
from interactions.actions import hand_over_contact
from oncall.forms.rooms import TakeFromForm
from oncall.views.signed_in import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = interaction_for(request.user, pk)
    form = TakeFromForm(interaction, request.POST or None)
    if request.method == "POST" and form.is_valid():
        hand_over_contact(interaction.contact, by=request.user, **form.cleaned_data)
        messages.success(request, _("Handed over, with everything they wrote and will write."))
        still_seen = visible(request.user).filter(pk=pk).exists()
        return redirect("interactions:conversation", pk) if still_seen else redirect("interactions:inbox")
    shown = {"form": form, "title": _("Hand this person over"), "back": interaction}
    return render(request, "oncall/room_form.html", shown, status=422 if form.errors else 200)


@login_required
@require_POST
def give_back(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = interaction_for(request.user, pk)
    give_back_rights(transfer_of(request.user, interaction), by=request.user)
    messages.success(request, _("Given back to the teams of the channels."))
    still_seen = visible(request.user).filter(pk=pk).exists()
    return redirect("interactions:conversation", pk) if still_seen else redirect("interactions:inbox")
