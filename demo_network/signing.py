"""Standard Webhooks signatures, as any peer would write them from the public description (standardwebhooks.com)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping

WINDOW = 300  # seconds


def new_secret() -> str:
    """A secret for two sides to share."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def signed(body: bytes, *, message_id: str, timestamp: int, secret: str) -> dict[str, str]:
    """The headers that go with the body."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": "v1," + _signature(body, message_id, str(timestamp), secret),
    }


def is_genuine(headers: Mapping[str, str], body: bytes, *, secret: str, now: float) -> bool:
    """Did the holder of the secret sign exactly this, within the last five minutes?"""
    timestamp = headers.get("webhook-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and abs(now - int(timestamp[:12])) <= WINDOW):
        return False
    wanted = _signature(body, headers.get("webhook-id", ""), timestamp, secret).encode()
    given = headers.get("webhook-signature", "").encode("utf-8", "replace").split(b" ")
    return any(hmac.compare_digest(b"v1," + wanted, each) for each in given)


def _signature(body: bytes, message_id: str, timestamp: str, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed_bytes = f"{message_id}.{timestamp}.".encode("utf-8", "replace") + body
    return base64.b64encode(hmac.new(key, signed_bytes, hashlib.sha256).digest()).decode()
