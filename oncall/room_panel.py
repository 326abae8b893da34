"""The part that rooms show beside a message: its room, its huddle, and whose its author is."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import can
from interactions.belonging import incidents_of
from interactions.models import Interaction, RightsTransfer
from interactions.ports import Gathering, Panel
from oncall.access import visible_rooms
from oncall.huddle import Sitting
from oncall.models import Huddle


def panels(interaction: Interaction, user: User) -> list[Panel]:
    """One panel; none for a reader who can do nothing there and misses nothing."""
    linked = incidents_of([interaction.pk]).get(interaction.pk)
    incident = visible_rooms(user).filter(pk=linked).first() if linked else None
    huddle = _huddle_of(interaction, incident.pk if incident else 0) if interaction.is_red or incident else None
    transfer = (
        RightsTransfer.objects.filter(contact=interaction.contact_id, ended_at=None).select_related("to_team").first()
    )
    may = can(user, "flag", interaction.team)
    if not (incident or huddle or transfer or may):
        return []
    shown = {
        "interaction": interaction,
        "incident": incident,
        "sitting": Sitting(huddle, user) if huddle else None,
        "transfer": transfer,
        "may": may,
    }
    return [Panel("oncall/_case_panel.html", shown, in_bar="oncall/_stop_room.html" if incident else "")]


def gathering(interaction: Interaction, incident: int | None, user: User) -> Gathering | None:
    """The room of a message, or a new one for it; None where its room is not this person's to see."""
    if incident is None:
        return Gathering(reverse("rooms:open", args=[interaction.pk]), _("Open a room with the ticked"))
    if not visible_rooms(user).filter(pk=incident).exists():
        return None
    return Gathering(reverse("rooms:link", args=[incident]), _("Put the ticked into room %(n)d") % {"n": incident})


def _huddle_of(interaction: Interaction, incident: int) -> Huddle | None:
    """The open one about this message, or of its room."""
    about = Huddle.objects.filter(state=Huddle.State.OPEN).select_related("decider", "brand", "option")
    return about.filter(interaction=interaction).first() or about.filter(incident=incident).first()
