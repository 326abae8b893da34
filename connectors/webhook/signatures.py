"""Standard Webhooks signatures (standardwebhooks.com), symmetric, version 1, both ways."""

import base64
import binascii
import hashlib
import hmac
import secrets as randomness
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from connectors.bounds import shown

WINDOW = timedelta(minutes=5)
PREFIX = "whsec_"
_LONGEST_HEADER = 4_096


class BadSignature(Exception):  # noqa: N818 - a sentence for the sender
    """The request is not from who it says, or not from now. ``str()`` is a sentence for the sender."""


def new_secret() -> str:
    """A fresh signing secret, as both sides store it."""
    return PREFIX + base64.b64encode(randomness.token_bytes(32)).decode()


def is_secret(secret: str) -> bool:
    """Could this be a signing secret: the prefix and at least 24 bytes in base64?"""
    try:
        return secret.startswith(PREFIX) and len(_key(secret)) >= 24
    except BadSignature:
        return False


def sign(*, message_id: str, at: datetime, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The three headers that go with this body, signed with each secret (several while one is being replaced)."""
    timestamp = str(int(at.timestamp()))
    signatures = [f"v1,{_signature(message_id, timestamp, body, secret)}" for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def verify(headers: Mapping[str, str], body: bytes, secrets: Iterable[str], now: datetime) -> str:
    """The id of a delivery that is genuine and fresh. Raises BadSignature with what is wrong."""
    message_id = _header(headers, "webhook-id")
    timestamp = _header(headers, "webhook-timestamp")
    signatures = _header(headers, "webhook-signature")
    _check_fresh(timestamp, now)
    given = [part[3:] for part in signatures.split(" ") if part.startswith("v1,")]
    if not given:
        raise BadSignature("webhook-signature holds no v1 signature.")
    is_genuine = False
    for secret in secrets:
        wanted = _signature(message_id, timestamp, body, secret)
        for signature in given:
            # Every pair is compared, so that the time taken says nothing about which one fits.
            is_genuine |= hmac.compare_digest(wanted.encode(), signature.encode("utf-8", "replace"))
    if not is_genuine:
        raise BadSignature("The signature does not fit the body. Sign the raw bytes with this channel's secret.")
    return message_id


def _header(headers: Mapping[str, str], name: str) -> str:
    value = next((headers[key] for key in headers if key.lower() == name), "").strip()
    if not value:
        raise BadSignature(f"The header {name} is missing.")
    if len(value) > _LONGEST_HEADER:
        raise BadSignature(f"The header {name} is too long.")
    return value


def _check_fresh(timestamp: str, now: datetime) -> None:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise BadSignature(f"webhook-timestamp is not a number of seconds: {shown(timestamp)}.")
    age = now.timestamp() - int(timestamp)
    if age > WINDOW.total_seconds():
        raise BadSignature("webhook-timestamp is more than five minutes old. Sign each attempt anew.")
    if age < -WINDOW.total_seconds():
        raise BadSignature("webhook-timestamp is more than five minutes ahead. Check the sender's clock.")


def _signature(message_id: str, timestamp: str, body: bytes, secret: str) -> str:
    signed = f"{message_id}.{timestamp}.".encode("utf-8", "replace") + body
    return base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadSignature("This channel's signing secret is not usable. Ask its admin to enter it anew.") from error
