"""Saved views: the list in the rail, and keeping, changing and removing one."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interactions import actions, saved_access
from interactions.forms.saving import SaveViewForm
from interactions.inbox import InboxQuery
from interactions.views.answering import SignedInRequest, keep


@require_safe
@login_required
def saved_views(request: SignedInRequest) -> HttpResponse:
    """A page of its own; for htmx what stands in the rail beside the list."""
    views = saved_access.views_of(request.user)
    counts = saved_access.counted(request.user, views)
    shown = {"views": views, "counts": counts, "query": InboxQuery.read(request.GET)}
    is_part = request.htmx  # type: ignore[attr-defined]
    return render(request, "interactions/_saved.html" if is_part else "interactions/saved_views.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_view(request: SignedInRequest) -> HttpResponse:
    query = InboxQuery.read(request.GET)
    form = SaveViewForm(request.user, request.POST or None)
    shown = {"query": query, "title": _("Save this view")}
    return _keep(request, form, lambda given: actions.save_view(by=request.user, query=str(query), **given), shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_view(request: SignedInRequest, pk: int) -> HttpResponse:
    view = saved_access.view_for(request.user, pk)
    standing = {"name": view.name, "team": view.team_id}
    form = SaveViewForm(request.user, request.POST or None, initial=standing)
    shown = {"view": view, "title": view.name}
    return _keep(request, form, lambda given: actions.change_view(view, by=request.user, **given), shown)


@require_POST
@login_required
def remove_view(request: SignedInRequest, pk: int) -> HttpResponse:
    view = saved_access.view_for(request.user, pk)
    actions.remove_view(view, by=request.user)
    messages.success(request, _("Removed. Nothing in the inbox has changed."))
    return redirect("interactions:saved_views")


def _keep(
    request: SignedInRequest, form: SaveViewForm, act: Callable[[dict[str, Any]], Any], shown: dict[str, Any]
) -> HttpResponse:
    def act_for_team(given: dict[str, Any]) -> None:
        act(given | {"team": saved_access.team_to_share_with(request.user, given["team"])})

    there = reverse("interactions:saved_views")
    return keep(request, form, act_for_team, there, shown | {"form": form}, page="interactions/save_view.html")
