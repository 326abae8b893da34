"""A status of the Mastodon API (its documentation: entities, Status) in our words. Pure; nothing of it is trusted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import re2

from connectors import markup
from connectors.bounds import Unreadable, shown
from connectors.contract import Author, Incoming

_SEEN_BY_ALL = frozenset({"public", "unlisted"})
_ADDRESS = re2.compile(r"[\w.-]+@[\w.-]+(?::\d+)?")  # it begins our answer: nothing else may stand in it


def incoming(status: object, *, remote_id: str = "") -> Incoming:
    """The message. ``remote_id`` is what we know it by, where that is not what the server calls it today.

    Raises Unreadable with the reason.
    """
    if not isinstance(status, Mapping):
        raise Unreadable(f"a status is an object, this is {shown(status)}")
    visibility = status.get("visibility")
    return Incoming(
        remote_id=remote_id or _words(status, "id"),
        text=_text(status),
        author=author(status.get("account")),
        occurred_at=_moment(status.get("created_at")),
        kind=_kind(status, visibility),
        is_public=visibility in _SEEN_BY_ALL,
        parent_id=_words(status, "in_reply_to_id"),
        permalink=_words(status, "url") or _words(status, "uri"),
        language=_words(status, "language"),
        likes=_count(status, "favourites_count"),
        shares=_count(status, "reblogs_count"),
        comments=_count(status, "replies_count"),
        is_edit=bool(status.get("edited_at")),
    )


def author(account: object) -> Author:
    """Somebody, known by the whole address: a name without a server is one of the server we ask."""
    if not isinstance(account, Mapping):
        raise Unreadable(f"an account is an object, this is {shown(account)}")
    address = _words(account, "acct")
    if address and "@" not in address:
        address = f"{address}@{_host(_words(account, 'url'))}"
    if not _ADDRESS.fullmatch(address):
        raise Unreadable(f"{shown(address)} is no address of a person")
    return Author(
        remote_id=address.lower(),
        handle=f"@{address}",
        name=_words(account, "display_name"),
        followers=_count(account, "followers_count"),
    )


def says(status: Mapping[str, Any], text: str) -> bool:
    """Are these the words we meant to say? Servers turn what we write into HTML, each by rules of its own: only letters
    and digits are compared, and not whom the post names first. Some give the words as they came too (snac).
    """
    meant = _bare(text)
    return meant in {_bare(markup.words(_words(status, "content"))), _bare(_words(status, "text"))}


def _bare(text: str) -> str:
    words = text.split()
    while words and words[0].startswith("@"):
        words.pop(0)
    letters = "".join(letter for letter in "".join(words) if letter.isalnum())
    return letters or "".join(words)  # nothing but signs and pictures


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _text(status: Mapping[Any, Any]) -> str:
    warning = _words(status, "spoiler_text")
    parts = [warning, markup.words(_words(status, "content")), *_pictures(status.get("media_attachments"))]
    return "\n\n".join(part for part in parts if part)


def _pictures(attached: object) -> list[str]:
    """What hangs on the message, told in words: nothing of it is fetched."""
    media = [each for each in attached if isinstance(each, Mapping)] if isinstance(attached, list) else []
    return [f"[{_words(each, 'type') or 'file'}: {_words(each, 'description') or '–'}]" for each in media]


def _kind(status: Mapping[Any, Any], visibility: object) -> str:
    if visibility == "direct":
        return "message"
    return "comment" if status.get("in_reply_to_id") else "mention"


def _moment(value: object) -> datetime:
    try:
        return datetime.fromisoformat(str(value))
    except ValueError as error:
        raise Unreadable(f"created_at is not a time: {shown(value)}") from error


def _words(facts: Mapping[Any, Any], name: str) -> str:
    value = facts.get(name)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise Unreadable(f"{name} is not text: {shown(value)}")


def _count(facts: Mapping[Any, Any], name: str) -> int | None:
    value = facts.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
