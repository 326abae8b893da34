"""Where one turns with a message, and “I don’t know where this goes”."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.refusals import Conflict
from interactions.access import interaction_for
from oncall import actions
from oncall.forms import AskForm
from oncall.turn_panel import Beside
from oncall.views.signed_in import SignedInRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET says who is on call for it, to a page that asks again the part alone; POST pages them with a question."""
    interaction = interaction_for(request.user, pk)
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_where(interaction, by=request.user, words=form.cleaned_data["words"])
        except Conflict as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("They are paged until somebody answers. You see here who has it."))
        return redirect("interactions:conversation", pk)
    shown = {"beside": Beside(interaction, request.user), "form": form}
    is_part = request.method != "POST" and request.headers.get("HX-Request")
    template = "oncall/_turn_panel.html" if is_part else "oncall/where.html"
    return render(request, template, shown, status=422 if form.errors else 200)


@login_required
@require_POST
def settled(request: SignedInRequest, pk: int) -> HttpResponse:
    """“It has its place”."""
    interaction = interaction_for(request.user, pk)
    try:
        actions.end_question(interaction, by=request.user)
    except Conflict as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Nobody is paged about it any more."))
    return redirect("interactions:conversation", pk)
