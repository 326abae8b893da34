"""Run a command that cannot outlive its parent: ``python leash.py PARENT_PID COMMAND…``.

On Linux the kernel kills us when the parent dies, and keeps the promise through ``exec``: no process in between. The
signal is bound to the parent's *thread*, so children are started from its main thread only. Elsewhere a small process
stays in between and watches a pipe whose other end only the parent holds.

Runs isolated (``-I -S``) and imports the standard library alone, so that it costs milliseconds.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading

PR_SET_PDEATHSIG = 1
PARENT_IS_GONE = 71


def main(arguments: list[str]) -> int:
    parent, watched, *command = arguments
    if watched != "-":
        return stay_between(int(watched), command)
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != int(parent):  # it died before we asked
        return PARENT_IS_GONE
    return os.execvp(command[0], command)  # noqa: S606 - no shell is wanted


def stay_between(pipe: int, command: list[str]) -> int:
    """Run the command and kill it once the pipe's other end is closed, by whatever death."""
    child = subprocess.Popen(command, close_fds=False)  # noqa: S603 - the command is our supervisor's

    def kill_when_alone() -> None:
        os.read(pipe, 1)
        child.kill()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda received, _frame: child.send_signal(received))
    threading.Thread(target=kill_when_alone, daemon=True).start()
    return child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
