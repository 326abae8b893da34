"""Named points at which a test kills the process, to prove that nothing is lost there. Nothing happens otherwise."""

import os

KILLED = 137


def reach(point: str) -> None:
    """End this process at once, as ``kill -9`` would, when the environment's ``DESK_FAULT`` names this point."""
    if os.environ.get("DESK_FAULT") == point:
        os._exit(KILLED)
