"""What people decided about messages, asked from below through ``playbook.ports``. Reads only."""

from django.db.models import F, Q

from connectors.rehearsal.connector import Rehearsal
from interactions.models import Flag, Interaction, Judgement

MOST = 20_000
_IS_REAL = ~Q(interaction__channel__network=Rehearsal.network)
_NOTHING_OF_OURS = (Interaction.Closed.NOT_FOR_US, Interaction.Closed.SPAM)


def decisions_of(brand_id: int) -> list[tuple[str, str]]:
    """Texts of the brand with the topic that a person put on each, or confirmed, the newest first; the strictest where
    there are several, and none where it was closed as nothing of ours. What was erased, and what drills made up, is not
    among them."""
    put_on = Flag.objects.filter(
        _IS_REAL, interaction__brand=brand_id, withdrawn_at=None, by__isnull=False, topic=F("interaction__topic")
    ).exclude(interaction__text="")
    decided = list(put_on.order_by("-pk").values_list("interaction__text", "topic__slug")[:MOST])
    confirmed = Judgement.objects.filter(
        _IS_REAL, brand=brand_id, decided_topic=F("proposed_topic"), interaction__topic=F("decided_topic")
    ).exclude(interaction__text="")
    decided += confirmed.order_by("-judged_at").values_list("interaction__text", "decided_topic__slug")[:MOST]
    put_aside = (
        Interaction.objects.real().filter(brand=brand_id, topic=None, closed_as__in=_NOTHING_OF_OURS).exclude(text="")
    )
    return decided + [(text, "") for text in put_aside.order_by("-pk").values_list("text", flat=True)[:MOST]]
