"""A webhook peer as a serious pager would be: checks every signature, keeps keys, and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from connectors.webhook.signatures import new_secret, verify


class Peer(ThreadingHTTPServer):
    """``accepted`` holds each key once; a repetition is answered like the first time and changes nothing."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.secret = new_secret()
        self.accepted: dict[str, dict] = {}
        self.came: list[str] = []
        self.unexpected: list[str] = []
        self.answers: list[int] = []  # what to say next, then 200
        self.address = f"http://127.0.0.1:{self.server_address[1]}/page"

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
        self.came.append(key)
        status = self.answers.pop(0) if self.answers else 200
        if status == 200:
            self.accepted.setdefault(key, page)
        return status


class _Request(BaseHTTPRequestHandler):
    server: Peer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.server.take(self.headers, body))
        self.end_headers()

    def log_message(self, *_words: object) -> None:
        """Quietly."""


@contextmanager
def running() -> Iterator[Peer]:
    peer = Peer()
    thread = threading.Thread(target=peer.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        peer.shutdown()
        peer.server_close()
        thread.join()
    assert peer.unexpected == []
