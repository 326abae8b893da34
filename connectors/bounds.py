"""What is too long, too odd or too early to be stored as it came, and what becomes of it.

- Text up to 50,000 characters is kept whole. Longer text is kept up to the bound, ends in a visible mark, and the
  message says ``was_cut``.
- NUL and lone surrogates, which no database takes, become U+FFFD where people read, and are part of a hash where
  machines compare. Every other character stays, right-to-left overrides included: it is the customer's own words, and
  the templates isolate them with ``<bdi>``.
- An id longer than 255 characters becomes its hash: cutting would make two messages one.
"""

import hashlib
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

TEXT_AT_MOST = 50_000
ID_AT_MOST = 255
LINE_AT_MOST = 255
ADDRESS_AT_MOST = 2_000
RAW_AT_MOST = 100_000
COUNT_AT_MOST = 2_147_483_647
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)  # still a date in every time zone

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_BREAKS = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]+")


class Unreadable(ValueError):  # noqa: N818 - a sentence for the sender, not a fault of ours
    """What came cannot be a message. ``str()`` says why, in words the sender can act on."""


def storable(text: str) -> str:
    """The text with what no database takes made visible."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def text(text: str) -> tuple[str, bool]:
    """The text within its bound, and whether it had to be cut."""
    kept = storable(text)
    if len(kept) <= TEXT_AT_MOST:
        return kept, False
    mark = f"\n[… cut here: {len(kept):,} characters came, {TEXT_AT_MOST:,} are kept]"
    return kept[: TEXT_AT_MOST - len(mark)] + mark, True


def remote_id(given: str, what: str) -> str:
    """The network's id, trimmed; hashed when it is too long or cannot be stored. Raises Unreadable when it is empty."""
    trimmed = given.strip()
    if not trimmed:
        raise Unreadable(f"{what} is missing")
    if len(trimmed) <= ID_AT_MOST and not _UNSTORABLE.search(trimmed):
        return trimmed
    return "sha256:" + hashlib.sha256(trimmed.encode("utf-8", "surrogatepass")).hexdigest()


def line(given: str, at_most: int = LINE_AT_MOST) -> str:
    """A name or a subject: one line, cut at its bound."""
    return _BREAKS.sub(" ", storable(given)).strip()[:at_most]


def count(given: int | None) -> int | None:
    """A number of likes or followers that fits an integer column; a negative one counts as none."""
    return None if given is None else min(max(given, 0), COUNT_AT_MOST)


def moment(given: datetime) -> datetime:
    """The time in UTC, never before 1970 and never beyond what every time zone can show."""
    if given.tzinfo is None:
        given = given.replace(tzinfo=UTC)
    try:
        in_utc = given.astimezone(UTC)
    except OverflowError:
        in_utc = EARLIEST if given.year < 1970 else LATEST
    return min(max(in_utc, EARLIEST), LATEST)


def web_address(given: str) -> str:
    """An address a page may link to, else nothing: a permalink is never a script."""
    trimmed = storable(given).strip()
    if not trimmed or len(trimmed) > ADDRESS_AT_MOST or _BREAKS.search(trimmed):
        return ""
    try:
        parts = urlsplit(trimmed)
    except ValueError:
        return ""
    return trimmed if parts.scheme in {"http", "https"} and parts.netloc else ""


def kept_raw(raw: str) -> str:
    """What could not be read, as it is kept for repair."""
    return storable(raw)[:RAW_AT_MOST]


def shown(given: object) -> str:
    """A stranger's value inside one of our sentences: quoted and short."""
    return repr(given)[:60]
