"""Which red flags are one crisis, and how urgent it is: the key under which they share an alert."""

from dataclasses import dataclass

from interactions.belonging import incidents_of
from interactions.models import Interaction
from oncall.models import Incident
from oncall.policy import Urgency
from playbook.models import Topic

BY_TOPIC = "topic:"  # how the key of a crisis begins that nothing but its topic holds together
BY_ROOM = "incident:"  # and that of what lies in an opened room


@dataclass(frozen=True)
class Crisis:
    """``key`` is unique among alerts that are not resolved; ``topic`` says whom an alert that it raises asks."""

    key: str
    urgency: Urgency
    topic: Topic


def crisis_of(interaction: Interaction, late_batch: str = "") -> Crisis:
    """The incident that the interaction belongs to, else its topic, which is the brand's own and has one policy; old
    messages by the channel and batch they came in. Who asks for an incident's key asks here.

    A room that is only proposed holds no red flags together: nobody has said yet that they are one crisis, and those
    whom the topic names would not be asked (P4)."""
    topic = interaction.topic
    if topic is None:
        raise ValueError(f"{interaction} is red without a topic.")
    if interaction.channel.is_rehearsal:  # a drill never hides a true crisis, nor is hidden by one
        return Crisis(f"drill:{interaction.pk}", urgency_of(topic), topic)
    if late_batch:
        return Crisis(f"late:{late_batch}", Urgency.LATE, topic)
    incident = incidents_of([interaction.pk]).get(interaction.pk)
    if incident and not Incident.objects.filter(pk=incident, state=Incident.State.PROPOSED).exists():
        return Crisis(f"{BY_ROOM}{incident}", urgency_of(topic), topic)
    return crisis_about(topic)


def crisis_about(topic: Topic) -> Crisis:
    """What this topic alone holds together."""
    return Crisis(f"{BY_TOPIC}{topic.pk}", urgency_of(topic), topic)


def urgency_of(topic: Topic) -> Urgency:
    if not topic.pages_at_once:
        return Urgency.QUEUED
    return Urgency.CRISIS if topic.area == "crisis" else Urgency.AT_ONCE
