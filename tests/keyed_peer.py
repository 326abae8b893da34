"""A peer on this machine that keeps keys: however often a call comes, what it asks for happens once."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar


class KeyedPeer(ThreadingHTTPServer):
    """``came`` holds the key of each call, as a peer without keys would have heeded it; ``accepted`` each key once,
    with what its first call said."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, answers: type["Answers"], path: str = "/") -> None:
        super().__init__(("127.0.0.1", 0), answers)
        self.came: list[str] = []
        self.accepted: dict[str, Any] = {}
        self.address = f"http://127.0.0.1:{self.server_address[1]}{path}"
        self._lock = threading.Lock()

    def keep(self, key: str, said: Any, *, accepts: bool = True) -> None:
        with self._lock:
            self.came.append(key)
            if accepts:
                self.accepted.setdefault(key, said)


class Answers(BaseHTTPRequestHandler):
    """What the peers' own handlers have in common."""

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def say(self, status: int, words: dict[str, str] | None = None) -> None:
        body = json.dumps(words).encode() if words is not None else b""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Quietly."""


P = TypeVar("P", bound=KeyedPeer)


@contextmanager
def serving(peer: P) -> Iterator[P]:
    thread = threading.Thread(target=peer.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        peer.shutdown()
        peer.server_close()
        thread.join()
