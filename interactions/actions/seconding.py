"""Telling those who may decide that a gift or a share waits for one of them."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.notices import notify_all
from accounts.rights import people_with
from interactions.models import Interaction


def ask_second(locked: Interaction, *, by: User, url: str, key: str) -> None:
    """Tell everybody who may decide but the one who asks. Part of their action."""
    notify_all(
        people_with("approve", locked.team).exclude(pk=by.pk),
        kind="good-thing-to-sign",
        text=_("A gift or a share waits for a second person."),
        url=url,
        key=key,
        brand=locked.brand,
    )
