"""The other side of a page: a webhook on this machine that notes when each page, and each empty task, came.

Its clock is the monotonic one, which all processes of a machine share.
"""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Peer:
    """``arrivals``: by the topic of a page, or the number of an empty task, the first time it was heard of."""

    def __init__(self) -> None:
        self.arrivals: dict[str, int] = {}
        self._came = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), _Request)
        self._server.peer = self
        self._tasks = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._tasks.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        self.task_port: int = self._tasks.getsockname()[1]

    def note(self, key: str, at: int) -> None:
        with self._came:
            self.arrivals.setdefault(key, at)
            self._came.notify_all()

    def arrival_of(self, key: str, patience: float) -> int | None:
        """When it came, on the monotonic clock in nanoseconds; None when it did not within so many seconds."""
        with self._came:
            self._came.wait_for(lambda: key in self.arrivals, patience)
            return self.arrivals.get(key)

    @contextmanager
    def listening(self) -> Iterator["Peer"]:
        for listen in (self._server.serve_forever, self._hear_tasks):
            threading.Thread(target=listen, daemon=True).start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()

    def _hear_tasks(self) -> None:
        while True:
            number, at = self._tasks.recv(100).split()
            self.note(number.decode(), int(at))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    peer: Peer


class _Request(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        at = time.monotonic_ns()
        page = json.loads(self.rfile.read(int(self.headers["content-length"])))
        assert isinstance(self.server, _Server)
        self.server.peer.note(page["topic"], at)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_said: object) -> None:
        """Nobody reads it."""
