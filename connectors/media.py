"""Files that go along with an answer: what a network takes of them, what they are, and what they must not carry. Pure.

What a file is its first bytes say, never its name. Pictures lose what cameras and programs wrote into them (place,
time, owner), because it would be published with them.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

JPEG, PNG, GIF, WEBP, PDF = "image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf"
PICTURES = frozenset({JPEG, PNG, GIF, WEBP})
NAMES = {JPEG: "JPEG", PNG: "PNG", GIF: "GIF", WEBP: "WebP", PDF: "PDF"}
ENDINGS = {JPEG: "jpg", PNG: "png", GIF: "gif", WEBP: "webp", PDF: "pdf"}
LARGEST = 5 * 1024 * 1024  # bytes of one file, whatever the network

_PNG_SIGN = b"\x89PNG\r\n\x1a\n"
_SAID_IN_PNG = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_SAID_IN_JPEG = frozenset({0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE})  # EXIF, XMP, IPTC, makers' notes, comments
_SAID_IN_WEBP = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS = 0x08 | 0x04  # "has EXIF", "has XMP"


class BrokenError(ValueError):
    """It begins like such a file, and is none."""


@dataclass(frozen=True, slots=True)
class MediaLimits:
    """What a network takes along with one answer; nothing, unless it says so."""

    most: int = 0
    types: frozenset[str] = frozenset()
    largest: int = LARGEST  # bytes of one file

    @property
    def names(self) -> str:
        return ", ".join(NAMES[each] for each in NAMES if each in self.types)

    @property
    def megabytes(self) -> str:
        return f"{self.largest / 1024 / 1024:g}"


class TakesMedia:
    """The part of a connector that says which files can go along with an answer."""

    media: ClassVar[MediaLimits] = MediaLimits()

    @classmethod
    def takes(cls, settings: Mapping[str, Any]) -> MediaLimits:
        """Under these settings of the account."""
        del settings
        return cls.media


@dataclass(frozen=True, slots=True)
class Medium:
    """One file on its way out."""

    name: str
    content_type: str
    content: bytes = field(repr=False)
    alt: str = ""


def type_of(content: bytes) -> str:
    """What it is by its first bytes; empty for what we do not know."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(_PNG_SIGN):
        return PNG
    if content.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return PDF if content.startswith(b"%PDF-") else ""


def without_secrets(content: bytes) -> bytes:
    """The same picture without what stands beside it: text, place, time, what hangs on behind. Raises BrokenError."""
    kind = type_of(content)
    cleaners = {JPEG: _clean_jpeg, PNG: _clean_png, WEBP: _clean_webp}
    try:
        return cleaners[kind](content) if kind in cleaners else content
    except (struct.error, IndexError) as error:
        raise BrokenError from error


def _clean_png(content: bytes) -> bytes:
    kept, place = [_PNG_SIGN], len(_PNG_SIGN)
    while True:
        (length,) = struct.unpack(">I", content[place : place + 4])
        name, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content):
            raise BrokenError
        if name not in _SAID_IN_PNG:
            kept.append(content[place:end])
        if name == b"IEND":
            return b"".join(kept)
        place = end


def _clean_jpeg(content: bytes) -> bytes:
    kept, orientation = [b"\xff\xd8"], 1
    for marker, piece in _segments(content):
        if marker == 0xE1 and piece[4:10] == b"Exif\0\0":
            orientation = _orientation(piece[10:])
        if marker not in _SAID_IN_JPEG:
            kept.append(piece)
    if orientation != 1:  # or the picture would lie on its side
        kept.insert(1, _turned(orientation))
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment behind the first marker, up to the end of the picture."""
    place = 2
    while True:
        if content[place] != 0xFF:
            raise BrokenError
        marker = content[place + 1]
        if marker == 0xD9:
            yield marker, content[place : place + 2]
            return
        if marker == 0xFF:  # padding
            place += 1
            continue
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        end = place + 2 + length
        if length < 2 or end > len(content):
            raise BrokenError
        if marker == 0xDA:
            end = _end_of_scan(content, end)
        yield marker, content[place:end]
        place = end


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next marker stands behind the picture's own bytes: in those, 0xFF is followed by 0 or a restart."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0:
            raise BrokenError
        following = content[place + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return place
        place += 2


def _orientation(exif: bytes) -> int:
    """How the camera was held, 1 to 8; 1 where it is not said."""
    order = "<" if exif[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack(order + "I", exif[4:8])
        (entries,) = struct.unpack(order + "H", exif[start : start + 2])
        for number in range(min(entries, 64)):
            entry = exif[start + 2 + 12 * number : start + 14 + 12 * number]
            tag, _kind, _count, value = struct.unpack(order + "HHIH", entry[:10])
            if tag == 0x0112:
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _turned(orientation: int) -> bytes:
    body = b"Exif\0\0MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _clean_webp(content: bytes) -> bytes:
    kept, place, end = [], 12, min(struct.unpack("<I", content[4:8])[0] + 8, len(content))
    while place + 8 <= end:
        name = content[place : place + 4]
        (length,) = struct.unpack("<I", content[place + 4 : place + 8])
        after = place + 8 + length + length % 2
        chunk = content[place:after]
        if len(chunk) < 8 + length:
            raise BrokenError
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS & 0xFF]) + chunk[9:]
        if name not in _SAID_IN_WEBP:
            kept.append(chunk)
        place = after
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
