"""What was taken offline comes to an end that somebody wrote down."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.refusals import Conflict, Invalid
from interactions.models import HandOff, Interaction


def check_offer(person: str, way: str, reason: str) -> None:
    """A talk is offered with a name, a number and a reason (R93 to R95), or not at all."""
    if not (person.strip() and way.strip() and reason.strip()):
        raise Invalid(_("To take it offline, say who will talk with them, on which number, and why."))


def has_offer(interaction: Interaction) -> bool:
    """Whether a talk stands beside the answer: who talks with them, and on which number."""
    return interaction.handoffs.filter(recorded_at=None).exists()


def check_no_outcome_yet(handoff: HandOff) -> None:
    if handoff.recorded_at is not None:
        raise Conflict(_("What came of it is written down already: %(outcome)s.") % {"outcome": _said(handoff)})


def check_outcome_recorded(interaction: Interaction) -> None:
    """Nothing counts as resolved while nobody knows what came of the talk that was offered."""
    standing = interaction.handoffs.filter(recorded_at=None).first()
    if standing is not None:
        raise Conflict(
            _("%(person)s was to talk with them. Write down what came of it first, or say why you close it without.")
            % {"person": standing.person}
        )


def check_talk(outcome: str, talked_at: datetime) -> None:
    """An outcome of a talk, at a time that has been."""
    if outcome not in HandOff.OF_A_TALK:
        raise Invalid(_("Choose what came of it."))
    if talked_at > timezone.now():
        raise Invalid(_("Say when they talked, or when it was tried. It cannot be in the future."))


def _said(handoff: HandOff) -> str:
    return str(handoff.get_outcome_display()).lower()
