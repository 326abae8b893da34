"""A page of what named us, and where the next begins. Pure.

The cursor names the place a stretch behind the newest, so that each poll reads that stretch again: what came late or
was overlooked is found, what is known adds nothing, an edit is noticed. It also keeps what each message of the stretch
was called first, by its address: some servers call it differently once it was edited (snac).
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.bounds import ADDRESS_AT_MOST, Unreadable
from connectors.contract import Fetched, Incoming, Parsed, Rejected
from connectors.mastodon.status import incoming

A_PAGE = 40  # the most a server gives at once
AGAIN = 20  # of them read a second time
BEFORE_ALL = "0"


def place(cursor: Mapping[str, Any]) -> str:
    """The notification after which to read; empty at the very beginning, when only the newest are wanted."""
    given = cursor.get("after")
    return given if isinstance(given, str) else ""


def read(page: Sequence[object], cursor: Mapping[str, Any]) -> Fetched:
    """``page`` comes newest first, whichever way it was asked for."""
    oldest_first = list(reversed(page))
    first_names = dict(cursor.get("names") or {})
    read_now = [_read(each, first_names) for each in oldest_first]
    ids = [each["id"] for each in oldest_first if isinstance(each, Mapping) and isinstance(each.get("id"), str)]
    behind = ids[-AGAIN - 1] if len(ids) > AGAIN else place(cursor) or BEFORE_ALL
    newest = ids[-1] if ids else cursor.get("newest", "")
    kept = dict(list(first_names.items())[-A_PAGE * 2 :])
    return Fetched(
        Parsed.sorted_out(item for item in read_now if item is not None),
        {"after": behind, "newest": newest, "names": kept},
        has_more=len(page) >= A_PAGE and newest != cursor.get("newest"),
    )


def _read(notification: object, first_names: dict[str, str]) -> Incoming | Rejected | None:
    """A mention as a message; what can be none is told, anything else is no business of ours.

    A page is another one at each poll: what is told again would be another reject if it had its place there.
    """
    if isinstance(notification, Mapping) and notification.get("type") != "mention":
        return None
    status = notification.get("status") if isinstance(notification, Mapping) else None
    try:
        return incoming(status, remote_id=_first_name(status, first_names))
    except Unreadable as error:
        return Rejected(0, str(error), json.dumps(notification)[:2_000])


def _first_name(status: object, first_names: dict[str, str]) -> str:
    if not isinstance(status, Mapping):
        return ""
    address, called = status.get("uri"), status.get("id")
    if not isinstance(address, str) or not isinstance(called, str) or len(address) > ADDRESS_AT_MOST:
        return ""
    first_names[address] = first_names.pop(address, called)  # what was seen last is dropped last
    return first_names[address]
