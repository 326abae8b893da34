"""The words of the library that fit an interaction, each as it would read there."""

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import User
from interactions import limits
from interactions.limits import Length
from interactions.models import Interaction
from interactions.placeholders import fill, unfilled
from interactions.starting import known
from playbook.current import holding_messages_for, templates_for
from playbook.models import HoldingMessage, ResponseTemplate, Topic


@dataclass(frozen=True, slots=True)
class Choice:
    """Words with what is known filled in. ``length`` is the network's count of them, now and at their worst."""

    words: ResponseTemplate | HoldingMessage
    text: str
    length: Length

    @property
    def start(self) -> str:
        kind = "holding" if isinstance(self.words, HoldingMessage) else "template"
        return f"{kind}-{self.words.pk}"

    @property
    def left(self) -> list[str]:
        """What a person still fills in."""
        return list(dict.fromkeys(unfilled(self.text)))


def choices(interaction: Interaction, user: User, topics: Collection[Topic]) -> list[Choice]:
    """What fits these topics, the language, network and team, templates before holding messages, the best first; two
    queries. A life at stake: none."""
    if not topics or any(topic.is_life_safety for topic in topics):
        return []
    values = known(interaction, user)
    about = (interaction.brand_id, topics, interaction.language)
    network, team_id = interaction.channel.network, interaction.team_id
    found: list[ResponseTemplate | HoldingMessage] = [
        *templates_for(*about, network=network, team_id=team_id),
        *holding_messages_for(*about, network=network, team_id=team_id),
    ]
    texts = [(words, fill(words.text, values)) for words in found]
    return [Choice(words, text, limits.length_of(interaction.channel, text)) for words, text in texts]
