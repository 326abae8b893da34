"""What is known of push services: which we go to, what a browser's subscription is made of, and how they know us."""

import base64
import binascii
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.refusals import Invalid
from connectors import http, secrets
from oncall.models import PushKey

SECRET_BYTES = 16


def is_known(host: str) -> bool:
    """One of the services an operator allows, or a name below one. A browser could name any host there is."""
    return any(host == known or host.endswith(f".{known}") for known in settings.PUSH_HOSTS)


def check_subscription(endpoint: str, p256dh: str, auth: str) -> None:
    """Raises Invalid for what no browser gives, and for a service that is not allowed."""
    http.check_address(endpoint)
    url = urlsplit(endpoint)
    if not is_known(url.hostname or ""):
        raise Invalid(_("This browser’s push service is not allowed here. Ask an operator to allow it."))
    if url.scheme != "https" and url.hostname not in settings.OUTGOING_ALLOWED_HOSTS:
        raise Invalid(_("A push service is reached by https:// alone."))
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(p256dh))
        is_whole = len(decoded(auth)) == SECRET_BYTES
    except (ValueError, binascii.Error):
        is_whole = False
    if not is_whole:
        raise Invalid(_("The browser gave no key that can be used. Try again, or use another browser."))


def decoded(text: str) -> bytes:
    """Base64 for addresses, with its padding left out."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signing_key() -> dict[str, str]:
    """The private part of the key by which push services know us, for the secrets of a message; empty without one."""
    key = PushKey.objects.first()
    return {"vapid": secrets.unseal(key.secrets)["private"]} if key else {}
