"""Approving: names under one text, and the moment they are enough."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM, Actor, person_or_none
from accounts.models import User
from accounts.refusals import Conflict, Invalid
from interactions import checks, ports
from interactions.actions.lines import tell
from interactions.actions.outgoing import recall_pending
from interactions.models import Approval, Draft, Interaction, Reply, Signature
from interactions.models.drafts import Basis, text_hash
from interactions.ports import Requirement


@transaction.atomic
def approve(revision: Draft, *, by: Actor, basis: str = Basis.REVIEW) -> Approval | None:
    """Put one's name under the newest draft. Returns the Approval when that was the last name needed, else None.

    The text, the thread and the flags are pinned as they stand now. Raises NotAllowed (four eyes, right, hold),
    Conflict (decided, replaced, signed already), Invalid (checklist, channel).
    """
    locked = Interaction.objects.locked(revision.interaction_id)
    person = checks.check_is_person(by)
    checks.check_may(person, "approve", locked)
    draft = Draft.objects.select_related("author", "based_on", "template").get(pk=revision.pk)
    _check_approvable(locked, draft)
    requirement = ports.sign_off(draft)
    if basis not in {Basis.REVIEW, Basis.EDIT}:
        raise Invalid(_("A person approves by reading, or by editing."))
    checks.check_second_pair_of_eyes(draft, person, basis, requirement.needed)
    names = _sign(locked, draft, person, basis)
    if names < requirement.needed:
        tell("signed", locked, by=person, draft=draft.pk, given=names, needed=requirement.needed)
        return None
    return _approve(locked, draft, by=person, basis=basis, given=names, requirement=requirement)


def approve_by_policy(locked: Interaction, draft: Draft, requirement: Requirement) -> Approval:
    """The policy asks for nobody: the record names it and its version instead of a person."""
    checks.check_second_pair_of_eyes(draft, SYSTEM, Basis.POLICY, requirement.needed)
    return _approve(locked, draft, by=SYSTEM, basis=Basis.POLICY, given=0, requirement=requirement)


def _check_approvable(locked: Interaction, draft: Draft) -> None:
    if locked.state != Interaction.State.DRAFTED:
        raise Conflict(_already(locked))
    checks.check_newest(draft)
    checks.check_not_held(locked, draft.author)  # a release names who may write, and others sign
    if text_hash(draft.text) != draft.text_hash:
        raise Conflict(_("The text was changed behind its author's back. Return it."))
    if draft.template and (problem := _template_problem(draft)):
        raise Conflict(problem)
    checks.check_text(locked, draft.text)
    checks.check_checklist(locked, draft.ticks)


def _template_problem(draft: Draft) -> str:
    template = draft.template
    if template and (template.is_retired or template.version != draft.template_version):
        return _("The template behind this text changed or was retired. Return it, or write it anew.")
    return ""


def _already(locked: Interaction) -> str:
    if locked.approval is not None and locked.approval.by is not None:
        return _("%(name)s approved this a moment ago.") % {"name": locked.approval.by}
    return _("This is decided already; it is %(state)s now.") % {"state": locked.state}


def _sign(locked: Interaction, draft: Draft, person: User, basis: str) -> int:
    """Write the signature; returns how many different people have signed exactly this."""
    fresh = Signature.objects.filter(
        draft=draft,
        text_hash=draft.text_hash,
        thread_version=locked.thread_version,
        flag_version=locked.flag_version,
    )
    if fresh.filter(by=person).exists():
        raise Conflict(_("You signed this already. It waits for another person."))
    Signature.objects.create(
        draft=draft,
        author=draft.author,
        below_author=draft.based_on.author if basis == Basis.EDIT and draft.based_on else None,
        by=person,
        basis=basis,
        text_hash=draft.text_hash,
        thread_version=locked.thread_version,
        flag_version=locked.flag_version,
        template_version=draft.template_version,
        signed_at=timezone.now(),
    )
    return fresh.values("by").distinct().count()


def _approve(
    locked: Interaction, draft: Draft, *, by: Actor, basis: str, given: int, requirement: Requirement
) -> Approval:
    approval = Approval.objects.create(
        interaction=locked,
        draft=draft,
        author=draft.author,
        below_author=draft.based_on.author if basis == Basis.EDIT and draft.based_on else None,
        by=person_or_none(by),
        basis=basis,
        policy_version=requirement.policy_version,
        signatures_needed=requirement.needed,
        signatures_given=given,
        text_hash=draft.text_hash,
        thread_version=locked.thread_version,
        flag_version=locked.flag_version,
        template_version=draft.template_version,
        approved_at=timezone.now(),
    )
    locked.move_to_approved(approval)
    locked.save()
    facts: dict[str, Any] = {
        "draft": draft.pk,
        "approval": approval.pk,
        "basis": basis,
        "given": given,
        "needed": requirement.needed,
    }
    tell("approved", locked, by=by, **facts, author=draft.author_id, hash=draft.text_hash)
    queue_reply(locked, approval, by=by)
    return approval


def queue_reply(locked: Interaction, approval: Approval, *, by: Actor) -> Reply:
    """The outbox row of the post, free to leave when the channel's undo window is over."""
    now = timezone.now()
    reply = Reply.objects.create(
        interaction=locked,
        conversation_id=locked.conversation_id,
        channel=locked.channel,
        approval=approval,
        not_before=now + timedelta(seconds=locked.channel.undo_for),
        created_at=now,
    )
    tell("reply_queued", locked, by=by, reply=reply.pk)
    return reply


@transaction.atomic
def expire(interaction: Interaction) -> Interaction:
    """The approval is stale and its reply has not left: back to drafted, saying why. A fresh one is left alone."""
    locked = Interaction.objects.locked(interaction.pk)
    if locked.state != Interaction.State.APPROVED or locked.approval is None:
        return locked
    why = checks.why_stale(locked.approval, locked)
    if why and recall_pending(locked, by=SYSTEM):
        apply_expire(locked, why)
    return locked


def apply_expire(locked: Interaction, why: str) -> None:
    """Move a locked, approved interaction back to drafted; nothing of it is on its way any more."""
    approval = locked.approval_id
    locked.move_to_expired()
    locked.save()
    tell("approval_expired", locked, by=SYSTEM, approval=approval, details={"why": str(why)})
