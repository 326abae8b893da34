"""A mailbox over IMAP: read by UID, never marked, never more than asked for."""

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from connectors.contract import FetchError
from connectors.email.mail import Fetch

TIMEOUT = 20.0
MAIL_AT_MOST = 512 * 1024  # bytes read of one mail; words stand at the start, attachments behind
_WINDOW = 50_000  # UIDs asked for at once: imaplib refuses answers beyond a megabyte
_WINDOWS_AT_MOST = 200
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


@dataclass(frozen=True, slots=True)
class Door:
    """How to get in."""

    host: str
    port: int
    security: str  # "tls", "starttls" or "none"
    user: str
    password: str


class Mailbox:
    """One folder, opened for reading. Its methods raise imaplib's and the socket's errors; ``opened`` names them."""

    def __init__(self, imap: imaplib.IMAP4, folder: str) -> None:
        self._imap = imap
        _checked(imap.select(_quoted(folder), readonly=True))
        self.uid_validity = self._number("UIDVALIDITY")
        self._uid_next = self._number("UIDNEXT")

    def uids_after(self, uid: int, at_most: int) -> tuple[list[int], int, bool]:
        """The next UIDs in order, the highest UID known to be done with once they are read, and whether more wait."""
        low, found = uid + 1, list[int]()
        for _window in range(_WINDOWS_AT_MOST):
            if low >= self._uid_next:
                return found, max(uid, low - 1), False
            high = min(low + _WINDOW, self._uid_next) - 1
            found += sorted(each for each in self._search("UID", f"{low}:{high}") if low <= each <= high)
            if len(found) > at_most:
                return found[:at_most], found[at_most - 1], True
            low = high + 1
        return found, low - 1, True

    def fetch(self, uid: int) -> Fetch | None:
        """The start of one mail and whether that is all of it; None when it is gone."""
        answer = _checked(self._imap.uid("FETCH", str(uid), f"(UID RFC822.SIZE BODY.PEEK[]<0.{MAIL_AT_MOST}>)"))
        literal = next((part for part in answer if isinstance(part, tuple)), None)
        if literal is None:
            return None
        size = next((int(found.group(1)) for part in answer if (found := _SIZE.search(_head(part)))), len(literal[1]))
        return Fetch(uid, literal[1], is_whole=size <= MAIL_AT_MOST)

    def holds(self, message_id: str) -> bool:
        """Is there a mail with this Message-ID?"""
        return bool(self._search("HEADER", "Message-ID", _quoted(f"<{message_id}>")))

    def _search(self, *criteria: str) -> list[int]:
        answer = _checked(self._imap.uid("SEARCH", *criteria))
        return [int(each) for part in answer if isinstance(part, bytes) for each in part.split()]

    def _number(self, name: str) -> int:
        given = self._imap.response(name)[1]
        if not given or given[0] is None:
            raise imaplib.IMAP4.error(f"the server names no {name}")
        return int(given[0])


@contextmanager
def opened(door: Door, folder: str) -> Iterator[Mailbox]:
    """The folder, for as long as the block lasts. Raises FetchError with a sentence."""
    try:
        imap = _connected(door)
        try:
            imap.login(door.user, door.password)
            yield Mailbox(imap, folder)
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                imap.logout()
    except imaplib.IMAP4.error as error:
        raise FetchError(f"The mailbox {folder} of {door.user} refused: {_said(error)}") from error
    except (OSError, ValueError) as error:
        raise FetchError(f"The mail server {door.host} cannot be read: {error}") from error


def _connected(door: Door) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if door.security == "tls":
        return imaplib.IMAP4_SSL(door.host, door.port, ssl_context=context, timeout=TIMEOUT)
    imap = imaplib.IMAP4(door.host, door.port, timeout=TIMEOUT)
    if door.security == "starttls":
        imap.starttls(context)
    return imap


def _checked(answer: tuple[str, Sequence[Any]]) -> Sequence[Any]:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(_said(answer[1][0] if answer[1] else answer[0]))
    return answer[1]


def _head(part: object) -> bytes:
    head = part[0] if isinstance(part, tuple) else part
    return head if isinstance(head, bytes) else b""


def _said(what: object) -> str:
    said = what.args[0] if isinstance(what, Exception) and what.args else what
    return (said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said))[:200]


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
