"""Build .venv from hashed requirements. Called by bin/environment with a Python that has nothing installed.

A lock makes two starts take turns; pip holds it too, so an orphaned pip is waited for. A mark stands from the first
change to the last: whoever finds it begins again from nothing, because half an installation can look like a whole one.
"""

import fcntl
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
UNFINISHED = ROOT / ".venv.unfinished"
INSTALLED = HOME / "installed"


def main(names: list[str]) -> int:
    with (ROOT / ".venv.lock").open("w") as lock:
        if not _take(lock.fileno()):
            print("Another start is installing the packages; waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        missing = [name for name in names if not _is_installed(name)]
        if not missing and _works() and not UNFINISHED.exists():
            return 0
        return _install(names, lock.fileno())


def _install(names: list[str], lock: int) -> int:
    started = time.monotonic()
    print("Installing the packages, about half a minute …", end=" ", flush=True)
    if UNFINISHED.exists() or not _works():
        shutil.rmtree(HOME, ignore_errors=True)
    UNFINISHED.touch()
    requirements = [part for name in names for part in ("-r", str(ROOT / name))]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    for command in ([sys.executable, "-m", "venv", str(HOME)], [*pip, "--require-hashes", *requirements]):
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, pass_fds=[lock])
        if done.returncode != 0:
            print(f"failed.\n{done.stdout.strip()}")
            print("The packages could not be installed; the lines above say why. Is this machine online?", flush=True)
            return 1
    INSTALLED.mkdir(exist_ok=True)
    for name in names:
        shutil.copyfile(ROOT / name, INSTALLED / name)
    UNFINISHED.unlink()
    print(f"done in {time.monotonic() - started:.0f} s.", flush=True)
    return 0


def _take(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _works() -> bool:
    try:
        return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True).returncode == 0
    except OSError:
        return False


def _is_installed(name: str) -> bool:
    copy = INSTALLED / name
    return copy.exists() and copy.read_bytes() == (ROOT / name).read_bytes()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
