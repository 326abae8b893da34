"""A circuit breaker: a neighbour that failed once is left alone until it answers again."""

import threading
from collections.abc import Callable


class Breaker:
    """After ``trip()`` the breaker stays open until ``probe()``, asked every ``pause`` seconds in a thread of its own,
    returns without raising. Nobody who asks ``is_open`` ever waits: a frozen neighbour costs the one attempt that
    found it out."""

    def __init__(self, probe: Callable[[], object], *, pause: float = 3.0) -> None:
        self._probe = probe
        self._pause = pause
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._closed.set()

    @property
    def is_open(self) -> bool:
        return not self._closed.is_set()

    def trip(self) -> None:
        with self._lock:
            if self.is_open:
                return
            self._closed.clear()
        threading.Thread(target=self._wait_for_recovery, name="breaker", daemon=True).start()

    def reset(self) -> None:
        """Close it at once: whoever calls knows that the neighbour is back."""
        self._closed.set()

    def wait_until_closed(self, timeout: float) -> bool:
        """True as soon as the neighbour is back, False when ``timeout`` seconds went by first."""
        return self._closed.wait(timeout)

    def _wait_for_recovery(self) -> None:
        pause = threading.Event()
        while not self._answers():
            pause.wait(self._pause)
        self._closed.set()

    def _answers(self) -> bool:
        try:
            self._probe()
        except Exception:  # noqa: BLE001 - whatever it raises, it is not back
            return False
        return True
