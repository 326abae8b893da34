"""An opinion as bytes and back: a line of JSON, then the buckets in use, how telling each is and its weights as plain
numbers, compressed.

Nothing that is read is ever run. What has another hash than the one kept beside it is not read at all.
"""

import hashlib
import json
import zlib

import numpy as np

from playbook.learning.features import BUCKETS
from playbook.learning.opinion import Opinion

_FORM = 2
_MOST_BYTES = 64 << 20
_MOST_TOPICS = 300
_SMALLEST = 0.004  # weights below say nothing
_COMMON = 0.8  # of the rarity of what was never seen: what is below is kept, whatever it weighs


class NotReadableError(ValueError):
    """The bytes are not those that were kept, or of another form."""


def to_bytes(opinion: Opinion) -> tuple[bytes, str]:
    """The opinion as bytes, and their SHA-256."""
    unseen = float(opinion.rarity.max())
    says_something = (np.abs(opinion.weights).max(axis=1) > _SMALLEST) | (opinion.rarity < _COMMON * unseen)
    used = np.flatnonzero(says_something).astype("<u4")
    head = {"form": _FORM, "topics": list(opinion.topics), "used": len(used), "unseen": unseen, "buckets": BUCKETS}
    kept = np.column_stack([opinion.rarity[used], opinion.weights[used]])
    numbers = used.tobytes() + kept.astype("<f2").tobytes()
    raw = json.dumps(head).encode() + b"\n" + zlib.compress(numbers, 6)
    return raw, hashlib.sha256(raw).hexdigest()


def from_bytes(raw: bytes, sha256: str, *, version: int) -> Opinion:
    """The opinion that was kept. Raises NotReadableError for anything else."""
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise NotReadableError("The weights are not those that were kept.")
    first, _, packed = raw.partition(b"\n")
    try:
        head = json.loads(first)
        topics, used, unseen = [str(topic) for topic in head["topics"]], int(head["used"]), float(head["unseen"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotReadableError("The weights say nothing of their form.") from error
    if head.get("form") != _FORM or head.get("buckets") != BUCKETS or not 1 < len(topics) <= _MOST_TOPICS:
        raise NotReadableError("The weights are of another form.")
    places, rarity, weights = _unpacked(packed, used, len(topics))
    return Opinion(tuple(topics), _spread(places, weights, 0.0), _spread(places, rarity, unseen), version)


def _unpacked(packed: bytes, used: int, topics: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    unpacking = zlib.decompressobj()
    try:
        numbers = unpacking.decompress(packed, _MOST_BYTES)
    except zlib.error as error:
        raise NotReadableError("The weights cannot be unpacked.") from error
    if len(numbers) != used * (4 + 2 * (1 + topics)):
        raise NotReadableError("The weights are not as many as they say.")
    places = np.frombuffer(numbers, "<u4", used)
    if used and int(places.max()) >= BUCKETS:
        raise NotReadableError("The weights are for other features.")
    kept = np.frombuffer(numbers, "<f2", used * (1 + topics), offset=4 * used).reshape(used, 1 + topics)
    return places, kept[:, 0], kept[:, 1:]


def _spread(places: np.ndarray, values: np.ndarray, otherwise: float) -> np.ndarray:
    """The values at their buckets, read-only, and this number everywhere else."""
    spread = np.full((BUCKETS, *values.shape[1:]), otherwise, np.float32)
    spread[places] = values
    spread.setflags(write=False)
    return spread
