"""Who may say that two contacts are one."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import NotAllowed
from accounts.rights import teams_with
from interactions.checks.people import check_is_person
from interactions.models import Contact, Interaction


def check_may_match(by: User, contact: Contact) -> None:
    """Whoever works for a team that has a message of theirs."""
    check_is_person(by)
    if not Interaction.objects.filter(contact=contact, team__in=teams_with(by, "note")).exists():
        raise NotAllowed(_("You may read what %(contact)s wrote, not say who it is.") % {"contact": contact})
