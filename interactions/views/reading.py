"""The list, the conversation, and what changed since. None of them writes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interactions import access
from interactions.forms import FilterForm
from interactions.inbox import InboxQuery, number
from interactions.views.answering import SignedInRequest, show
from playbook.models import ResponseTemplate


@require_safe
@login_required
def inbox(request: SignedInRequest) -> HttpResponse:
    query = InboxQuery.read(request.GET)
    shown = {
        "query": query,
        "inbox": access.inbox(request.user, query),
        "channels": access.channels(request.user),
    }
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
    usable = ResponseTemplate.objects.usable().filter(brand=interaction.brand_id)
    template = usable.filter(pk=number(request.GET.get("template", ""))).first()
    return show(request, interaction, template=template)
