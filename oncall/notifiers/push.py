"""A page by web push: encrypted for the one browser that asked for it (RFC 8291), so that the service in between reads
nothing. After a crash between sending and noting it, it may come once more, and takes the place of the first there."""

import hashlib
import json
from email.utils import parseaddr
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.translation import gettext as _
from py_vapid import Vapid02

from connectors import http
from oncall.notifiers.message import Gone, Message, NotAccepted, Refused
from oncall.pushing import decoded, is_known

KEPT_FOR = 3_600  # seconds, by the service while the device is away
WORTH_ANOTHER_TRY = frozenset({408, 425, 429})
NO_MORE = frozenset({404, 410})


def send(message: Message) -> str:
    """The receipt is the address that the service gives the message.

    Raises Gone when the browser's subscription is no more, Refused for an address we do not go to or another answer of
    4xx, NotAccepted for everything else.
    """
    if not is_known(urlsplit(message.address).hostname or ""):
        raise Refused(_("This push service is not allowed any more."))
    try:
        answer = http.send("POST", message.address, headers=_headers(message), content=_encrypted(message))
    except http.Blocked as error:
        raise Refused(str(error)) from error
    except http.HttpError as error:
        raise NotAccepted(str(error)) from error
    if answer.is_success:
        return answer.headers.get("location", "")
    if answer.status in NO_MORE:
        raise Gone(_("This browser takes no pages any more. Add it again."))
    said = _("The push service answered %(status)d.") % {"status": answer.status}
    if 400 <= answer.status < 500 and answer.status not in WORTH_ANOTHER_TRY:
        raise Refused(said)
    raise NotAccepted(said)


def _encrypted(message: Message) -> bytes:
    words = {"title": message.subject, "body": message.text, "url": message.link, "tag": message.key}
    return bytes(
        http_ece.encrypt(
            json.dumps(words).encode(),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=decoded(message.secrets["p256dh"]),
            auth_secret=decoded(message.secrets["auth"]),
            version="aes128gcm",
        )
    )


def _headers(message: Message) -> dict[str, str]:
    """``topic``: a later try of the same page replaces one that still waits at the service."""
    if "vapid" not in message.secrets:
        raise Refused(_("The key by which push services know us is missing. Add the device again."))
    url = urlsplit(message.address)
    claims = {"aud": f"{url.scheme}://{url.netloc}", "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"}
    signed = Vapid02.from_pem(message.secrets["vapid"].encode()).sign(claims)
    topic = hashlib.sha256(message.key.encode()).hexdigest()[:32]
    standard = {"ttl": str(KEPT_FOR), "urgency": "high", "topic": topic, "content-encoding": "aes128gcm"}
    return standard | {"content-type": "application/octet-stream", "authorization": signed["Authorization"]}
