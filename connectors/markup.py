"""Text from HTML. Every pattern is linear (re2): a hostile message cannot make us think for long."""

import html

import re2

_UNSEEN = tuple(
    re2.compile(pattern)
    for pattern in (
        r"(?s)<!--.*?-->",
        r"(?is)<script[\s>].*?</script[^>]*>",
        r"(?is)<style[\s>].*?</style[^>]*>",
        r"(?is)<head[\s>].*?</head[^>]*>",
    )
)
_BREAK = re2.compile(r"(?i)<(?:br|/p|/div|/tr|/li|/h[1-6]|/blockquote)[^>]*>")
_TAG = re2.compile(r"(?s)<[a-zA-Z/!?][^>]*>")
_SPACES = re2.compile(r"[ \t\r\f\v\x{a0}]+")
_EMPTY_LINES = re2.compile(r"\n\s*\n\s*")


def words(markup: str) -> str:
    """What a person would read of this HTML."""
    for unseen in _UNSEEN:
        markup = unseen.sub(" ", markup)
    flat = " ".join(markup.split())
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", flat)))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return str(_EMPTY_LINES.sub("\n\n", "\n".join(lines))).strip()
