"""A life or a crime at stake: each step that somebody took, in the record."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.refusals import Invalid
from interactions import checks
from interactions.actions.lines import tell
from interactions.models import Interaction, SafetyStep
from playbook.models import CrisisContact


@transaction.atomic
def take_safety_step(
    interaction: Interaction, *, by: Actor, kind: str, contact: CrisisContact | None = None, note: str = ""
) -> SafetyStep:
    """Write down that it was done: whom one called, what one reported, what one gave. Open or closed, held or not.

    Raises NotAllowed, Invalid for a step nobody knows, or one that says nothing.
    """
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    checks.check_may(person, "note", locked)
    if not checks.is_life_safety(locked):
        raise Invalid(_("No topic of this says that a life or a crime is at stake."))
    if kind not in SafetyStep.Kind.values:
        raise Invalid(_("Choose what was done."))
    if kind == SafetyStep.Kind.OTHER and not note.strip() and contact is None:
        raise Invalid(_("Say what was done."))
    if contact is not None and contact.brand_id != locked.brand_id:
        raise Invalid(_("This contact belongs to another brand."))
    step = SafetyStep.objects.create(
        interaction=locked,
        kind=kind,
        contact=contact.name if contact else "",
        note=note.strip()[:500],
        taken_by=person,
        taken_at=timezone.now(),
    )
    details = {"reason": step.note} if step.note else None
    facts = {"step": step.kind, "contact": contact.pk if contact else None, "safety_step": step.pk}
    tell("safety_step_taken", locked, by=person, details=details, **facts)
    return step
