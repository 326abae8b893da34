"""Digests of the record. Pure: values in, hex out. SHA-256 throughout; leaves and nodes of the Merkle tree are told
apart by a prefix byte, as RFC 6962 does, so that a node can never pass for a leaf."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
_SPELL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(value: Any) -> bytes:
    """One spelling for one value: sorted keys, no spaces, UTF-8."""
    return _SPELL(value).encode("utf-8", "surrogatepass")


def event_digest(  # noqa: PLR0917 - the columns of an event, in their order
    name: str,
    at: datetime,
    actor_id: int | None,
    actor_kind: str,
    brand_id: int | None,
    subject_type: str,
    subject_id: int,
    facts: dict[str, Any],
    detail_digest: str,
) -> str:
    """The digest of an event's columns; ``at`` to the microsecond in UTC."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    columns = [name, moment, actor_id, actor_kind, brand_id, subject_type, subject_id, facts, detail_digest]
    return hashlib.sha256(canonical(columns)).hexdigest()


def detail_digest(salt: str, words: dict[str, Any]) -> str:
    return hashlib.sha256(salt.encode() + canonical(words)).hexdigest()


def merkle_root(digests: Sequence[str]) -> str:
    """The root over digests in their given order; an odd node moves up unpaired. Raises ValueError for none."""
    if not digests:
        raise ValueError("There is no root over nothing.")
    level = [hashlib.sha256(b"\x00" + bytes.fromhex(digest)).digest() for digest in digests]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\x01" + pair[0] + pair[1]).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0].hex()


def seal_digest(number: int, previous: str, root: str, count: int) -> str:
    """What a seal's signature signs, and what the next seal names as its previous."""
    return hashlib.sha256(canonical([number, previous, root, count])).hexdigest()
