"""Bounded pools, one a channel: a slow mail server holds up e-mail and nothing else."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections

log = logging.getLogger(__name__)
WIDTH = 8


class Lane:
    """Sends pages of one channel, at most ``WIDTH`` at once; a page that is in hand already is not taken twice."""

    def __init__(self, kind: str) -> None:
        self._pool = ThreadPoolExecutor(WIDTH, thread_name_prefix=f"page-{kind}")
        self._lock = threading.Lock()
        self._in_hand: set[int] = set()

    def take(self, send: Callable[[int], object], page_id: int) -> None:
        with self._lock:
            if page_id in self._in_hand:
                return
            self._in_hand.add(page_id)
        self._pool.submit(self._run, send, page_id)

    def end(self) -> None:
        """Returns when its last page is sent; takes no more."""
        self._pool.shutdown()

    def _run(self, send: Callable[[int], object], page_id: int) -> None:
        try:
            close_old_connections()
            send(page_id)
        except Exception:
            log.exception("Page %s could not be sent; its lease falls due", page_id)
        finally:
            with self._lock:  # before anything else that may fail: what stays in hand here is never taken again
                self._in_hand.discard(page_id)
            close_old_connections()


_lanes: dict[str, Lane] = {}
_making = threading.Lock()


def hand_to(kind: str, send: Callable[[int], object], page_id: int) -> None:
    """Let the channel's pool call ``send(page_id)``; returns at once."""
    with _making:
        lane = _lanes.setdefault(kind, _lanes.get(kind) or Lane(kind))
    lane.take(send, page_id)


def finish() -> None:
    """Wait until what is in hand is sent; for one who is about to end."""
    with _making:
        while _lanes:
            _lanes.popitem()[1].end()


def at_once(_kind: str, send: Callable[[int], object], page_id: int) -> None:
    """In this thread: for one who wants to see it done."""
    send(page_id)
