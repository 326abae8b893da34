"""Who may answer a page. ``check_...`` raises a sentence a person can read."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import NotAllowed
from accounts.rights import can, teams_with
from oncall.models import Alert, AlertFlag


def check_may_answer(user: User, alert: Alert) -> None:
    """The paged, the people its policy names, and who may acknowledge for the team; never a machine."""
    if user.is_machine or not user.is_active:
        raise NotAllowed(_("Only a person can take a red flag."))
    if can(user, "acknowledge", alert.team):
        return
    is_named = user.pk in alert.plan["members"] or alert.pages.filter(user=user).exists()
    if is_named and can(user, "see_brand", alert.brand):  # whoever left the brand is named no more
        return
    teams = teams_with(user, "acknowledge")
    if not (teams and AlertFlag.objects.filter(alert=alert, interaction__team__in=teams).exists()):
        sentence = _("Only those who are paged, and the people on call for %(team)s, can take this.")
        raise NotAllowed(sentence % {"team": alert.team})


def may_answer(user: User, alert: Alert) -> bool:
    try:
        check_may_answer(user, alert)
    except NotAllowed:
        return False
    return True
