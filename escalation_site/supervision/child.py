"""One child process: started on a leash, its output prefixed with its name, started again with a growing pause."""

import functools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LEASH = str(Path(__file__).with_name("leash.py"))
LONGEST_PAUSE = 30.0
SETTLED_AFTER = 60.0

_print_lock = threading.Lock()


def say(name: str, line: str) -> None:
    """One whole line to the terminal, whoever else is speaking."""
    with _print_lock:
        sys.stdout.write(f"{name:>8} │ {line}\n")
        sys.stdout.flush()


@dataclass
class Child:
    """``is_ready()`` asks the running child whether it does its work; it must not raise. ``keeps`` are file descriptors
    the child inherits; ``hint`` says after an end where to read more."""

    name: str
    command: Sequence[str]
    is_ready: Callable[[], bool]
    keeps: Sequence[int] = ()
    environment: dict[str, str] = field(default_factory=dict)
    hint: str = ""
    _running: subprocess.Popen[str] | None = None
    _started_at: float = 0.0
    _start_due_at: float = 0.0
    _pause: float = 1.0

    @property
    def is_running(self) -> bool:
        return self._running is not None and self._running.poll() is None

    def start(self) -> None:
        """Call it from the main thread only: the leash is bound to the thread that starts the child."""
        running = subprocess.Popen(  # noqa: S603 - our own commands
            [*_leash(), *self.command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=os.environ | self.environment,
            pass_fds=[*self.keeps, *(_parents_pipe() or ())[:1]],
            start_new_session=True,
        )
        self._running, self._started_at = running, time.monotonic()
        threading.Thread(target=self._repeat_output, args=[running], daemon=True).start()

    def start_again_if_ended(self) -> None:
        """Notice an end, say it, and start again when the pause is over. Pauses grow up to half a minute."""
        now = time.monotonic()
        if self._running is not None and (status := self._running.poll()) is not None:
            self._pause = 1.0 if now - self._started_at > SETTLED_AFTER else min(self._pause * 2, LONGEST_PAUSE)
            self._running, self._start_due_at = None, now + self._pause
            say(self.name, f"ended ({_how(status)}); it starts again in {self._pause:.0f} s{self.hint}")
        elif self._running is None and now >= self._start_due_at:
            self.start()

    def wait(self) -> int:
        """For a command that ends by itself: its exit status."""
        return self._running.wait() if self._running else 0

    def send(self, number: signal.Signals) -> None:
        if self._running is not None and self._running.poll() is None:
            self._running.send_signal(number)

    def ends_within(self, deadline: float) -> bool:
        """Whether it has ended by ``deadline`` on the monotonic clock."""
        if self._running is None:
            return True
        try:
            self._running.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return False
        return True

    def _repeat_output(self, running: subprocess.Popen[str]) -> None:
        assert running.stdout is not None
        for line in running.stdout:
            if line.strip():
                say(self.name, line.rstrip())


def _leash() -> list[str]:
    pipe = _parents_pipe()
    return [sys.executable, "-I", "-S", LEASH, str(os.getpid()), str(pipe[0]) if pipe else "-"]


@functools.cache
def _parents_pipe() -> tuple[int, int] | None:
    """Where the kernel does not tell a child of its parent's death, the end of a pipe does."""
    return None if sys.platform == "linux" else os.pipe()


def _how(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
