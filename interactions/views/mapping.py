"""The response map on one message: one question at a time, without script, and what comes of its end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.refusals import Refusal
from interactions import access, actions
from interactions.case import Case
from interactions.forms import WayForm
from interactions.models import Interaction, MapRun
from interactions.views.answering import SignedInRequest, back_to
from playbook.mapping import InForce, maps_in_force
from playbook.maps.walking import Walk, given_in, walk

_SAID = {
    MapRun.Done.KEPT: _("The way is kept."),
    MapRun.Done.FLAGGED: _("Flagged, and the way is kept."),
    MapRun.Done.CLOSED: _("Closed, and the way is kept."),
    MapRun.Done.ASKED: _("Asked. It stays open until a second person confirms it."),
}


@require_http_methods(["GET", "POST"])
@login_required
def walk_map(request: SignedInRequest, pk: int) -> HttpResponse:
    """The address carries the map and the answers so far: nothing is kept before an end is reached and sent."""
    interaction = access.interaction_for(request.user, pk)
    maps = maps_in_force(interaction.brand_id)
    chosen = request.GET.get("map", "")
    in_force = next((each for each in maps if chosen in {"", each.map.slug}), maps[0] if maps else None)
    if in_force is None:
        return render(request, "interactions/map.html", {"row": interaction, "in_force": None})
    walked = walk(in_force.map, given_in(request.GET.get("way", "")))
    form = WayForm(interaction, request.POST or None, in_force=in_force, walked=walked)
    if request.method == "POST" and form.is_valid():
        try:
            run = actions.walk_map(interaction, by=request.user, **form.terms(walked.way))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return _page(request, interaction, maps, walked, form, status=refusal.status)
        messages.success(request, str(_SAID[MapRun.Done(run.done)]))
        return back_to(request, interaction)
    return _page(request, interaction, maps, walked, form, status=422 if form.errors else 200)


def _page(
    request: SignedInRequest,
    interaction: Interaction,
    maps: list[InForce],
    walked: Walk,
    form: WayForm,
    *,
    status: int,
) -> HttpResponse:
    case = Case(interaction, request.user)
    shown: dict[str, Any] = {
        "row": interaction,
        "case": case,
        "maps": maps,
        "in_force": form.in_force,
        "walk": walked,
        "form": form,
        "owner": form.in_force.names.owner_of(walked.leaf) if walked.leaf else "",
        "level": form.in_force.names.known.level_of(walked.leaf) if walked.leaf else "",
        "within": form.in_force.names.known.within_of(walked.leaf) if walked.leaf else 0,
        "runs": case.worked.map_runs,
    }
    return render(request, "interactions/map.html", shown, status=status)
