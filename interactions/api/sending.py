"""Sending messages in."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import ApiToken, User
from accounts.refusals import Conflict
from accounts.rights import check_can, teams_with
from connectors.contract import Parsed
from connectors.models import Channel
from connectors.webhook.body import parse
from interactions.api.door import Door
from interactions.api.shapes import BatchIn, MessageIn, Refused, TakenOut
from interactions.intake import Taken, take
from interactions.models import Interaction

_BODY = PolymorphicProxySerializer(
    component_name="Delivery", serializers=[MessageIn, BatchIn], resource_type_field_name=None
)


class Messages(Door):
    scope = ApiToken.Scope.INGEST

    @extend_schema(
        operation_id="send_messages",
        request=_BODY,
        responses={200: TakenOut, 202: TakenOut, 422: TakenOut}
        | dict.fromkeys((401, 403, 404, 409, 413, 415), Refused)
        | {400: TakenOut},
    )
    def post(self, request: Request, slug: str) -> Response:
        """Send one message, or up to 1,000 as `{"messages": […]}`. The same again changes nothing.

        200: all of it is taken. 202: a part could not be read; each result says why, and what was sent is kept for
        repair. 422: nothing in it could be read. 400: it is not JSON.
        """
        channel = _channel(request, slug)
        body: Any = request.data or b""  # the parser leaves it as it came
        parsed = parse(body, received_at=timezone.now())
        taken = take(channel, parsed, source="API", by=_sender(request))
        answer: dict[str, Any] = {"counts": taken.counts, "results": list(_results(channel, parsed, taken))}
        if sentence := taken.sentence:
            answer["detail"] = sentence
        return Response(answer, status=taken.status)


def _sender(request: Request) -> User:
    assert isinstance(request.user, User), "a key always has its user"
    return request.user


def _channel(request: Request, slug: str) -> Channel:
    visible = Channel.objects.filter(team__in=teams_with(request.user, "see")).select_related("team")
    channel = visible.filter(slug=slug).first()
    if channel is None:
        raise NotFound(_("There is no such channel that you may see."))
    check_can(request.user, "flag", channel.team)
    if not channel.is_active:
        raise Conflict(_("This channel is paused. Its admin can resume it."))
    return channel


def _results(channel: Channel, parsed: Parsed, taken: Taken) -> Iterator[dict[str, Any]]:
    """What became of each item, in the order it was sent in."""
    ids = [message.remote_id for message in parsed.messages]
    rows = Interaction.objects.filter(channel=channel, remote_id__in=ids).values_list("remote_id", "public_id")
    found = dict(rows)
    reasons = {each.position: each.reason for each in parsed.rejected}
    read = zip(ids, taken.outcomes, strict=True)
    for index in range(len(ids) + len(reasons)):
        if index in reasons:
            yield {"index": index, "result": "rejected", "id": "", "interaction": None, "reason": reasons[index]}
        else:
            remote_id, outcome = next(read)
            about = {"id": remote_id, "interaction": found.get(remote_id), "reason": ""}
            yield {"index": index, "result": str(outcome)} | about
