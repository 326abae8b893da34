"""What the environment says, or one sentence about what is wrong with it.

Settings are read by every command and server, so a mistake here ends the program with that sentence instead of a
traceback.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

import dj_database_url

LONGEST_SOCKET_PATH = 100  # the kernels allow 104 to 108 bytes
ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}


def data_dir(default: Path) -> Path:
    """``DESK_DATA_DIR``, made if missing and writable."""
    directory = Path(os.environ.get("DESK_DATA_DIR") or default).resolve()
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SystemExit(
            f"The data directory {directory} cannot be made ({error.strerror}). {_OTHER_DIRECTORY}"
        ) from None
    if not os.access(directory, os.W_OK | os.X_OK):
        raise SystemExit(f"The data directory {directory} is not writable for this user. {_OTHER_DIRECTORY}")
    return directory


def database(default: str) -> dict[str, Any]:
    """``DATABASE_URL`` as Django wants it."""
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(os.environ.get("DATABASE_URL") or default))
    except ValueError:
        raise SystemExit(_BROKEN_DATABASE_URL) from None
    if found.get("ENGINE") not in ENGINES or found.get("NAME") in {None, "", ":memory:"}:
        raise SystemExit(_BROKEN_DATABASE_URL)
    return found


def broker_socket(directory: Path) -> Path:
    """Where the embedded broker listens. A data directory with a long path gets a short, private one beside it."""
    path = directory / "broker" / "broker.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    digest = hashlib.sha256(os.fsencode(directory)).hexdigest()[:16]
    return Path("/tmp") / f"desk-{os.getuid()}-{digest}" / "broker.sock"  # noqa: S108 - made 0700 and checked at start


_OTHER_DIRECTORY = "Name another one in DESK_DATA_DIR."
# The URL itself may hold a password and is never repeated.
_BROKEN_DATABASE_URL = (
    "DATABASE_URL cannot be understood. It looks like postgres://user:password@host:5432/name "
    "or sqlite:////absolute/path/desk.sqlite3; characters such as @ or / in the password are written %40 or %2F."
)


def storages(data_dir: Path) -> dict[str, Any]:
    """Where files lie. Those of answers, under their hash, in ``DESK_FILES_DIR``, which no address serves."""
    private = os.environ.get("DESK_FILES_DIR") or data_dir / "files"
    return {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "private": {"BACKEND": "escalation_site.storage.PrivateStorage", "OPTIONS": {"location": private}},
        "staticfiles": {"BACKEND": "escalation_site.storage.HashedStaticStorage"},
    }
