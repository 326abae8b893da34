"""The tree: children started in order, watched, started again, and stopped together."""

import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType

from escalation_site.supervision.child import Child, say
from escalation_site.supervision.preflight import CannotStart

PATIENCE = 10.0
LOOK_EVERY = 0.2
READY_WITHIN = 60.0


class Stopped(Exception):  # noqa: N818 - nothing is wrong: somebody asked us to stop
    """Raised inside ``run`` when a person stops the tree before it was ready."""


class Tree:
    """``foundation`` (the broker, if it is ours) must be ready first and is stopped last."""

    def __init__(self, foundation: Child | None) -> None:
        self.foundation = foundation
        self.children: Sequence[Child] = ()
        # Plain marks: a lock, as in an event, could be held by the very code that the signal interrupts.
        self._is_stopping = False
        self._is_impatient = False

    def heed_signals(self) -> None:
        """Stop on Ctrl-C, SIGTERM or a closed terminal; a second one kills at once."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def run_first(self, child: Child) -> None:
        """Run a command that ends by itself on the foundation. Raises CannotStart when it fails."""
        if self.foundation and not self.foundation.is_running:
            self.foundation.start()
            self._wait_until_ready([self.foundation])
        child.start()
        self.children = [child]
        while child.is_running:
            self._look()
        self.children = ()
        if child.wait() != 0:
            raise CannotStart("The preparation failed; the lines above say why. Nothing was started.")

    def run(self, children: Sequence[Child], announce: Callable[[], None]) -> None:
        """Keep all children running until somebody stops us; ``announce`` once they are ready."""
        self.children = children
        for child in children:
            child.start()
        self._wait_until_ready(children)
        announce()
        while True:
            self._look()
            self._start_ended_ones()

    def stop(self) -> None:
        """Ask the children to end, then the foundation; kill what has not ended after ten seconds."""
        self._end(self.children)
        if self.foundation:
            self._end([self.foundation])

    def _wait_until_ready(self, children: Sequence[Child]) -> None:
        waiting = list(children)
        complain_at = time.monotonic() + READY_WITHIN
        while waiting:
            self._look()
            self._start_ended_ones()
            waiting = [child for child in waiting if not (child.is_running and child.is_ready())]
            if waiting and time.monotonic() > complain_at:
                say("up", f"still waiting for {', '.join(child.name for child in waiting)}")
                complain_at += READY_WITHIN

    def _start_ended_ones(self) -> None:
        for child in filter(None, [self.foundation, *self.children]):
            child.start_again_if_ended()

    def _look(self) -> None:
        time.sleep(LOOK_EVERY)
        if self._is_stopping:
            raise Stopped

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._is_impatient = self._is_stopping
        self._is_stopping = True

    def _end(self, children: Sequence[Child]) -> None:
        for child in children:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while not self._is_impatient and time.monotonic() < deadline:
            if all(child.ends_within(time.monotonic() + LOOK_EVERY) for child in children):
                return
        for child in children:
            if child.is_running:
                say("up", f"{child.name} did not end and is killed")
                child.send(signal.SIGKILL)
        for child in children:
            child.wait()
