"""Asking for a person's look where the learned second opinion is stricter than the level."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from connectors.contract import Incoming
from interactions.due import RANK
from interactions.ingest.judging import Bench
from interactions.models import Interaction, SecondOpinion
from playbook.learning.opinion import Guess
from playbook.models import Topic

_CHANGED = ("topic", "level", "share", "words", "learning", "made_at")


@transaction.atomic
def look_at(pk: int, bench: Bench, message: Incoming) -> None:
    """Write down what was learned says of a changed message, where that is more than the level. It flags nothing."""
    locked = Interaction.objects.locked(pk)
    seen = bench.opinion_on(message)
    if seen and RANK[seen[0].level] > RANK[locked.level]:
        locked.needs_look = True
        locked.save()
        keep_opinions([(locked.pk, *seen)], learning=bench.learning, at=timezone.now())


def keep_opinions(seen: Sequence[tuple[int, Topic, Guess]], *, learning: int, at: datetime) -> None:
    """Keep an opinion for each interaction; the newest stands for those before it. One statement, or none."""
    rows = [
        SecondOpinion(
            interaction_id=pk,
            topic_id=topic.pk,
            level=topic.level,
            share=guess.share,
            words=list(guess.words),
            learning=learning,
            made_at=at,
        )
        for pk, topic, guess in seen
    ]
    if rows:
        SecondOpinion.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["interaction"], update_fields=_CHANGED
        )
