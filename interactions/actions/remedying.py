"""What a customer was given: an apology, a solution, compensation, a voucher."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor, person_or_none
from accounts.refusals import Invalid
from interactions import checks
from interactions.actions.lines import tell
from interactions.models import Interaction, Remedy


@transaction.atomic
def record_remedies(interaction: Interaction, *, by: Actor, kinds: Collection[str], note: str = "") -> Remedy:
    """Write down what was given with an answer; open or closed. Raises NotAllowed, Invalid for nothing or something
    nobody knows."""
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "draft", locked)
    if not kinds:
        raise Invalid(_("Choose what they were given."))
    checks.check_remedies(kinds)
    kept = keep_remedies(locked, by=person, kinds=kinds, note=note)
    assert kept is not None
    return kept


def keep_remedies(locked: Interaction, *, by: Actor, kinds: Collection[str], note: str = "") -> Remedy | None:
    """The same for a locked interaction, as part of another verb; nothing where nothing was given."""
    if not kinds:
        return None
    known = [kind for kind in Remedy.Kind.values if kind in kinds]
    kept = Remedy.objects.create(
        interaction=locked,
        kinds=known,
        note=note.strip()[:500],
        recorded_by=person_or_none(by),
        recorded_at=timezone.now(),
    )
    details = {"reason": kept.note} if kept.note else None
    tell("remedies_recorded", locked, by=by, remedy=kept.pk, kinds=known, details=details)
    return kept
