"""Headers of a mail as strangers write them: any bytes, any charset, any length."""

import base64
import binascii
import quopri
import re
from datetime import datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

_LONGEST = 20_000  # characters of one header that are looked at
_WORD = re.compile(r"=\?([\w.:-]+)(?:\*[\w-]+)?\?([bBqQ])\?([^?\s]*)\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(=\?)")
_BARE_ADDRESS = re.compile(r"[^\s<>(),;\"]{1,64}@[^\s<>(),;\"]{1,190}")
_ID = re.compile(r"<\s*([^<>\s]+)\s*>")


class Headers:
    """The headers of one mail, by lower-case name; the first of each name counts."""

    def __init__(self, mail: "Message[str, str]") -> None:
        self._by_name: dict[str, str] = {}
        for name, value in mail.raw_items():
            self._by_name.setdefault(name.lower(), str(value)[:_LONGEST])

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def raw(self, name: str) -> str:
        """As it came, unknown bytes read as UTF-8 where they are."""
        return _readable(self._by_name.get(name, "")).strip()

    def words(self, name: str) -> str:
        """With its encoded words read."""
        joined = _BETWEEN_WORDS.sub(r"\1\2", self.raw(name))
        return " ".join(_WORD.sub(_decoded_word, joined).split())

    def ids(self, name: str) -> list[str]:
        """The message ids it names, without their brackets."""
        return _ID.findall(self.raw(name))

    def address(self, name: str) -> tuple[str, str]:
        """The first name and address, the address in lower case; empty when there is none."""
        found = next((pair for pair in _addresses(self.raw(name)) if "@" in pair[1]), ("", ""))
        spoken = " ".join(_WORD.sub(_decoded_word, _BETWEEN_WORDS.sub(r"\1\2", found[0])).split())
        return spoken, found[1].strip().lower()

    def moment(self, name: str) -> datetime | None:
        try:
            return parsedate_to_datetime(self.raw(name))
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


def decoded(raw: bytes, charset: str | None) -> str:
    """Bytes in a charset the sender named, or misnamed."""
    try:
        return raw.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def _addresses(value: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([value])
    except RecursionError:  # thousands of opened brackets
        return [("", found) for found in _BARE_ADDRESS.findall(value)]


def _readable(value: str) -> str:
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if not value.isascii() else value


def _decoded_word(found: re.Match[str]) -> str:
    charset, form, text = found.groups()
    try:
        if form in "bB":
            raw = base64.b64decode(text + "=" * (-len(text) % 4))
        else:
            raw = quopri.decodestring(text.encode("ascii", "replace"), header=True)
    except (binascii.Error, ValueError):
        return found.group()
    return decoded(raw, charset)
