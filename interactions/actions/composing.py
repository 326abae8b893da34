"""Keeping what is being typed. No state, no event."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from interactions import checks
from interactions.models import Composing, Interaction

LONGEST = 20_000


@transaction.atomic
def compose(interaction: Interaction, *, by: User, text: str) -> Composing:
    """Keep this person's unsent text, the newest word winning over all their devices."""
    checks.check_may(by, "draft", interaction)
    kept, _is_new = Composing.objects.update_or_create(
        interaction=interaction, user=by, defaults={"text": text[:LONGEST], "updated_at": timezone.now()}
    )
    return kept
