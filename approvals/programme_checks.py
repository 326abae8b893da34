"""What must be true before a decision about a probation."""

from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import can
from approvals.models import Probation
from approvals.readiness import LEVELS, NAMES, Progress


def check_can_be_on_probation(user: User, team: Team) -> None:
    """An active person of this team. A machine needs none: a person reads everything it writes."""
    if user.is_machine:
        raise Invalid(_("A person reads everything a machine writes; it needs no probation."))
    if not user.is_active or not user.memberships.filter(team=team).exists():
        raise Invalid(_("%(name)s is not on the team %(team)s.") % {"name": user, "team": team})


def check_not_oneself(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise NotAllowed(_("Nobody decides on their own probation. Ask another person who manages people."))


def check_runs(probation: Probation) -> None:
    if probation.ended_at is None:
        return
    if probation.ended_by is None:
        raise Conflict(_("This probation started again after serious corrections. Open the one that runs now."))
    raise Conflict(_("%(name)s ended this probation already.") % {"name": probation.ended_by})


def check_can_mentor(mentor: User, user: User, team: Team) -> None:
    """Another active person who approves for the team: a mentor reads what the other writes."""
    if mentor.pk == user.pk:
        raise Invalid(
            _("Nobody is their own mentor. Choose another person who approves for %(team)s.") % {"team": team}
        )
    if not mentor.is_active or mentor.is_machine or not can(mentor, "approve", team):
        raise Invalid(
            _("%(name)s does not approve for %(team)s. Choose somebody who does.") % {"name": mentor, "team": team}
        )


def check_can_graduate(probation: Probation, level: str, progress: Progress, note: str) -> None:
    """A level that is next and not graduated; against the figures only with a sentence that says why."""
    if level not in LEVELS:
        raise Invalid(_("Green and yellow can be graduated. Red always asks for two names."))
    step = progress.step(level)
    if step.is_graduated:
        raise Conflict(_("%(name)s has graduated this level already.") % {"name": probation.user})
    if progress.next_step != step:
        raise Invalid(_("Green comes first. Decide on green, then on %(level)s.") % {"level": NAMES[level]})
    if not step.is_ready and not note.strip():
        raise Invalid(
            _("The figures are not there yet: %(why)s Say in a sentence why you decide so all the same.")
            % {"why": " ".join(step.lacks)}
        )
