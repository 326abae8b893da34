"""The people whose probation somebody manages, team by team.

They stand in the order of their names with what is to be decided about each. Nobody is ranked: figures side by side
would say who had the harder cases, and be read as who is better.
"""

from dataclasses import dataclass

from accounts.models import Team, User
from approvals import access
from approvals.models import Probation


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on a team, with all their roles there, the probation that is running and the levels to decide on."""

    user: User
    roles: str
    probation: Probation | None
    proposed: tuple[str, ...] = ()


def teams_shown(person: User) -> list[tuple[Team, list[Member]]]:
    """The teams whose people this person manages, with their people; five queries."""
    teams = access.managed_teams(person)
    running = {(row.team_id, row.user_id): row for row in access.running_probations(teams)}
    proposed: dict[int, list[str]] = {}
    for proposal in access.open_proposals(teams):
        proposed.setdefault(proposal.probation_id, []).append(proposal.level)
    return [(team, _members(team, running, proposed)) for team in teams]


def _members(team: Team, running: dict[tuple[int, int], Probation], proposed: dict[int, list[str]]) -> list[Member]:
    roles: dict[User, list[str]] = {}
    for membership in team.memberships.all():
        roles.setdefault(membership.user, []).append(membership.role.name)
    return [_member(user, ", ".join(named), running.get((team.pk, user.pk)), proposed) for user, named in roles.items()]


def _member(user: User, roles: str, probation: Probation | None, proposed: dict[int, list[str]]) -> Member:
    return Member(user, roles, probation, tuple(proposed.get(probation.pk, [])) if probation else ())
