"""What a life or a crime at stake forbids: words that were made before."""

from django.utils.translation import gettext as _

from accounts.refusals import NotAllowed
from interactions.models import Interaction
from playbook.models import HoldingMessage


def is_life_safety(interaction: Interaction) -> bool:
    return interaction.flags.filter(withdrawn_at=None, topic__is_life_safety=True).exists()


def check_no_template(interaction: Interaction) -> None:
    """Templates are locked: somebody writes to this one person."""
    if is_life_safety(interaction):
        raise NotAllowed(
            _("Templates are locked: a life or a crime may be at stake. Write to this one person, in your own words.")
        )


def check_holding_is_made_for_it(interaction: Interaction, message: HoldingMessage) -> None:
    """A holding message only where it names the very topic: what fits everything fits nobody here."""
    at_stake = interaction.flags.filter(withdrawn_at=None, topic__is_life_safety=True).values_list(
        "topic_id", flat=True
    )
    if at_stake and not message.topics.filter(pk__in=list(at_stake)).exists():
        raise NotAllowed(
            _("“%(message)s” is not made for this: a life or a crime may be at stake.") % {"message": message}
        )
