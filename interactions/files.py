"""Where the files of answers are kept: under their hash, in private storage, never changed.

A file is read again at each use and compared with its hash, so that what stands in the storage cannot be exchanged
behind a signature (P1).
"""

import hashlib

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.translation import gettext as _

STORAGE = "private"


class AlteredError(Exception):
    """What is kept is not what was put there, or it is gone. ``str()`` is a sentence."""


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def keep(content: bytes) -> str:
    """Put it there, unless it is there; returns its hash. What a killed process left half-way is written anew."""
    digest, storage = digest_of(content), storages[STORAGE]
    try:
        read(digest)
    except AlteredError:
        storage.delete(_path(digest))
        storage.save(_path(digest), ContentFile(content))
    return digest


def read(digest: str) -> bytes:
    """Exactly what was kept under this hash. Raises AlteredError."""
    try:
        with storages[STORAGE].open(_path(digest)) as file:
            content = bytes(file.read())
    except OSError as error:
        raise AlteredError(_("A file of this answer cannot be read.")) from error
    if digest_of(content) != digest:
        raise AlteredError(_("A file of this answer is not the one that was approved."))
    return content


def _path(digest: str) -> str:
    return f"{digest[:2]}/{digest}"
