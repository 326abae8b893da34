"""A reply as a mail: its Message-ID is made of our key, so that it can be looked up and known again."""

import hashlib
import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime

from connectors.bounds import line, storable
from connectors.contract import Outgoing

_PLAIN_KEY = re.compile(r"[A-Za-z0-9._-]{1,100}\Z")
_OURS = "desk-reply."
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\@]{1,64}@[^\s<>,;:\"()\[\]\\@]{1,190}\Z")
_ID = re.compile(r"[^\s<>]{1,250}@[^\s<>]{1,250}\Z")


def is_address(given: str) -> bool:
    """Can a mail be sent to this, and to nothing else?"""
    return bool(_ADDRESS.match(given)) and given.isprintable()


def message_id(key: str, own_address: str) -> str:
    """The id, without brackets, of the one mail that carries this key."""
    plain = key if _PLAIN_KEY.match(key) else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{_OURS}{plain}@{own_address.rpartition('@')[2].lower()}"


def is_ours(given: str, own_address: str) -> bool:
    """Did ``message_id`` make this for the mailbox of that address?"""
    return given.startswith(_OURS) and given.endswith("@" + own_address.rpartition("@")[2].lower())


def written(outgoing: Outgoing, *, own_address: str, own_name: str) -> EmailMessage:
    """The mail. The sender is the channel, the thread is named by References."""
    mail = EmailMessage(policy=SMTP if (own_address + outgoing.to).isascii() else SMTPUTF8)
    mail["From"] = _mailbox(own_name, own_address)
    mail["To"] = _mailbox(outgoing.to_name, outgoing.to)
    mail["Subject"] = _answering(line(outgoing.subject, 500))
    mail["Date"] = format_datetime(datetime.now(UTC))
    mail["Message-ID"] = f"<{message_id(outgoing.key, own_address)}>"
    if _ID.match(outgoing.in_reply_to):
        mail["In-Reply-To"] = f"<{outgoing.in_reply_to}>"
    chain = [each for each in dict.fromkeys((outgoing.thread_id, outgoing.in_reply_to)) if _ID.match(each)]
    if chain:
        mail["References"] = " ".join(f"<{each}>" for each in chain)
    mail.set_content(storable(outgoing.text), cte="quoted-printable")
    for medium in outgoing.media:
        kind, _slash, subkind = medium.content_type.partition("/")
        mail.add_attachment(medium.content, maintype=kind, subtype=subkind, filename=line(medium.name, 120))
    return mail


def _mailbox(name: str, address: str) -> Address:
    user, _at, domain = address.rpartition("@")
    return Address(line(name, 120), user, domain)


def _answering(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}".strip()
