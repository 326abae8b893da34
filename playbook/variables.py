"""Variables in the texts of a library: ``{name}`` stands for what is known only when an answer is written."""

import re
from collections.abc import Mapping

CLOSED = frozenset({"name", "next_update"})
_VARIABLE = re.compile(r"\{([a-z_]+)\}")


def names_in(text: str) -> frozenset[str]:
    """The variables that the text uses."""
    return frozenset(_VARIABLE.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the known variables replaced; unknown ones stay to be seen and written by hand."""
    return _VARIABLE.sub(lambda found: values.get(found[1]) or found[0], text)
