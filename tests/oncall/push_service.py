"""A push service with the one browser behind it: checks who sends, and opens what came as the browser would."""

import base64
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02

from tests.keyed_peer import Answers, KeyedPeer, serving


class PushService(KeyedPeer):
    def __init__(self) -> None:
        super().__init__(_Request, "/push/abc")
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)
        self.raw: list[bytes] = []
        self.shown: list[dict[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.unexpected: list[str] = []
        self.answers: list[int] = []  # what to say next, then 201

    @property
    def subscription(self) -> dict[str, str]:
        """As the browser hands it to the page."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"endpoint": self.address, "p256dh": text_of(point), "auth": text_of(self._auth)}

    def take(self, headers: Any, body: bytes) -> int:
        try:
            assert Vapid02.verify(headers["Authorization"])
            assert headers["Content-Encoding"] == "aes128gcm"
            opened = http_ece.decrypt(body, private_key=self._key, auth_secret=self._auth, version="aes128gcm")
            words = json.loads(opened)
        except Exception as error:  # noqa: BLE001 - told to the test, not to the sender
            self.unexpected.append(repr(error))
            return 400
        status = self.answers.pop(0) if self.answers else 201
        self.raw.append(body)
        self.headers.append({name.lower(): value for name, value in headers.items()})
        if status == 201:
            self.shown.append(words)
        return status


class _Request(Answers):
    server: PushService

    def do_POST(self) -> None:  # noqa: N802 - the name that the library calls
        self.say(self.server.take(self.headers, self.body()))


def text_of(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@contextmanager
def running() -> Iterator[PushService]:
    with serving(PushService()) as service:
        yield service
    assert service.unexpected == []
