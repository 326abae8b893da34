"""The product as a stranger starts it: real processes on a free port and a data directory of their own."""

import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180.0  # a busy machine is no failure


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a stranger's shell holds: nothing of this test run's own settings."""
    ours = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "REDIS_URL", "DESK_DATA_DIR", "DESK_SITE_URL", "PORT"}
    return {key: text for key, text in os.environ.items() if key not in ours} | {"DESK_DATA_DIR": str(home)} | more


def manage(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        env=environment(home, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


class Product:
    """`manage.py up`, and what it says."""

    def __init__(self, home: Path, *arguments: str, **more: str) -> None:
        self.home = home
        self.port = free_port()
        self.said: list[str] = []
        self._news: queue.Queue[str | None] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "up", "--port", str(self.port), *arguments],
            env=environment(home, **more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def wait_for(self, words: str, patience: float = PATIENCE) -> str:
        """The first line from now on that holds these words."""
        give_up_at = time.monotonic() + patience
        while (line := self._news.get(timeout=max(0.1, give_up_at - time.monotonic()))) is not None:
            if words in line:
                return line
        raise AssertionError(f"It ended without saying “{words}”:\n" + "\n".join(self.said))

    def family(self) -> dict[int, str]:
        """Every living process that was started with this data directory, by its command line."""
        mark = f"DESK_DATA_DIR={self.home}".encode()
        found = {}
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                command = _read(folder / "cmdline").replace(b"\0", b" ").decode()
                # The broker writes its title over its environment; the title names its socket.
                if mark in _read(folder / "environ").split(b"\0") or f"unixsocket:{self.home}" in command:
                    found[int(folder.name)] = command
        return found

    def pid_of(self, words: str) -> int:
        return next(pid for pid, command in self.family().items() if words in command)

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            self._news.put(line.rstrip())
        self._news.put(None)


def wait_until(question, patience: float = 10.0, pause: float = 0.02) -> bool:
    """Ask until it is so; False when it was not in time. ``pause``: for questions that cost something."""
    give_up_at = time.monotonic() + patience
    never = threading.Event()
    while time.monotonic() < give_up_at:
        if question():
            return True
        never.wait(pause)
    return bool(question())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # it has ended meanwhile
        return b""
