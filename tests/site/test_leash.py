"""The leash: a child ends when its parent does, whatever its parent died of."""

import os
import signal
import subprocess
import sys

import pytest

from escalation_site.supervision import child, leash
from tests.site.product import wait_until

PARENT = """
import subprocess, sys, time
from escalation_site.supervision import child
child.sys.platform = {platform!r}
one = child.Child("one", [sys.executable, "-c", "import time; time.sleep(600)"], is_ready=lambda: True)
one.start()
print(one._running.pid, flush=True)
time.sleep(600)
"""


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def grandchildren(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
    return [int(line) for line in listed.stdout.split()]


@pytest.mark.parametrize(
    "platform",
    [pytest.param("linux", marks=pytest.mark.skipif(sys.platform != "linux", reason="its kernel")), "darwin"],
)
def test_the_child_dies_with_a_parent_that_is_killed(platform):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(platform=platform)], stdout=subprocess.PIPE, text=True
    )
    pid = int(parent.stdout.readline())
    family = [pid]
    if platform != "linux":
        assert wait_until(lambda: grandchildren(pid))
        family += grandchildren(pid)
    parent.kill()
    parent.wait()
    assert wait_until(lambda: not any(map(is_alive, family)))


def test_a_child_whose_parent_is_gone_already_does_not_start(monkeypatch):
    monkeypatch.setattr(leash.ctypes, "CDLL", lambda *_args, **_named: type("C", (), {"prctl": lambda *_: 0})())
    monkeypatch.setattr(leash.os, "execvp", lambda *_: pytest.fail("it started"))
    assert leash.main([str(os.getppid() + 1), "-", "true"]) == leash.PARENT_IS_GONE


def test_a_signal_reaches_the_child_behind_the_pipe():
    read_end, write_end = os.pipe()
    command = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
    between = subprocess.Popen(
        [sys.executable, child.LEASH, str(os.getpid()), str(read_end), *command],
        stdout=subprocess.PIPE,
        pass_fds=[read_end],
    )
    assert between.stdout.readline() == b"up\n"
    between.send_signal(signal.SIGTERM)
    assert between.wait(timeout=10) != 0
    os.close(read_end)
    os.close(write_end)
