"""A web server on this machine that answers as a test wants it to, and remembers what it was asked."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], None]) -> None:
        self.seen: list[BaseHTTPRequestHandler] = []
        super().__init__(("127.0.0.1", 0), _answering(answer, self.seen))

    @property
    def port(self) -> int:
        return self.server_address[1]


def _answering(answer, seen):
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            self.body = self.rfile.read(int(self.headers.get("content-length", 0)))
            seen.append(self)
            answer(self)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *args):
            """Tests are quiet."""

    return Answering


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[socketserver.BaseServer]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def saying(status: int = 200, body: bytes = b"{}", **headers: str) -> Server:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("content-length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return Server(answer)
