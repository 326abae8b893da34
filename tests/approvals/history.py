"""A past for somebody: drafts that were read, as rows, at the time they were read."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from approvals.models import Review
from interactions.models import Draft, Interaction
from tests.cast import Cast


def judged(
    cast: Cast, verdict: str = "approve", *, of: str = "jonas", by: str = "dev", days_ago: float = 0, **facts: Any
) -> Review:
    """One draft with one review of it. The case itself is left as it came: only the record matters here."""
    at = timezone.now() - timedelta(days=days_ago)
    level = facts.pop("level", "green")
    interaction = cast.received()
    author = getattr(cast, of)
    draft = Draft.objects.create(
        interaction=interaction,
        number=1,
        author=author,
        text="We found it.",
        text_hash="0" * 64,
        is_public=True,
        thread_version=1,
        flag_version=1,
        created_at=at - timedelta(minutes=facts.pop("waited", 11)),
    )
    if verdict == "return":
        facts = {"reason_code": "tone", "note": "Warmer, please."} | facts
    if verdict == "edit":
        facts = {"edit_share": 0.5} | facts
    standard = {"team": Interaction.objects.get(pk=interaction.pk).team, "level": level, "is_first": True}
    return Review.objects.create(
        draft=draft, author=author, by=getattr(cast, by), verdict=verdict, created_at=at, **standard | facts
    )


def clean(cast: Cast, number: int, **facts: Any) -> list[Review]:
    return [judged(cast, **facts) for _one in range(number)]
