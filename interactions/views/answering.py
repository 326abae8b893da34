"""How every verb on an interaction answers."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Refusal
from interactions import access
from interactions.actions.seeing import unchanged
from interactions.case import Case
from interactions.forms import VerbForm
from interactions.inbox import InboxQuery
from interactions.models import Interaction


class SignedInRequest(HttpRequest):
    """What a view behind ``login_required`` gets."""

    user: User


def attempt(
    request: SignedInRequest, form: VerbForm, act: Callable[[dict[str, Any]], Any], said: Any, *, undo: str = ""
) -> HttpResponse:
    """Run a form and its action, then lead back to the conversation, saying what was done. A refusal shows the page
    again with everything that was typed, and its status."""
    if form.is_valid():
        try:
            with unchanged(form.interaction, since=form.seen) if form.seen else nullcontext():
                done = act(form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            form.refusal = refusal
            fresh = access.interaction_for(request.user, form.interaction.pk)  # others moved it, or a transition did
            form.show_with(fresh)
            return show(request, fresh, bound=form, status=refusal.status)
        messages.success(request, said(done) if callable(said) else said, extra_tags=undo)
        return back_to(request, form.interaction)
    return show(request, form.interaction, bound=form, status=422)


def keep(
    request: SignedInRequest,
    form: Any,
    act: Callable[[dict[str, Any]], Any],
    there: str,
    shown: dict[str, Any],
    *,
    page: str = "good/form.html",
) -> HttpResponse:
    """Show a form with a page of its own, or run it and its action and lead ``there``; a refusal shows it again with
    what was typed."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                messages.success(request, _("Kept."))
                return redirect(there)
    return render(request, page, shown, status=status)


def show(
    request: SignedInRequest, interaction: Interaction, *, bound: VerbForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The conversation's page; for htmx only its panes, or its composer."""
    query = InboxQuery.read(request.GET)
    case = Case(interaction, request.user, query=str(query), bound=bound, **more)
    if interaction.is_red and request.htmx and request.method == "GET":  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Redirect": request.get_full_path()})
    shown: dict[str, Any] = {"case": case, "query": query, "status": status}
    if interaction.is_red:
        return render(request, "interactions/red.html", shown, status=status)
    if is_for(request, "composer"):
        shown["row"] = interaction
        return render(request, "interactions/_composer.html", shown, status=status)
    if request.htmx and request.method == "GET":  # type: ignore[attr-defined]
        return render(request, "interactions/_detail.html", shown, status=status)
    shown["frame"] = access.frame(request.user, query)
    return render(request, "interactions/conversation.html", shown, status=status)


def is_for(request: SignedInRequest, part: str) -> bool:
    """Whether htmx asks for this part of the page alone."""
    return bool(request.htmx) and request.htmx.target == part  # type: ignore[attr-defined]


def back_to(request: SignedInRequest, interaction: Interaction) -> HttpResponse:
    """The conversation, with the list one came from beside it."""
    address = reverse("interactions:conversation", args=[interaction.pk])
    query = str(InboxQuery.read(request.GET))
    return redirect(f"{address}?{query}" if query else address)
