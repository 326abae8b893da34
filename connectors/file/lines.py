"""Lines of a file of any size, one at a time, each with its number; no line can fill the memory."""

from collections.abc import Iterator
from typing import BinaryIO

from connectors.contract import Rejected

LINE_AT_MOST = 1_000_000  # bytes
_BOM = b"\xef\xbb\xbf"


def numbered(stream: BinaryIO) -> Iterator[tuple[int, str] | Rejected]:
    """Each line without its end, with its number from 1; a line that is no text or has no end is a reject."""
    number = 0
    while raw := stream.readline(LINE_AT_MOST + 1):
        number += 1
        if number == 1:
            raw = raw.removeprefix(_BOM)
        if len(raw) > LINE_AT_MOST and not raw.endswith(b"\n"):
            _skip_the_rest(stream)
            yield Rejected(number, f"the line is longer than {LINE_AT_MOST:,} bytes", _shown(raw))
            continue
        try:
            yield number, raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            yield Rejected(number, f"the line is not UTF-8 at byte {error.start}", _shown(raw))


def _skip_the_rest(stream: BinaryIO) -> None:
    while (raw := stream.readline(LINE_AT_MOST)) and not raw.endswith(b"\n"):
        pass


def _shown(raw: bytes) -> str:
    return raw[:100_000].decode("utf-8", "backslashreplace")
