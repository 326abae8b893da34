"""Our own documented shape of a message, shared by the webhook, files and the API.

Required: ``id``, ``text``, ``author`` (a string, or an object with ``id``; in CSV ``author`` or ``author_id``).
Optional: ``occurred_at`` (ISO 8601 with zone, or seconds or milliseconds since 1970; left out: the time of receipt),
``kind``, ``direction``, ``is_public``, ``thread_id``, ``parent_id``, ``permalink``, ``language``, ``subject``,
``likes``, ``shares``, ``comments``, ``reach``, ``is_edit``, ``is_deletion``, ``is_automatic``; of the author
``handle``, ``name``, ``followers``, ``is_verified``, ``is_press``, ``is_employee``, ``is_influencer`` (in CSV with
``author_`` in front).
Names other tools use for the same are understood too (see ``_ALSO``). Fields we do not know are ignored.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from connectors.bounds import Unreadable, shown
from connectors.contract import PRIVATE_KINDS, Author, Incoming

_ALSO = {
    "id": ("remote_id", "message_id", "external_id"),
    "text": ("body", "message", "content"),
    "occurred_at": ("created_at", "timestamp", "date"),
    "kind": ("type",),
    "thread_id": ("conversation_id",),
    "parent_id": ("in_reply_to", "reply_to"),
    "permalink": ("url", "link"),
    "language": ("lang",),
    "likes": ("favorites", "favourites"),
    "shares": ("reposts", "retweets"),
}
_KIND_ALSO = {
    "comment_reply": "reply",
    "direct_message": "message",
    "dm": "message",
    "e-mail": "email",
    "mail": "email",
    "status": "post",
    "tweet": "post",
}
_AUTHOR_TRUTHS = ("is_verified", "is_press", "is_employee", "is_influencer")
_YES = frozenset({"true", "yes", "y", "1", "on"})
_NO = frozenset({"false", "no", "n", "0", "off", ""})
_MILLISECONDS_FROM = 100_000_000_000  # seconds up to here reach the year 5138


def names_a_message(columns: frozenset[str]) -> bool:
    """Could a table with these columns hold messages?"""
    return all(not columns.isdisjoint((name, *_ALSO[name])) for name in ("id", "text"))


def is_text_column(name: str) -> bool:
    """Does this column hold the message itself, which may be empty (a picture without words)?"""
    return name == "text" or name in _ALSO["text"]


def incoming(row: object, *, received_at: datetime) -> Incoming:
    """One message from one row. Raises Unreadable with a reason the sender can act on."""
    if not isinstance(row, Mapping):
        raise Unreadable(f"a message is an object, this is {shown(row)}")
    kind = _words(row, "kind").strip().lower() or "post"
    kind = _KIND_ALSO.get(kind, kind)
    is_deletion = _truth(row, "is_deletion", default=False)
    return Incoming(
        remote_id=_words(row, "id"),
        text=_words(row, "text", is_required=not is_deletion),
        author=_author(row),
        occurred_at=_moment(_given(row, "occurred_at"), received_at),
        kind=kind,
        is_public=_truth(row, "is_public", default=kind not in PRIVATE_KINDS),
        direction=_words(row, "direction").strip().lower() or "inbound",
        thread_id=_words(row, "thread_id"),
        parent_id=_words(row, "parent_id"),
        permalink=_words(row, "permalink"),
        language=_words(row, "language"),
        subject=_words(row, "subject"),
        likes=_count(row, "likes"),
        shares=_count(row, "shares"),
        comments=_count(row, "comments"),
        reach=_count(row, "reach"),
        is_edit=_truth(row, "is_edit", default=False),
        is_deletion=is_deletion,
        is_automatic=_truth(row, "is_automatic", default=False),
    )


def _author(row: Mapping[Any, Any]) -> Author:
    given = row.get("author")
    if isinstance(given, Mapping):
        facts: Mapping[Any, Any] = given
        handle = _words(facts, "handle")
        remote_id = _words(facts, "id") or handle
    else:
        facts = {key[7:]: row[key] for key in row if isinstance(key, str) and key.startswith("author_")}
        alone = _words(row, "author")
        handle = _words(facts, "handle") or alone
        remote_id = _words(facts, "id") or handle
    return Author(
        remote_id=remote_id,
        handle=handle,
        name=_words(facts, "name"),
        followers=_count(facts, "followers"),
        **{name: _truth(facts, name, default=False) for name in _AUTHOR_TRUTHS},
    )


def _given(row: Mapping[Any, Any], name: str) -> Any:
    if (value := row.get(name)) is not None:
        return value
    return next((row[other] for other in _ALSO.get(name, ()) if row.get(other) is not None), None)


def _words(row: Mapping[Any, Any], name: str, *, is_required: bool = False) -> str:
    value = _given(row, name)
    if isinstance(value, str):
        return value
    if value is None:
        if is_required:
            raise Unreadable(f"{name} is missing")
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return _digits(value, name)
    raise Unreadable(f"{name} is not text: {shown(value)}")


def _digits(value: int, name: str) -> str:
    try:
        return str(value)
    except ValueError as error:  # Python refuses to write out integers of thousands of digits
        raise Unreadable(f"{name} is a number too long to be an id") from error


def _count(row: Mapping[Any, Any], name: str) -> int | None:
    value = _given(row, name)
    if value is None or value == "":
        return None
    try:
        return int(float(value)) if isinstance(value, str) else int(value)
    except (TypeError, ValueError, OverflowError) as error:
        raise Unreadable(f"{name} is not a number: {shown(value)}") from error


def _truth(row: Mapping[Any, Any], name: str, *, default: bool) -> bool:
    value = row.get(name)
    if value is None:
        return default
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, str | int) else "?"
    if word in _YES:
        return True
    if word in _NO:
        return default if word == "" else False
    raise Unreadable(f"{name} is neither true nor false: {shown(value)}")


def _moment(value: Any, received_at: datetime) -> datetime:
    if value is None or value == "":
        return received_at
    try:
        if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
            return datetime.fromisoformat(value.strip())
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            seconds = float(value)
            return datetime.fromtimestamp(seconds / 1000 if seconds >= _MILLISECONDS_FROM else seconds, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise Unreadable(f"occurred_at is not a time we can read: {shown(value)}")
