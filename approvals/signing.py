"""Who signs, step after step, and what a person may do about it: sentences for buttons that cannot be pressed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Team, User
from approvals import checks
from approvals.letting_go import may_let_go
from interactions import checks as core
from interactions.models import Draft, Interaction, Signature
from interactions.ports import Requirement
from interactions.turns import given_by_team, open_step, still_needed


@dataclass(frozen=True, slots=True)
class StepShown:
    """A team's names: those given, how many are missing, and whether it is their turn."""

    team: Team
    needed: int
    signed: list[Signature]
    is_now: bool

    @property
    def missing(self) -> int:
        return max(self.needed - len(self.signed), 0)


def steps_shown(requirement: Requirement, signed: Sequence[Signature], interaction: Interaction) -> list[StepShown]:
    now = open_step(requirement, given_by_team(signed, interaction))
    return [
        StepShown(
            step.team,
            step.needed,
            [one for one in signed if (one.team_id or interaction.team_id) == step.team.pk],
            is_now=step == now,
        )
        for step in requirement.steps
    ]


def buttons(person: User, draft: Draft, requirement: Requirement, signed: list[Signature]) -> dict[str, Any]:
    """Why a button is disabled, in a sentence, and what approving would do."""
    case = draft.interaction
    missing = still_needed(requirement, given_by_team(signed, case))
    cannot_review = core.allows(checks.check_may_review, case, draft, person, requirement)
    cannot_send = (
        cannot_review or core.allows(core.check_not_held, case, draft.author) or core.allows(core.check_template, draft)
    )
    cannot_sign = cannot_send or core.allows(_check_turn, case, person, requirement, signed)
    return {
        "cannot_return": cannot_review,
        "cannot_edit": cannot_send,
        "may_edit": not cannot_send,
        "cannot_approve": cannot_sign,
        "cannot_ask": cannot_sign if missing else cannot_review or "-",
        "left_after": max(missing - 1, 0),
        "may_let_go": draft.is_waiting and may_let_go(person, draft, requirement, signed),
    }


def _check_turn(interaction: Interaction, person: User, requirement: Requirement, signed: list[Signature]) -> None:
    core.check_turn(interaction, person, requirement, signed)
