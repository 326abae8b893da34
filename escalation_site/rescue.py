"""When no sweeper sweeps, whoever opens a page starts one: the last rope under paging (P4), and under nothing else."""

import logging
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponseBase

from escalation_site import wiring
from escalation_site.sweeping import run_once
from oncall.heartbeats import is_stale

log = logging.getLogger(__name__)
LOOK_EVERY = 5.0  # seconds between two looks at the heartbeat, in one process
GRACE = 15.0  # seconds of a process' life in which a sweeper that starts beside it may be heard of first
# From a red flag to its page. What posts to a network or polls one could hang, and with it the next look.
PAGING = frozenset({"deliveries", "steps", "pages", "invariants", "hand_overs"})


class Rescuer:
    """Looks at the heartbeat of paging now and then, and pages once when it is stale: in a thread with a connection of
    its own, one at a time in a process. ``come()`` costs its caller a look at the clock and, now and then, a thread.
    ``grace``: seconds before the first look."""

    def __init__(self, *, grace: float = 0.0) -> None:
        self._lock = threading.Lock()
        self._look_due_at = time.monotonic() + grace
        self.thread: threading.Thread | None = None

    def come(self) -> None:
        """Never waits, never raises."""
        if not getattr(settings, "RESCUES_SWEEPS", True) or time.monotonic() < self._look_due_at:
            return
        with self._lock:
            if time.monotonic() < self._look_due_at or (self.thread and self.thread.is_alive()):
                return
            self._look_due_at = time.monotonic() + LOOK_EVERY
            self.thread = threading.Thread(target=self._look, name="rescue", daemon=True)
        try:
            self.thread.start()
        except RuntimeError:  # no more threads to be had: the answer matters more
            log.warning("No thread could be started to look whether the sweeper is alive.")

    def _look(self) -> None:
        try:
            if is_stale("pages"):
                log.warning("The sweeper was not heard of; this web process pages once.")
                run_once([sweep for sweep in wiring.SWEEPS if sweep.name in PAGING])
        except DatabaseError:
            log.warning("The sweeper's heartbeat could not be read.", exc_info=True)
        finally:
            connection.close()


rescuer = Rescuer(grace=GRACE)


class RescueMiddleware:
    """Stands first, so that every answer counts: pages, health checks, live polls."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        rescuer.come()
        return response
