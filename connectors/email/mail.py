"""One mail, whatever its sender did to it, read into a message or given up with a reason."""

import email
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from itertools import islice

from connectors.bounds import Unreadable
from connectors.contract import Author, Incoming, Rejected
from connectors.email.headers import Headers, decoded
from connectors.email.outgoing import is_ours
from connectors.markup import words

PARTS_AT_MOST = 200
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MACHINE_HEADERS = ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond", "x-auto-response-suppress")


@dataclass(frozen=True, slots=True)
class Fetch:
    """Bytes of a mailbox: ``is_whole`` is false where a long mail was read only up to the bound."""

    uid: int
    raw: bytes
    is_whole: bool = True


def read_mail(fetch: Fetch, *, own_address: str, received_at: datetime) -> Incoming | Rejected | None:
    """The message in these bytes; None for the copy of a reply of our own. Raises nothing."""
    try:
        mail = email.message_from_bytes(fetch.raw)
        headers = Headers(mail)
        if _is_our_copy(headers, own_address):
            return None
        return _incoming(fetch, mail, headers, own_address, received_at)
    except RecursionError:
        return _rejected(fetch, "the mail is nested too deeply")
    except Unreadable as error:
        return _rejected(fetch, str(error))
    except Exception as error:  # noqa: BLE001 - the email package raises many things; one mail must not stop the rest
        return _rejected(fetch, f"the mail cannot be read ({type(error).__name__})")


def _incoming(
    fetch: Fetch, mail: "Message[str, str]", headers: Headers, own_address: str, received_at: datetime
) -> Incoming:
    text, is_cut = _text(mail, fetch.is_whole)
    name, address = headers.address("from")
    own_id = next(iter(headers.ids("message-id")), "") or f"no-id:{hashlib.sha256(fetch.raw).hexdigest()}"
    references = headers.ids("references")
    parents = headers.ids("in-reply-to") or references[-1:]
    return Incoming(
        remote_id=own_id,
        text=text,
        author=Author(remote_id=address or "unknown sender", handle=address, name=name),
        occurred_at=headers.moment("date") or received_at,
        kind="email",
        is_public=False,
        direction="outbound" if address and address == own_address.lower() else "inbound",
        thread_id=(references or parents or [own_id])[0],
        parent_id=parents[0] if parents else "",
        language=headers.raw("content-language").split(",")[0],
        subject=headers.words("subject"),
        is_automatic=_is_automatic(mail, headers),
        was_cut=is_cut,
    )


def _is_our_copy(headers: Headers, own_address: str) -> bool:
    own_id = next(iter(headers.ids("message-id")), "")
    return is_ours(own_id, own_address) and headers.address("from")[1] == own_address.lower()


def _is_automatic(mail: "Message[str, str]", headers: Headers) -> bool:
    """Written by a machine, or to many: an answer would start a loop or reach nobody."""
    submitted = headers.raw("auto-submitted").lower()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or headers.raw("precedence").lower() in _BULK
        or headers.raw("return-path").replace(" ", "") == "<>"
        or headers.raw("from").lower().startswith(("mailer-daemon@", "<mailer-daemon@"))
        or mail.get_content_type() == "multipart/report"
        or any(name in headers for name in _MACHINE_HEADERS)
    )


def _text(mail: "Message[str, str]", is_whole: bool) -> tuple[str, bool]:
    """The plain text, else the words of the HTML, and whether the mail was cut inside of it."""
    parts = list(islice(_leaves(mail), PARTS_AT_MOST))
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() != kind or part.get_content_disposition() == "attachment":
                continue
            payload = part.get_payload(decode=True)
            written = decoded(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
            spoken = words(written) if kind == "text/html" else written.replace("\r\n", "\n").strip()
            if spoken:
                return spoken, not is_whole and part is parts[-1]
    return "", False


def _leaves(mail: "Message[str, str]") -> Iterator["Message[str, str]"]:
    return (part for part in mail.walk() if not part.is_multipart())


def _rejected(fetch: Fetch, reason: str) -> Rejected:
    return Rejected(fetch.uid, reason, fetch.raw[:100_000].decode("utf-8", "backslashreplace"))
