"""What the core asks of the rooms above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Team, User
from accounts.ports import Port
from interactions.models import Draft, Interaction


@dataclass(frozen=True, slots=True)
class Step:
    """So many people who may approve for one team must sign. A requirement asks each team at most once."""

    team: Team
    needed: int

    def __str__(self) -> str:
        return str(self.team)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Whose names a draft needs before it may go out, step after step, and why, in sentences."""

    steps: tuple[Step, ...]
    reasons: tuple[str, ...]
    policy_version: int

    @property
    def needed(self) -> int:
        """How many people sign, over all steps."""
        return sum(step.needed for step in self.steps)


@dataclass(frozen=True, slots=True)
class Panel:
    """A part that another room shows beside an interaction: a template and what it is filled with. ``in_bar``: the
    template of what it adds to the bar above a red one, filled with the same."""

    template: str
    shown: dict[str, Any]
    in_bar: str = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """Where messages are put together: the address that takes their ``ids``, and what its button says."""

    link_url: str
    says: str


# The sign-off policy: what this draft by this author needs.
sign_off: Port[[Draft], Requirement] = Port("interactions.sign_off")
# Whether this person is still on probation where the answer would go out.
is_new: Port[[User, Interaction], bool] = Port("interactions.is_new")
# Told in the transaction of every change of what waits on this interaction, or of whose turn it is; answers what each
# draft that waits needs, by its id, so that nobody has to ask for that once more.
waiting_changed: Port[[Interaction], dict[int, Requirement]] = Port("interactions.waiting_changed")
# Small facts of other rooms for the rows of a list, by interaction id; one query a room.
row_facts: Port[[Sequence[int]], dict[int, dict[str, Any]]] = Port("interactions.row_facts")
# Where this person turns with this: who is on call for it now, and how they are reached.
where_to_turn: Port[[Interaction, User], Panel] = Port("interactions.where_to_turn")
# Where this person may put others together with this message, whose incident is known or None.
gathering: Port[[Interaction, int | None, User], Gathering | None] = Port("interactions.gathering")
# Parts of other rooms beside one interaction.
panels: Port[[Interaction, User], list[Panel]] = Port("interactions.panels")
