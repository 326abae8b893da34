"""Placeholders a template leaves for a person to fill: ``{name}``, ``{next_update}``. Pure."""

import re
from collections.abc import Mapping
from typing import Any

FILLING = "fill_"  # before a placeholder's name: the field of a form in which it is typed
LONGEST_FILLING = 200
PLACEHOLDER = re.compile(r"\{[a-z_]{1,40}\}")


def unfilled(text: str) -> list[str]:
    """The placeholders still standing in the text, in their order."""
    return PLACEHOLDER.findall(text)


def fill(text: str, values: dict[str, str]) -> str:
    """The text with the placeholders that have a value filled; a value is never read for placeholders itself."""
    return PLACEHOLDER.sub(lambda found: values.get(found.group()[1:-1], found.group()), text)


def fillings_in(fields: Mapping[str, Any]) -> dict[str, str]:
    """The values that stand for placeholders among a form's fields."""
    named = {name.removeprefix(FILLING): value for name, value in fields.items() if name.startswith(FILLING)}
    return {name: str(value)[:LONGEST_FILLING] for name, value in named.items() if str(value).strip()}
