"""Contact data in a customer's words, hidden where anybody may look over a shoulder. Pure."""

import re
from urllib.parse import urlsplit

_EMAIL = re.compile(r"([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)")
# Seven digits or more, however they are grouped: phone, card, booking and account numbers. Not amounts: 148,000.
_NUMBER = re.compile(r"(?<![\w,])\+?(?:\d[ ().\-/]{0,2}){6,}\d(?!\w)")


def masked(text: str) -> str:
    """The text with the middle of every address and long number dotted out."""
    text = _EMAIL.sub(r"\1•••@\2", text)
    return _NUMBER.sub(lambda found: "•••" + re.sub(r"\D", "", found.group())[-2:], text)


def masked_address(kind: str, address: str) -> str:
    """How a person is reached, as far as colleagues need to know."""
    if kind == "chat":
        return f"{address[:2]}•••"
    return masked(address) if kind in {"email", "sms"} else f"{urlsplit(address).netloc}/•••"
