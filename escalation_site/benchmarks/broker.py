"""A Redis of the benchmark's own: on the product's its workers would take our tasks, and ours theirs."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from escalation_site.broker import broker
from escalation_site.supervision import preflight
from escalation_site.supervision.child import Child
from escalation_site.supervision.preflight import CannotStart

PATIENCE = 30.0


@contextmanager
def own_broker() -> Iterator[Child]:
    """The embedded broker on the socket that a scratch place's settings name."""
    with running(broker(preflight.lock(settings.DATA_DIR))) as child:
        yield child


@contextmanager
def running(child: Child) -> Iterator[Child]:
    """Started and ready, and ended at the end. Raises CannotStart when it is not ready in time."""
    child.start()
    try:
        wait_until_ready(child)
        yield child
    finally:
        end(child)


def wait_until_ready(child: Child) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not child.is_ready():
        if time.monotonic() > give_up_at or not child.is_running:
            raise CannotStart(f"The part “{child.name}” was not ready within {PATIENCE:.0f} s.")
        time.sleep(0.05)


def end(child: Child) -> None:
    child.send(signal.SIGTERM)
    if not child.ends_within(time.monotonic() + 8):
        child.send(signal.SIGKILL)
        child.ends_within(time.monotonic() + 2)
