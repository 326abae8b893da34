"""What a webhook delivers: one message, or many, in our own documented JSON."""

import json
from collections.abc import Iterator
from datetime import datetime

from connectors import shape
from connectors.bounds import Unreadable
from connectors.contract import Incoming, Parsed, Rejected

BODY_AT_MOST = 5 * 1024 * 1024
MESSAGES_AT_MOST = 1_000


class TooLarge(Unreadable):
    """More than one delivery may hold; answer 413 with ``str()``, the sender splits it."""


def check_size(size: int) -> None:
    """Raise TooLarge; ask with the announced Content-Length before the body is read, and again after."""
    if size > BODY_AT_MOST:
        raise TooLarge(f"The body has {size:,} bytes, a delivery takes {BODY_AT_MOST:,}. Send several smaller ones.")


def parse(body: bytes, *, received_at: datetime) -> Parsed:
    """Sort a delivery into messages and rejects. Raises TooLarge alone: what cannot be read at all is one reject."""
    check_size(len(body))
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Parsed(rejected=(Rejected(0, f"The body is not JSON: {reason}"[:500], _raw(body)),), is_broken=True)
    items = _items(given)
    if len(items) > MESSAGES_AT_MOST:
        raise TooLarge(f"The delivery holds {len(items):,} messages, it takes {MESSAGES_AT_MOST:,}. Send several.")
    return Parsed.sorted_out(_read(items, received_at))


def _items(given: object) -> list[object]:
    """A message, ``{"messages": [...]}``, or either within the Standard Webhooks ``{"type", "data": {...}}``."""
    if isinstance(given, dict):
        if isinstance(given.get("messages"), list):
            return list(given["messages"])
        if isinstance(given.get("data"), dict) and "id" not in given:
            return _items(given["data"])
    return [given]


def _read(items: list[object], received_at: datetime) -> Iterator[Incoming | Rejected]:
    for position, item in enumerate(items):
        try:
            yield shape.incoming(item, received_at=received_at)
        except Unreadable as error:
            yield Rejected(position, str(error), json.dumps(item))


def _raw(body: bytes) -> str:
    return body.decode("utf-8", "backslashreplace")
