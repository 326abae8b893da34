"""Whose turn it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Team, User
from accounts.refusals import Invalid
from accounts.rights import can
from audit.record import record_many
from audit.rows import update
from interactions import checks
from interactions.actions.lines import line, tell
from interactions.models import Interaction

AT_ONCE = 200  # rows a transaction keeps locked while a leaver's are taken back


@transaction.atomic
def assign(interaction: Interaction, *, by: Actor, to: User | None) -> Interaction:
    """Give an open interaction to a person of its team, or to nobody. Doing it twice changes nothing."""
    locked = Interaction.objects.locked(interaction.pk)
    checks.check_may(by, "assign", locked)
    checks.check_open(locked)
    if to is not None and not can(to, "see", locked.team):
        raise Invalid(_("%(name)s does not work for %(team)s.") % {"name": to, "team": locked.team})
    if locked.assignee_id == (to.pk if to else None):
        return locked
    before = locked.assignee_id
    locked.assignee = to
    locked.came_back_at = None
    locked.save()
    tell("assigned", locked, by=by, before=before, to=to.pk if to else None)
    return locked


def take_back(*, by: Actor, leaver: User, team: Team) -> int:
    """What is open and assigned to somebody who does not work for the team any more waits for anybody again; how many
    changed. Whoever still works there, in another role, keeps theirs. A batch a transaction: running it again goes on.
    """
    if can(leaver, "see", team):
        return 0
    total = 0
    while count := _take_back_some(leaver, team, by=by):
        total += count
    return total


@transaction.atomic
def _take_back_some(leaver: User, team: Team, *, by: Actor) -> int:
    theirs = Interaction.objects.open().filter(team=team, assignee=leaver)
    rows = list(theirs.select_for_update(no_key=True).order_by("pk")[:AT_ONCE])
    for row in rows:
        row.assignee = None
    update(rows, ["assignee"])
    record_many([line("assigned", row, by=by, before=leaver.pk, to=None) for row in rows])
    return len(rows)


@transaction.atomic
def note_place_asked(locked: Interaction, *, by: User, why: str) -> None:
    """Somebody does not know where this locked interaction goes and asks; who may has been decided by whoever pages
    for it. Moves nothing."""
    tell("place_asked", locked, by=by, details={"why": why})


def note_acknowledged(interaction: Interaction, *, by: Actor) -> Interaction:
    """Someone has this red flag: it moves behind those that nobody has. Lifts nothing."""
    locked = Interaction.objects.locked(interaction.pk)
    if locked.urgency == Interaction.Urgency.RED_UNACKNOWLEDGED:
        locked.urgency = Interaction.Urgency.RED
        locked.save()
        tell("acknowledged", locked, by=by)
    return locked
