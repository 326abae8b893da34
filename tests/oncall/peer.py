"""A webhook peer as a serious pager would be: checks every signature, keeps keys, and answers as it is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from connectors.webhook.signatures import new_secret, verify
from tests.keyed_peer import Answers, KeyedPeer, serving


class Peer(KeyedPeer):
    """A repetition is answered like the first time and changes nothing."""

    def __init__(self) -> None:
        super().__init__(_Request, "/page")
        self.secret = new_secret()
        self.unexpected: list[str] = []
        self.answers: list[int] = []  # what to say next, then 200

    def take(self, headers, body: bytes) -> int:
        key = headers.get("Idempotency-Key", "")
        try:
            # Tests freeze the clock of one side only, so the peer reads the time off the signature.
            now = datetime.fromtimestamp(int(headers["webhook-timestamp"]), tz=UTC)
            assert verify(dict(headers), body, [self.secret], now) == key
            page = json.loads(body)
            assert page["key"] == key
            assert page["type"] == "page"
            assert page["link"].startswith("http")
        except Exception as error:  # noqa: BLE001 - told to the test, not to the sender
            self.unexpected.append(repr(error))
            return 400
        status = self.answers.pop(0) if self.answers else 200
        self.keep(key, page, accepts=status == 200)
        return status


class _Request(Answers):
    server: Peer

    def do_POST(self) -> None:  # noqa: N802 - the name that the library calls
        self.say(self.server.take(self.headers, self.body()))


@contextmanager
def running() -> Iterator[Peer]:
    with serving(Peer()) as peer:
        yield peer
    assert peer.unexpected == []
