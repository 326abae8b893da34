"""How we answered this before: answers about the same topic in the same language, and what came of each.

Alike means alike in words: the share of the words of both messages that they have in common, whatever their order
(rapidfuzz's token set ratio, 0 to 100). It knows no meaning, and says so by being a number people can check.
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.utils import default_process

from audit.models import Event
from interactions.models import HandOff, Interaction, Reply
from interactions.models.interaction import Interactions

LOOKED_AT = 300  # of the newest answers about the topic
SHOWN = 5
LONGEST_COMPARED = 1_000  # characters of each message
_REOPENED = "interactions.reopened"


@dataclass(frozen=True, slots=True)
class Earlier:
    """One answer of ours. ``alike``: 0 to 100. ``wrote_again``, ``reopened``: what the customer, and we, did after."""

    interaction: Interaction
    reply: Reply
    alike: int
    wrote_again: bool
    was_reopened: bool
    handoff: HandOff | None

    @property
    def start(self) -> str:
        return f"answer-{self.reply.pk}"

    @property
    def is_resolved(self) -> bool:
        return self.interaction.closed_as == Interaction.Closed.RESOLVED


def earlier_answers(interaction: Interaction, visible: Interactions) -> list[Earlier]:
    """The most alike of the newest answers that this person may see, the most alike first. At most five queries."""
    scores = _scores(interaction, visible)
    best = sorted(scores, key=lambda pk: (-scores[pk], -pk))[: SHOWN * 2]  # some went out elsewhere, or not at all
    rows = _with_what_followed(best)
    replies = _replies(best)
    handoffs = {each.interaction_id: each for each in HandOff.objects.filter(interaction__in=best)}
    reopened = set(
        Event.objects.filter(subject_type=Interaction._meta.label_lower, subject_id__in=best, name=_REOPENED)
        .values_list("subject_id", flat=True)
        .order_by()
    )
    return [
        Earlier(
            interaction=rows[pk],
            reply=replies[pk],
            alike=scores[pk],
            wrote_again=rows[pk].wrote_again,  # type: ignore[attr-defined]
            was_reopened=pk in reopened,
            handoff=handoffs.get(pk),
        )
        for pk in best
        if pk in replies
    ][:SHOWN]


def _scores(interaction: Interaction, visible: Interactions) -> dict[int, int]:
    """How alike each of the newest answered messages about the topic is, by id."""
    if interaction.topic_id is None:
        return {}
    answered = visible.real().filter(topic=interaction.topic_id, responded_at__isnull=False).exclude(pk=interaction.pk)
    newest = answered.order_by("-pk").values_list("pk", "language", "text")[:LOOKED_AT]
    words = default_process(interaction.text[:LONGEST_COMPARED])
    ours = interaction.brand.language  # what nobody can tell is taken for it: a short text has no language of its own
    return {
        pk: round(token_set_ratio(words, default_process(text[:LONGEST_COMPARED])))
        for pk, language, text in newest
        if (language or ours) == (interaction.language or ours)
    }


def _with_what_followed(ids: list[int]) -> dict[int, Interaction]:
    """The messages, each with whether its author wrote in the same thread again."""
    later = Interaction.objects.filter(
        conversation=OuterRef("conversation"), contact=OuterRef("contact"), pk__gt=OuterRef("pk")
    )
    rows = Interaction.objects.filter(pk__in=ids).annotate(wrote_again=Exists(later))
    return {row.pk: row for row in rows.select_related("contact", "channel")}


def _replies(ids: list[int]) -> dict[int, Reply]:
    """The newest answer of ours to each."""
    posted = Reply.objects.filter(
        interaction__in=ids, kind=Reply.Kind.REPLY, origin=Reply.Origin.DESK, state=Reply.State.SENT
    )
    related = posted.select_related("approval__draft__author", "approval__draft__template", "statement")
    return {reply.interaction_id: reply for reply in related.order_by("pk") if reply.interaction_id}
