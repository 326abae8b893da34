"""Who may answer a page. ``check_...`` raises a sentence a person can read."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Invalid, NotAllowed
from accounts.rights import can, teams_with
from interactions.models import Interaction
from oncall.models import Alert, AlertFlag, CoverRequest, Participant, Schedule
from oncall.rota import ACTIVE
from oncall.takers import takers_for


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


def check_may_ask(user: User, interaction: Interaction) -> None:
    """Who works on it may say that they do not know where it goes; never a machine."""
    if user.is_machine or not user.is_active:
        raise NotAllowed(_("Only a person can ask where something goes."))
    if not can(user, "flag", interaction.team):
        raise NotAllowed(
            _("You may read this, not page anybody about it. Ask somebody of %(team)s.") % {"team": interaction.team}
        )


def may_take_over(user: User, alert: Alert) -> bool:
    """Whether whoever has it may hand it to this person: one of ``takers_for``."""
    return user in takers_for(alert)


def may_answer(user: User, alert: Alert) -> bool:
    try:
        check_may_answer(user, alert)
    except NotAllowed:
        return False
    return True


def check_can_be_on_call(person: User, schedule: Schedule) -> None:
    """Somebody with a role on a team of the brand; never a machine."""
    if not ACTIVE.filter(pk=person.pk, memberships__team__brand=schedule.brand_id).exists():
        raise Invalid(_("%(person)s has no role in %(brand)s.") % {"person": person, "brand": schedule.brand})


def check_may_take(person: User, request: CoverRequest) -> None:
    """Who was asked by name; asked of everybody, who takes turns in the schedule."""
    if person.pk == request.asked_by_id:
        raise NotAllowed(_("Nobody covers themselves. Withdraw it instead."))
    turns = Participant.objects.filter(layer__schedule=request.schedule_id, user=person.pk)
    if request.asked_id not in {None, person.pk} or (request.asked_id is None and not turns.exists()):
        raise NotAllowed(_("This was not asked of you."))
