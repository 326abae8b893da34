"""Who may."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor, System
from accounts.models import User
from accounts.refusals import NotAllowed
from accounts.rights import can
from interactions.models import Interaction

_NOT_YOURS = {
    "flag": gettext_lazy("You may read this, not flag it."),
    "draft": gettext_lazy("You may read this, not answer it."),
    "approve": gettext_lazy("You may read this, not approve for it. It waits for a supervisor of %(team)s."),
    "close": gettext_lazy("You may read this, not close it."),
    "assign": gettext_lazy("You may read this, not assign it."),
    "note": gettext_lazy("You may read this, not write notes on it."),
    "acknowledge": gettext_lazy("Only the people on call for %(team)s can take this."),
    "sign_release": gettext_lazy("Only the people named for it can sign a release."),
}


_FOR_MACHINES = {"draft"}


def check_may(by: Actor, right: str, interaction: Interaction) -> None:
    """The product itself may act where the state machine says so; a person needs the right on the team, and a machine
    with the same right drafts and does nothing else (F-P4)."""
    if isinstance(by, System):
        return
    if right not in _FOR_MACHINES:
        check_is_person(by)
    if not can(by, right, interaction.team):
        raise NotAllowed(_NOT_YOURS[right] % {"team": interaction.team})


def check_is_person(by: Actor) -> User:
    """Returns the person. Machines may send in and draft, nothing more (F-P4)."""
    if not isinstance(by, User) or by.is_machine:
        raise NotAllowed(_("Only a person can do this. A machine may send in and draft."))
    return by
