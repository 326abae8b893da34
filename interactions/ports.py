"""What the core asks of the rooms above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.ports import Port
from interactions.models import Draft, Interaction


@dataclass(frozen=True, slots=True)
class Requirement:
    """How many other people must sign a draft before it may go out, and why, in sentences."""

    needed: int
    reasons: tuple[str, ...]
    policy_version: int


@dataclass(frozen=True, slots=True)
class Panel:
    """A part that another room shows beside an interaction: a template and what it is filled with."""

    template: str
    shown: dict[str, Any]


# The sign-off policy: what this draft by this author needs.
sign_off: Port[[Draft], Requirement] = Port("interactions.sign_off")
# Small facts of other rooms for the rows of a list, by interaction id; one query a room.
row_facts: Port[[Sequence[int]], dict[int, dict[str, Any]]] = Port("interactions.row_facts")
# Parts of other rooms beside one interaction.
panels: Port[[Interaction, User], list[Panel]] = Port("interactions.panels")
