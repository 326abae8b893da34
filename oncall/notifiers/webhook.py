"""A page as a signed webhook (Standard Webhooks). Every try carries the page's key, so that a peer which keeps keys
takes it once, however often it comes."""

import json

from django.utils import timezone
from django.utils.translation import gettext as _

from connectors import http
from connectors.webhook.signatures import sign
from oncall.notifiers.message import Message, NotAccepted, Refused

WORTH_ANOTHER_TRY = frozenset({408, 409, 425, 429})


def send(message: Message) -> str:
    """The receipt is the ``id`` that the peer answers with, if any.

    Raises Refused for an address we do not go to or an answer of 4xx, NotAccepted for everything else.
    """
    payload = {"type": "page", "key": message.key, "subject": message.subject, "text": message.text}
    body = json.dumps(payload | {"link": message.link} | message.facts).encode()
    signature = sign(message_id=message.key, at=timezone.now(), body=body, secrets=[message.secrets["signing"]])
    headers = {"content-type": "application/json", "idempotency-key": message.key} | signature
    try:
        answer = http.send("POST", message.address, headers=headers, content=body)
    except http.Blocked as error:
        raise Refused(str(error)) from error
    except http.HttpError as error:
        raise NotAccepted(str(error)) from error
    if answer.is_success:
        said = answer.json()
        return str(said.get("id", "")) if isinstance(said, dict) else ""
    said = _("The other side answered %(status)d.") % {"status": answer.status}
    if 400 <= answer.status < 500 and answer.status not in WORTH_ANOTHER_TRY:
        raise Refused(said)
    raise NotAccepted(said)
