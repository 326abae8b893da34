"""What a plan's tasks and a customer's remedies have to be."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Conflict, Invalid
from interactions.models import Interaction, PlanTask, Remedy


def check_remedies(kinds: Collection[str]) -> None:
    if set(kinds) - set(Remedy.Kind.values):
        raise Invalid(_("Choose apology, solution, compensation or voucher."))


def check_undone(task: PlanTask) -> None:
    if task.is_done:
        raise Conflict(_("%(who)s did this a moment ago.") % {"who": task.done_by})


def check_done(task: PlanTask) -> None:
    if not task.is_done:
        raise Conflict(_("Nobody has ticked this."))


def check_of_team(interaction: Interaction, person: User | None) -> None:
    """Whoever gets a task can see what it is about."""
    if person and not person.memberships.filter(team=interaction.team_id).exists():
        raise Invalid(_("%(who)s is not in %(team)s.") % {"who": person, "team": interaction.team})
