"""The webhook door: what a signed peer posts becomes interactions, and the answer says what became of it.

Nothing that reads is lost: what could not be understood is kept for repair, and named in the answer. Nothing is logged
here; bodies hold customers' words, and headers signatures.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.refusals import Refusal
from connectors.models import Channel
from connectors.registry import connector_for
from connectors.secrets import CannotOpen
from connectors.webhook.body import TooLarge, check_size
from connectors.webhook.connector import Webhook
from connectors.webhook.signatures import BadSignature
from interactions.intake import Taken, take


@csrf_exempt
@require_POST
def hook(request: HttpRequest, slug: str) -> JsonResponse:
    """200 when all of it is taken, 202 when a part could not be read, else a sentence with 4xx. A delivery may come
    any number of times."""
    try:
        channel = _channel(slug)
        check_size(_announced(request))
        return _answer(_taken(channel, request))
    except Closed as refusal:
        return JsonResponse({"detail": str(refusal)}, status=refusal.status)
    except (BadSignature, TooLarge, CannotOpen) as refusal:
        return JsonResponse({"detail": str(refusal)}, status=_STATUSES[type(refusal)])


_STATUSES = {BadSignature: 401, TooLarge: 413, CannotOpen: 503}  # 503: nothing the sender did; it tries again


class Closed(Refusal):
    """This door does not open for what was sent."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def _channel(slug: str) -> Channel:
    channel = Channel.objects.filter(slug=slug, network=Webhook.network).first()
    if channel is None:
        raise Closed(404, _("There is no webhook at this address. Check it with whoever gave it to you."))
    if not channel.is_active:
        raise Closed(410, _("This channel is paused. Its admin can resume it."))
    return channel


def _announced(request: HttpRequest) -> int:
    """The body's size, before any of it is read."""
    given = request.META.get("CONTENT_LENGTH") or ""
    if "chunked" in request.headers.get("Transfer-Encoding", "") and not given:
        raise Closed(411, _("The header Content-Length is missing. Send the body in one piece."))
    return int(given) if given.isascii() and given.isdecimal() else 0


def _taken(channel: Channel, request: HttpRequest) -> Taken:
    connector = connector_for(channel)
    assert isinstance(connector, Webhook)
    now = timezone.now()
    delivery = connector.verify(request.headers, request.body, now)
    return take(channel, connector.parse(request.body, received_at=now), source=f"webhook {delivery}")


def _answer(taken: Taken) -> JsonResponse:
    """The counts, and each message that could not be read with its place and the reason."""
    answer: dict[str, Any] = taken.counts | {
        "rejects": [{"index": each.position, "reason": each.reason} for each in taken.rejected]
    }
    if taken.sentence:
        answer["detail"] = taken.sentence
    return JsonResponse(answer, status=taken.status)
