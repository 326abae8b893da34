"""The stages of an interaction, as its page draws them in a line."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from interactions.models import Interaction

State = Interaction.State
STEPS: tuple[tuple[str, str | Promise], ...] = (
    (State.RECEIVED, _("Received")),
    (State.FLAGGED, _("Flagged")),
    (State.DRAFTED, _("Drafted")),
    (State.APPROVED, _("Approved")),
    (State.RESPONDED, _("Responded")),
    (State.CLOSED, _("Closed")),
)


@dataclass(frozen=True)
class Step:
    name: str | Promise
    look: str  # done, now, or nothing
