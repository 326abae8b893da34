"""A Redis of the test's own, to kill and to freeze."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from escalation_site.broker import answers, find_server
from tests.site.product import PATIENCE, wait_until


class Redis:
    """A broker on a private socket that keeps nothing: whoever kills it takes everything that was queued in it."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._socket = home / "redis.sock"
        self._server: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{self._socket}"

    def start(self) -> None:
        command = [
            find_server(),
            "--port",
            "0",
            "--unixsocket",
            str(self._socket),
            "--save",
            "",
            "--dir",
            str(self._home),
        ]
        self._server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        assert wait_until(lambda: answers(self._socket), PATIENCE)

    def kill(self) -> None:
        if self._server is not None:
            self._server.kill()
            self._server.wait()

    def freeze(self) -> None:
        assert self._server is not None
        self._server.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._server is not None
        self._server.send_signal(signal.SIGCONT)


@contextmanager
def redis(home: Path) -> Iterator[Redis]:
    server = Redis(home)
    server.start()
    try:
        yield server
    finally:
        server.kill()
