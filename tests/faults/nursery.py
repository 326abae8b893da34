"""Fresh processes, one a deed, that are killed where a test says; and the sweeps that go on from what they left."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from audit.faults import KILLED
from tests.faults.peer import Peer
from tests.races.crew import Member

KILLS = int(os.environ.get("DESK_KILLS", "4"))  # at each point; twenty with ./test --faults
PAGE_KILLS = int(os.environ.get("DESK_KILLS", "2"))
IN_THE_CALL = "in the call"
A_LEASE_LATER = 70  # seconds; longer than the leases of replies, pages and deliveries


class Nursery:
    """A process that never opens a connection of its own and forks one that does for each deed."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._member = Member(log)

    def kill(self, point: str, deed: str, *, peer: Peer, **more: Any) -> None:
        """Let a fresh process do the deed and die at this point."""
        if point != IN_THE_CALL:
            self._member.tell(deed, forks=True, fault=point, **more)
            self._member.hear()
            assert self._member.hear()["ended"] == KILLED, f"{deed} never came to {point}"
            return
        with peer.silent():
            self._member.tell(deed, forks=True, **more)
            pid = self._member.hear()["pid"]
            assert peer.reached.wait(20)
            os.kill(pid, signal.SIGKILL)
            assert self._member.hear()["ended"] == -signal.SIGKILL

    def until(self, is_quiet: Callable[[], bool], deed: str, **given: Any) -> None:
        """Sweep in fresh processes, each a lease later than the one before, until nothing is left to do."""
        for turn in range(1, 5):
            self._member.tell(deed, forks=True, later=A_LEASE_LATER * turn, given=given)
            self._member.hear()
            assert self._member.hear()["ended"] == 0, self._log.read_text()[-4000:]
            if is_quiet():
                return
        raise AssertionError("The sweeps went on and on.")

    def check_quiet(self) -> None:
        said = self._log.read_text()
        assert "Traceback" not in said, said[-4000:]

    def close(self) -> None:
        self._member.dismiss()
