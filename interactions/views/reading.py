"""The list, the conversation, and what changed since. None of them writes."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interactions import access, starting
from interactions.case import Case
from interactions.forms import FilterForm
from interactions.inbox import InboxQuery, number
from interactions.serving import served
from interactions.views.answering import SignedInRequest, is_for, show


@require_safe
@login_required
def inbox(request: SignedInRequest) -> HttpResponse:
    """The list; alone, with the channels, where a conversation asks for the one beside it."""
    query = InboxQuery.read(request.GET)
    shown: dict[str, Any] = {"query": query, "inbox": access.inbox(request.user, query)}
    shown["channels"] = access.channels(request.user)
    if is_for(request, "list"):
        return render(request, "interactions/_list.html", shown | {"open": number(request.GET.get("open", ""))})
    return render(request, "interactions/inbox.html", shown)


@require_safe
@login_required
def narrow(request: SignedInRequest) -> HttpResponse:
    query = InboxQuery.read(request.GET)
    shown = {"query": query, "form": FilterForm(request.user, query)}
    is_part = request.htmx  # type: ignore[attr-defined]
    return render(request, "interactions/_filter.html" if is_part else "interactions/filter.html", shown)


@require_safe
@login_required
def poll(request: SignedInRequest) -> HttpResponse:
    """The numbers and the pill, out of band; 304 when they are what the page has already."""
    query = InboxQuery.read(request.GET)
    since = number(request.GET.get("since", ""))
    came = access.new_since(request.user, query, since) if since is not None else 0
    numbers = access.counts(request.user, query)
    etag = f'"{came}.{".".join(str(count) for count in numbers.values())}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    shown = {"query": query, "came": came, "counts": numbers, "channels": access.channels(request.user)}
    response = render(request, "interactions/_poll.html", shown)
    response["ETag"] = etag
    return response


@require_safe
@login_required
def conversation(request: SignedInRequest, pk: int) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    name = request.GET.get("start", "")
    start = starting.chosen(interaction, request.user, access.visible(request.user), name) if name else None
    return show(request, interaction, start=start)


@require_safe
@login_required
def beside(request: SignedInRequest, pk: int) -> HttpResponse:
    """The person, and what other rooms know: asked for by the conversation when it stands."""
    return _part(request, pk, "beside")


@require_safe
@login_required
def earlier(request: SignedInRequest, pk: int) -> HttpResponse:
    """How we answered this before, and what came of it."""
    return _part(request, pk, "earlier")


@require_safe
@login_required
def hold(request: SignedInRequest, pk: int) -> HttpResponse:
    """The holding messages that fit, to fill one in."""
    return _part(request, pk, "hold")


@require_safe
@login_required
def file(request: SignedInRequest, pk: int) -> HttpResponse:
    return served(access.attachment_for(request.user, pk))


@require_safe
@login_required
def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    return served(access.evidence_for(request.user, pk))


@require_safe
@login_required
def triage(request: SignedInRequest, pk: int) -> HttpResponse:
    """What triage says of it, what a person says, and who else says the same."""
    return _part(request, pk, "triage")


@require_safe
@login_required
def good(request: SignedInRequest, pk: int) -> HttpResponse:
    """Thanks, shares, gifts, and whom else to tell."""
    return _part(request, pk, "good")


def _part(request: SignedInRequest, pk: int, name: str) -> HttpResponse:
    interaction = access.interaction_for(request.user, pk)
    shown = {"case": Case(interaction, request.user, query=str(InboxQuery.read(request.GET))), "part": name}
    is_part = request.htmx  # type: ignore[attr-defined]
    return render(request, f"interactions/_{name}.html" if is_part else "interactions/part.html", shown)
