"""The templates that fit an interaction, each as it would read there."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import User
from interactions import limits
from interactions.limits import Length
from interactions.models import Interaction
from interactions.placeholders import fill, unfilled
from interactions.starting import known
from playbook.current import templates_for
from playbook.models import ResponseTemplate, Topic


@dataclass(frozen=True, slots=True)
class Choice:
    """A template with what is known filled in. ``length`` is the network's count of it, now and at its worst."""

    template: ResponseTemplate
    text: str
    length: Length

    @property
    def start(self) -> str:
        return f"template-{self.template.pk}"

    @property
    def left(self) -> list[str]:
        """What a person still fills in."""
        return list(dict.fromkeys(unfilled(self.text)))


def choices(interaction: Interaction, user: User, topics: Collection[Topic]) -> list[Choice]:
    """What fits these topics, the language, network and team, the best first; one query."""
    if not topics:
        return []
    values = known(interaction, user)
    network, team_id = interaction.channel.network, interaction.team_id
    found = templates_for(interaction.brand_id, topics, interaction.language, network=network, team_id=team_id)
    texts = [(template, fill(template.text, values)) for template in found]
    return [Choice(template, text, limits.length_of(interaction.channel, text)) for template, text in texts]
