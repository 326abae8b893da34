"""A network as a signed webhook peer: remembers every key, counts every call, and can be made to hold its tongue."""

import json
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from urllib.parse import parse_qs, urlsplit

from tests.keyed_peer import Answers, KeyedPeer, serving


class Peer(KeyedPeer):
    """While ``is_silent`` a call is taken and never answered: ``reached`` says that somebody is in it."""

    def __init__(self) -> None:
        super().__init__(_Request)
        self.is_silent = False
        self.reached = threading.Event()
        self._let_go = threading.Event()

    @property
    def posts(self) -> dict[str, str]:
        """The text that stands under each key."""
        return self.accepted

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Take calls and answer none of them, until the end of the block."""
        self.is_silent = True
        self.reached.clear()
        self._let_go.clear()
        try:
            yield
        finally:
            self.is_silent = False
            self._let_go.set()

    def hold_on(self) -> None:
        """What a caller meets in a silent peer."""
        self.reached.set()
        self._let_go.wait(30)


class _Request(Answers):
    server: Peer

    def do_POST(self) -> None:  # noqa: N802 - the name that the library calls
        told = json.loads(self.body())
        key = self.headers["Idempotency-Key"]
        self.server.keep(key, told["data"]["text"] if "data" in told else told["text"])
        if self.server.is_silent:
            self.server.hold_on()
            return
        self.say(200, {"id": f"post-{key}"})

    def do_GET(self) -> None:  # noqa: N802 - the name that the library calls
        key = parse_qs(urlsplit(self.path).query)["key"][0]
        self.say(*((200, {"id": f"post-{key}"}) if key in self.server.posts else (404, {})))


def running() -> AbstractContextManager[Peer]:
    return serving(Peer())
