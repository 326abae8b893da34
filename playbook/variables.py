"""Variables in the texts of a library: ``{name}`` stands for what is known only when an answer is written.

The list is closed, so that a worst-case length is known before anybody is answered. ``longest`` is the number of
characters to reckon with: for a name what X allows a display name (50), for a link the address of a page of ours with
its path (72; networks that shorten links count less), for the rest what fits the sentence the variable stands in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_VARIABLE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Variable:
    """What stands for it, an example, and whether the product fills it in or the person who answers does."""

    name: str
    meaning: str | Promise
    example: str
    longest: int
    is_filled_in: bool = False

    @property
    def written(self) -> str:
        return f"{{{self.name}}}"

    @property
    def worst(self) -> str:
        """A value as long as it can be expected."""
        return self.example + "x" * (self.longest - len(self.example))


KNOWN: dict[str, Variable] = {
    variable.name: variable
    for variable in (
        Variable("name", _("the customer’s name"), "Marta", 50, is_filled_in=True),
        Variable("agent", _("first name of whoever answers"), "Amara", 30, is_filled_in=True),
        Variable("brand", _("the brand"), "Tern Air", 40, is_filled_in=True),
        Variable("channel", _("the account that answers"), "@TernAir", 50, is_filled_in=True),
        Variable("next_update", _("when the customer hears from us next"), "14:30 GMT", 12, is_filled_in=True),
        Variable("link", _("a page of ours"), "https://example.com/help", 72),
        Variable("time", _("a time, or how long it takes"), "tomorrow at 18:00", 30),
        Variable("date", _("a day"), "Wednesday 23 September", 24),
        Variable("place", _("where"), "Terminal 5, desk 12", 60),
        Variable("hours", _("opening hours"), "every day from 8 to 20", 40),
        Variable("phone", _("a number to call"), "+44 20 7946 0018", 20),
        Variable("contact", _("a named person and how to reach them"), "Ruth on 020 7946 0018", 60),
        Variable("reference", _("a booking or order number"), "TA-48213", 24),
        Variable("amount", _("an amount of money"), "£45.00", 16),
        Variable("reason", _("the reason, in plain words"), "the fare does not allow it", 120),
        Variable("facts", _("what is known so far"), "your bag is in London", 160),
        Variable("offer", _("what we can do instead"), "a change of date without a fee", 80),
        Variable("agreed", _("what was agreed"), "a new bag by Friday", 80),
    )
}
CLOSED = frozenset({"name", "next_update"})  # all that may vary in a holding message
WORST = {name: variable.worst for name, variable in KNOWN.items()}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a filled text, and whether it was filled in."""

    text: str
    is_filled: bool


def names_in(text: str) -> frozenset[str]:
    """The variables that the text uses."""
    return frozenset(_VARIABLE.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with the known variables replaced; unknown ones stay to be seen and written by hand."""
    return "".join(piece.text for piece in pieces(text, values))


def pieces(text: str, values: Mapping[str, str]) -> list[Piece]:
    """The same in stretches, so that what was filled in can be shown. A value is never read for variables itself."""
    found: list[Piece] = []
    end = 0
    for variable in _VARIABLE.finditer(text):
        value = values.get(variable[1])
        if not value:
            continue
        found += [Piece(text[end : variable.start()], False), Piece(value, True)]
        end = variable.end()
    return [piece for piece in [*found, Piece(text[end:], False)] if piece.text]


def is_only_filled(template: str, text: str) -> bool:
    """Whether the text is the template with only its variables filled in. White space at the ends is no change."""
    first, *rest = _VARIABLE.split(template.strip())[::2]
    text = text.strip()
    if not rest:
        return text == first
    *middle, last = rest
    if not text.startswith(first):
        return False
    place = len(first)
    for part in middle:  # the earliest place leaves the most for those that follow
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return text.endswith(last) and len(text) - len(last) >= place
