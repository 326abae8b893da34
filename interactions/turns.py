"""Whose turn it is to sign: a requirement's steps beside the names that are given. Pure."""

from collections import Counter
from collections.abc import Iterable

from interactions.models import Interaction, Signature
from interactions.ports import Requirement, Step


def given_by_team(signatures: Iterable[Signature], interaction: Interaction) -> Counter[int]:
    """How many names each team has given; nobody signs the same draft twice."""
    return Counter(signature.team_id or interaction.team_id for signature in signatures)


def open_step(requirement: Requirement, given: Counter[int]) -> Step | None:
    """The first step that lacks names; None when all are given."""
    return next((step for step in requirement.steps if given[step.team.pk] < step.needed), None)


def still_needed(requirement: Requirement, given: Counter[int]) -> int:
    """How many names are missing, over all steps."""
    return sum(max(step.needed - given[step.team.pk], 0) for step in requirement.steps)
