"""Keys the product needs and makes for itself when nobody gave it any.

A key comes from its environment variable, or from a file in ``<data dir>/keys`` that is made on first use, readable by
its owner alone. Production sets the variables; the embedded default never asks.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def secret_key(directory: Path) -> str:
    """Django's secret key, from ``DESK_SECRET_KEY`` or the data directory."""
    return _from("DESK_SECRET_KEY", directory / "secret.key", lambda: secrets.token_urlsafe(50))


def credentials_key(directory: Path) -> str:
    """Fernet keys for credentials at rest, newest first, comma separated (rotation: put the new one in front)."""
    return _from("DESK_CREDENTIALS_KEY", directory / "credentials.key", lambda: Fernet.generate_key().decode())


def seal_key(directory: Path) -> str:
    """The PEM of the Ed25519 key that signs the record's seals; it never enters the database."""
    return _from("DESK_SEAL_KEY", directory / "seal.key", _new_seal_key)


def _new_seal_key() -> str:
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


def _from(variable: str, path: Path, make: Callable[[], str]) -> str:
    if given := os.environ.get(variable):
        return given
    if not path.exists():
        _write_once(path, make())
    return path.read_text().strip()


def _write_once(path: Path, key: str) -> None:
    """Two processes may start at once: the first file wins, both read it, and nobody sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(key)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
