"""Web, worker and sweeper as they run for real, on the database and the Redis that a test says."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from celery import Celery
from django.conf import settings
from django.utils import timezone

from connectors.webhook import signatures
from escalation_site.supervision.parts import CELERY, MANAGE
from tests.interactions.doors import SECRET, row
from tests.races.crew import environment
from tests.site.product import PATIENCE, wait_until

PARTS = ("web", "worker", "sweeper")


class House:
    """Each part is started once; whoever is asked must still be the one that was started."""

    def __init__(self, log: Path, slug: str, **given: str) -> None:
        self._log = log.open("ab")
        self._slug = slug
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._environment = environment() | given | {"DJANGO_SETTINGS_MODULE": "escalation_site.settings"}
        self._environment |= {"DESK_OUTGOING_ALLOWED_HOSTS": "127.0.0.1"}
        broker = self._environment["REDIS_URL"].replace("unix://", "redis+socket://")
        self._asking = Celery("asking", broker=broker, set_as_current=False)
        self._node = f"house-{os.getpid()}@{socket.gethostname()}"
        descriptor = self._listener.fileno()
        asked = ["-n", self._node, "-Q", "default,pages", "-P", "threads", "-c", "4", "--loglevel", "WARNING"]
        commands = {
            "web": [sys.executable, "-m", "escalation_site.serve", str(descriptor)],
            "worker": [*CELERY, "worker", *asked, "--without-gossip", "--without-mingle"],
            "sweeper": [*MANAGE, "sweep"],
        }
        self._parts = {name: self._started(commands[name], descriptor) for name in PARTS}

    def knock(self, text: str, remote_id: str) -> int:
        """A customer's message by webhook; the status that the network reads, 0 for no answer at all."""
        body = json.dumps(row(text, id=remote_id)).encode()
        signed = signatures.sign(message_id=f"msg-{remote_id}", at=timezone.now(), body=body, secrets=[SECRET])
        status, _said = self._ask("POST", f"/hooks/{self._slug}/", body, signed)
        return status

    def health(self) -> dict[str, str]:
        _status, said = self._ask("GET", "/healthz")
        with contextlib.suppress(ValueError):
            return dict(json.loads(said))
        return {}

    def is_well(self) -> bool:
        """The web server says so, which hears of all others; and the worker answers by way of Redis."""
        return self.health().get("status") == "ok" and self._worker_answers()

    def check_alive(self) -> None:
        """Nobody has died: whoever was started runs still."""
        ended = {name: part.poll() for name, part in self._parts.items() if part.poll() is not None}
        assert not ended, self._said()

    def check_comes(self, question: Callable[[], bool]) -> None:
        """It is so before long, and nobody has died over it."""
        assert wait_until(question, PATIENCE, pause=0.3), self._said()
        self.check_alive()

    def close(self) -> None:
        for part in self._parts.values():
            part.kill()
            part.wait()
        self._listener.close()
        self._log.close()

    def _started(self, command: list[str], descriptor: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=self._environment,
            pass_fds=[descriptor],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def _ask(
        self, method: str, address: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes]:
        talk = http.client.HTTPConnection(*self._listener.getsockname(), timeout=PATIENCE)
        try:
            talk.request(method, address, body, {"Content-Type": "application/json"} | (headers or {}))
            answer = talk.getresponse()
            return answer.status, answer.read()
        except ConnectionError:
            return 0, b""
        finally:
            talk.close()

    def _worker_answers(self) -> bool:
        with contextlib.suppress(Exception):  # whatever a broker that is not there makes of it: no answer
            return bool(self._asking.control.ping(destination=[self._node], timeout=2, limit=1))
        return False

    def _said(self) -> str:
        return Path(self._log.name).read_text()[-6000:]


@contextmanager
def opened(log: Path, slug: str, **given: str) -> Iterator[House]:
    """A house in which everybody is at work."""
    house = House(log, slug, **given)
    try:
        house.check_comes(house.is_well)
        yield house
    finally:
        house.close()
