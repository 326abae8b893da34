"""Acting upon what one saw."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from interactions import checks
from interactions.models import Interaction


@contextmanager
def unchanged(interaction: Interaction, *, since: str) -> Iterator[None]:
    """What is done within is done to what the person saw, and nobody changes it in between: one transaction, the case
    locked. Raises Conflict with what changed."""
    with transaction.atomic():
        checks.check_unchanged(Interaction.objects.locked(interaction.pk), since)
        yield
