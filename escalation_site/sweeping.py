"""The floor under Celery: every room's due work, found in the database and done in small bounded calls."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import close_old_connections

log = logging.getLogger(__name__)
LONGEST_RUN = 120.0
BEAT_EVERY = 5.0
LOOK_EVERY = 0.2
SAY_AGAIN_AFTER = 60.0


@dataclass(frozen=True)
class Sweep:
    """``call()`` does what is due, a bounded number of rows at a time, and may run twice at once without harm.
    ``every`` is in seconds."""

    name: str
    every: float
    call: Callable[[], object]


def run_once(sweeps: Sequence[Sweep]) -> list[str]:
    """Run each sweep once; the names of those that failed. A failure is logged and stops no other."""
    return [sweep.name for sweep in sweeps if not _run(sweep.call, sweep.name)]


@dataclass
class Sweeper:
    """Runs every sweep in a thread of its own, so that a slow one delays nobody else. ``beat(name)`` is called after
    a successful run, at most every five seconds: a sweep that hangs or fails is seen by its heartbeat going stale."""

    sweeps: Sequence[Sweep]
    beat: Callable[[str], object]
    stopping: threading.Event = field(default_factory=threading.Event)
    _running_since: dict[str, float] = field(default_factory=dict)

    def run(self) -> str | None:
        """Sweep until ``stopping`` is set. The name of a sweep that did not come back, or None after a clean stop."""
        threads = [
            threading.Thread(target=self._keep_sweeping, args=[sweep], name=f"sweep-{sweep.name}", daemon=True)
            for sweep in self.sweeps
        ]
        for thread in threads:
            thread.start()
        # Asleep, not waiting for ``stopping``: a signal that sets it here could wait for the lock it interrupted.
        while not self.stopping.is_set():
            time.sleep(LOOK_EVERY)
            if stuck := self._stuck():
                return stuck
        for thread in threads:
            thread.join(timeout=8 / len(threads))
        return None

    def _keep_sweeping(self, sweep: Sweep) -> None:
        beat_due = complaint_due = 0.0
        while not self.stopping.is_set():
            started = self._running_since[sweep.name] = time.monotonic()
            if not _run(sweep.call, sweep.name, is_loud=started >= complaint_due):
                complaint_due = complaint_due if started < complaint_due else started + SAY_AGAIN_AFTER
            elif started >= beat_due and _run(lambda: self.beat(sweep.name), "heartbeat"):
                beat_due = started + BEAT_EVERY
            self._running_since.pop(sweep.name, None)
            self.stopping.wait(max(0.0, sweep.every - (time.monotonic() - started)))

    def _stuck(self) -> str | None:
        too_early = time.monotonic() - LONGEST_RUN
        return next((name for name, since in list(self._running_since.items()) if since < too_early), None)


def _run(call: Callable[[], object], name: str, *, is_loud: bool = True) -> bool:
    try:
        with _own_connection():
            call()
    except Exception:
        # One room's fault must not stop the others; one that lasts is said once a minute, not every second.
        if is_loud:
            log.exception("Sweep “%s” failed", name)
        return False
    return True


@contextmanager
def _own_connection() -> Iterator[None]:
    """What was left open is looked at before, and given back after."""
    close_old_connections()
    try:
        yield
    finally:
        close_old_connections()
