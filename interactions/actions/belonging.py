"""An interaction changes its team: who worked on it lets go of it in the same moment."""

from collections.abc import Sequence

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.rights import can
from audit.broadcast import publish
from audit.record import Line, record_many
from audit.rows import update
from interactions.actions.lines import line
from interactions.actions.outgoing import recall_pending
from interactions.actions.waiting import stop_waiting
from interactions.belonging import teams_for
from interactions.models import Interaction, Share

_AT_WORK = {Interaction.State.DRAFTED, Interaction.State.APPROVED}


def settle_teams(rows: Sequence[Interaction], *, by: Actor) -> int:
    """Give these locked rows, and what followed them, to the team they belong to now; how many changed.

    Texts that wait are set down as they are, a reply that waits to go out is recalled, and nothing that was signed
    before stands: the thread counts as moved on. A reply that is being posted right now cannot be stopped.
    """
    followers = Interaction.objects.filter(head__in=[row.pk for row in rows]).select_related("channel", "team")
    every = [*rows, *followers.select_for_update(of=("self",), no_key=True).order_by("pk")]
    belongs = teams_for(every)
    moving = [row for row in every if row.team_id != belongs[row.pk]]
    teams = Team.objects.in_bulk({belongs[row.pk] for row in moving})
    assignees = User.objects.in_bulk({row.assignee_id for row in moving if row.assignee_id})
    lines: list[Line] = []
    left: set[tuple[int, int]] = set()
    for row in moving:
        before, team = row.team_id, teams[belongs[row.pk]]
        left.add((before, row.brand_id))
        _set_down(row, by=by)
        row.team = team
        row.thread_version += 1
        if row.assignee_id and not can(assignees[row.assignee_id], "see", team):
            row.assignee = None
        lines.append(line("moved_to_team", row, by=by, before=before, thread_version=row.thread_version))
    update(moving, ["team", "thread_version", "assignee"])
    _take_shares_along(moving)
    record_many(lines)
    _tell_who_lost(left)
    return len(moving)


def _set_down(row: Interaction, *, by: Actor) -> None:
    if row.state in _AT_WORK and recall_pending(row, by=by):
        stop_waiting(row)
        row.move_to_recalled()
        row.save()


def _take_shares_along(moving: Sequence[Interaction]) -> None:
    """A share shows the words of its message: it is listed where the message is, and nowhere else (P8)."""
    for team in {row.team_id for row in moving}:
        theirs = [row.pk for row in moving if row.team_id == team]
        Share.objects.filter(interaction__in=theirs).update(team=team)


def _tell_who_lost(left: set[tuple[int, int]]) -> None:
    """Pages of the team that has them no more ask for their lists anew; no id is said to them."""

    def after_commit() -> None:
        for team, brand in left:
            publish("changed", team_id=team, brand_id=brand)

    if left:
        transaction.on_commit(after_commit, robust=True)
