"""Placeholders a template leaves for a person to fill: ``{name}``, ``{next_update}``. Pure."""

import re

PLACEHOLDER = re.compile(r"\{[a-z_]{1,40}\}")


def unfilled(text: str) -> list[str]:
    """The placeholders still standing in the text, in their order."""
    return PLACEHOLDER.findall(text)


def fill(text: str, values: dict[str, str]) -> str:
    """The text with the placeholders that have a value filled; a value is never read for placeholders itself."""
    return PLACEHOLDER.sub(lambda found: values.get(found.group()[1:-1], found.group()), text)
