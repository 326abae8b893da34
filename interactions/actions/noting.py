from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.refusals import Invalid
from interactions import checks
from interactions.actions.lines import tell
from interactions.models import Interaction, Note


@transaction.atomic
def note(interaction: Interaction, *, by: User, text: str) -> Note:
    """Write an internal note; allowed on anything one may see and write notes for, held or closed."""
    locked = Interaction.objects.locked(interaction.pk)
    checks.check_may(by, "note", locked)
    if not text.strip():
        raise Invalid(_("The note is empty."))
    written = Note.objects.create(interaction=locked, author=by, text=text[:20_000], created_at=timezone.now())
    tell("noted", locked, by=by, note=written.pk)
    return written
