"""Who may change or remove a saved view."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import NotAllowed
from accounts.rights import can
from interactions.models import SavedView


def check_may_change_view(view: SavedView, by: User) -> None:
    if view.owner_id != by.pk:
        raise NotAllowed(_("%(owner)s made this view, and changes it.") % {"owner": view.owner})


def check_may_remove_view(view: SavedView, by: User) -> None:
    """A shared one also by who leads the brand, as its owner may have left."""
    leads = view.team is not None and can(by, "manage_people", view.team.brand)
    if view.owner_id != by.pk and not leads:
        raise NotAllowed(_("%(owner)s made this view, and removes it.") % {"owner": view.owner})
