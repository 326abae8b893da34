"""Submitting a text, sending it back, taking it back."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.refusals import Conflict, Invalid, NotAllowed
from accounts.rights import can
from interactions import checks, ports
from interactions.actions.approving import approve_by_policy
from interactions.actions.lines import tell
from interactions.actions.outgoing import recall_pending
from interactions.models import Composing, Draft, Interaction
from interactions.models.drafts import text_hash
from playbook.models import ResponseTemplate


@transaction.atomic
def draft(
    interaction: Interaction,
    *,
    by: User,
    text: str,
    ticks: Sequence[str] = (),
    consideration: str = "",
    is_public: bool | None = None,
    template: ResponseTemplate | None = None,
    based_on: Draft | None = None,
    seen_thread_version: int | None = None,
) -> Draft:
    """Submit a revision. Where the policy asks for nobody's sign-off it is approved at once, and the record says so.

    ``seen_thread_version`` is what the writer saw. Raises NotAllowed, Conflict, Invalid; nothing typed is lost by it,
    because typing is kept as Composing.
    """
    locked = Interaction.objects.locked(interaction.pk)
    checks.check_may(by, "draft", locked)
    checks.check_open(locked)
    checks.check_not_held(locked, by)
    checks.check_seen(locked, seen_thread_version)
    checks.check_draftable(locked)
    checks.check_text(locked, text)
    checks.check_consideration(locked, consideration)
    checks.check_checklist(locked, list(ticks))
    if based_on is not None and based_on.interaction_id != locked.pk:
        raise Invalid(_("That version belongs to another interaction."))
    revision = _write(locked, by, text, list(ticks), consideration, is_public, template, based_on)
    locked.move_to_drafted()
    locked.save()
    Composing.objects.filter(interaction=locked, user=by).delete()
    requirement = ports.sign_off(revision)
    facts: dict[str, Any] = {"draft": revision.pk, "number": revision.number, "hash": revision.text_hash}
    tell("drafted", locked, by=by, **facts, needed=requirement.needed, policy_version=requirement.policy_version)
    if not requirement.needed:
        approve_by_policy(locked, revision, requirement)
    return revision


def _write(  # noqa: PLR0917 - private; the public verb names each
    locked: Interaction,
    author: User,
    text: str,
    ticks: list[str],
    consideration: str,
    is_public: bool | None,
    template: ResponseTemplate | None,
    based_on: Draft | None,
) -> Draft:
    last = locked.drafts.order_by("-number").values_list("number", flat=True).first() or 0
    return Draft.objects.create(
        interaction=locked,
        number=last + 1,
        author=author,
        text=text,
        text_hash=text_hash(text),
        is_public=locked.is_public if is_public is None else is_public,
        based_on=based_on,
        template=template,
        template_version=template.version if template else 0,
        consideration=consideration[:500],
        ticks=ticks,
        thread_version=locked.thread_version,
        flag_version=locked.flag_version,
        created_at=timezone.now(),
    )


@transaction.atomic
def send_back(revision: Draft, *, by: Actor, reason: str) -> Interaction:
    """Return the newest draft to its author with a reason. Raises Conflict when it is decided or replaced already."""
    locked = Interaction.objects.locked(revision.interaction_id)
    person = checks.check_is_person(by)
    checks.check_may(person, "approve", locked)
    checks.check_newest(revision)
    if locked.state != Interaction.State.DRAFTED:
        raise Conflict(_("This is decided already; it is %(state)s now.") % {"state": locked.state})
    if not reason.strip():
        raise Invalid(_("Say what to change: %(name)s reads it.") % {"name": revision.author})
    locked.move_back()
    locked.save()
    author = revision.author_id
    tell("sent_back", locked, by=person, draft=revision.pk, author=author, details={"reason": reason})
    return locked


@transaction.atomic
def recall(interaction: Interaction, *, by: Actor) -> Interaction:
    """Take a submitted or approved text back while it is still here: by its author, or by whoever may approve."""
    locked = Interaction.objects.locked(interaction.pk)
    person = checks.check_is_person(by)
    newest = locked.drafts.order_by("-number").first()
    if newest is None or locked.state not in {Interaction.State.DRAFTED, Interaction.State.APPROVED}:
        raise Conflict(_("There is nothing to take back: it is %(state)s.") % {"state": locked.state})
    if newest.author_id != person.pk:
        checks.check_may(person, "approve", locked)
    elif not can(person, "draft", locked.team):
        raise NotAllowed(_("You may not answer for %(team)s any more.") % {"team": locked.team})
    if not recall_pending(locked, by=person):
        raise Conflict(_("It is being posted right now and cannot be taken back."))
    locked.move_to_recalled()
    locked.save()
    tell("recalled", locked, by=person, draft=newest.pk)
    return locked
