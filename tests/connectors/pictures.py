"""Small pictures, made here, with what a camera would have written into them."""

import struct
import zlib

SECRET = b"51.5 N 0.1 W, owner Ann"


def png(text: bytes = SECRET, colour: bytes = b"\x10\x20\x30") -> bytes:
    """One pixel, with a comment and something behind its end."""
    rows = zlib.compress(b"\0" + colour)
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pieces = [(b"IHDR", head), (b"tEXt", b"Comment\0" + text), (b"eXIf", text), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in pieces) + SECRET


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg(orientation: int = 1, order: str = ">") -> bytes:
    """Not a picture that shows anything: the segments of one, in their order."""
    mark = b"MM" if order == ">" else b"II"
    ifd = struct.pack(f"{order}HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    exif = b"Exif\0\0" + mark + struct.pack(f"{order}HI", 42, 8) + ifd + SECRET
    return b"".join(
        [
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            _segment(0xE1, exif),
            _segment(0xED, b"Photoshop 3.0\0" + SECRET),
            _segment(0xFE, SECRET),
            _segment(0xDB, b"\0" + bytes(64)),
            _segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56",
            _segment(0xC4, b"\0" + bytes(16)),
            _segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"\x78",
            b"\xff\xd9",
            SECRET,
        ]
    )


def _segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def webp() -> bytes:
    chunks = [(b"VP8X", bytes([0x0C]) + bytes(9)), (b"VP8L", b"pixels!"), (b"EXIF", SECRET), (b"XMP ", SECRET)]
    body = b"WEBP" + b"".join(n + struct.pack("<I", len(b)) + b + b"\0" * (len(b) % 2) for n, b in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body
