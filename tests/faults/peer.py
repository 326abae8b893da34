"""A network as a signed webhook peer: remembers every key, counts every call, and can be made to hold its tongue."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Peer(ThreadingHTTPServer):
    """``came`` holds the key of each call, as a network without keys would have posted it; ``posts`` each key once.

    While ``is_silent`` a call is taken and never answered: ``reached`` says that somebody is in it.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.came: list[str] = []
        self.posts: dict[str, str] = {}
        self.is_silent = False
        self.reached = threading.Event()
        self._let_go = threading.Event()
        self._lock = threading.Lock()
        self.address = f"http://127.0.0.1:{self.server_address[1]}/"

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

    def take(self, key: str, text: str) -> None:
        with self._lock:
            self.came.append(key)
            self.posts.setdefault(key, text)


class _Request(BaseHTTPRequestHandler):
    server: Peer

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.headers["Idempotency-Key"]
        self.server.take(key, told["data"]["text"] if "data" in told else told["text"])
        if self.server.is_silent:
            self.server.hold_on()
            return
        self._say(200, {"id": f"post-{key}"})

    def do_GET(self) -> None:
        key = parse_qs(urlsplit(self.path).query)["key"][0]
        self._say(*((200, {"id": f"post-{key}"}) if key in self.server.posts else (404, {})))

    def _say(self, status: int, words: dict[str, str]) -> None:
        body = json.dumps(words).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

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
