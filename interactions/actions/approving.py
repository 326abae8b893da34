"""Approving: names under one text, and the moment they are enough."""

from collections import Counter
from collections.abc import Collection
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
from interactions.actions.waiting import stop_waiting, wait
from interactions.models import Approval, Draft, Interaction, Reply, Signature
from interactions.models.drafts import Basis
from interactions.ports import Requirement
from interactions.turns import given_by_team, still_needed


@transaction.atomic
def approve(
    revision: Draft, *, by: Actor, basis: str = Basis.REVIEW, sets_aside: Collection[int] = ()
) -> Approval | None:
    """Put one's name under a waiting draft. Returns the Approval when that was the last name needed, else None.

    The text, the thread and the flags are pinned as they stand now. ``sets_aside`` names the candidates beside it,
    which end with the last name. Raises NotAllowed (four eyes, right, turn, hold), Conflict (decided, replaced, signed
    already, a candidate nobody set aside), Invalid (checklist, channel).
    """
    locked = Interaction.objects.locked(revision.interaction_id)
    person = checks.check_is_person(by)
    draft = _newest_facts(revision)
    requirement = ports.sign_off(draft)
    checks.check_may_decide(locked, person, draft, requirement)
    _check_approvable(locked, draft)
    if basis not in {Basis.REVIEW, Basis.EDIT}:
        raise Invalid(_("A person approves by reading, or by editing."))
    checks.check_second_pair_of_eyes(draft, person, basis, requirement.needed)
    given = _sign(locked, draft, person, basis, requirement)
    missing = still_needed(requirement, given)
    if missing:
        ports.waiting_changed(locked)
        facts: dict[str, Any] = {"given": given.total(), "needed": requirement.needed, "missing": missing}
        tell("signed", locked, by=person, draft=draft.pk, **facts)
        return None
    return _approve(
        locked,
        draft,
        by=person,
        basis=basis,
        given=given.total(),
        requirement=requirement,
        sets_aside=sets_aside,
        pressed_by=person,
    )


def approve_by_policy(
    locked: Interaction,
    draft: Draft,
    requirement: Requirement,
    *,
    sets_aside: Collection[int] = (),
    pressed_by: Actor = SYSTEM,
) -> Approval:
    """The policy asks for nobody: the record names it and its version instead of a person."""
    checks.check_second_pair_of_eyes(draft, SYSTEM, Basis.POLICY, requirement.needed)
    return _approve(
        locked,
        draft,
        by=SYSTEM,
        basis=Basis.POLICY,
        given=0,
        requirement=requirement,
        sets_aside=sets_aside,
        pressed_by=pressed_by,
    )


@transaction.atomic
def let_go(revision: Draft, *, by: Actor, sets_aside: Collection[int] = ()) -> Approval:
    """Let out a waiting draft that lacks nothing any more, because the policy asks for less than when it was written.

    A change of the policy never posts anything by itself: its author, or somebody who signs, says so here. Raises
    NotAllowed, Conflict while names are missing, Invalid.
    """
    locked = Interaction.objects.locked(revision.interaction_id)
    person = checks.check_is_person(by)
    draft = _newest_facts(revision)
    requirement = ports.sign_off(draft)
    if draft.author_id == person.pk:
        checks.check_may(person, "draft", locked)
    else:
        checks.check_may_decide(locked, person, draft, requirement)
    _check_approvable(locked, draft)
    signatures = checks.signatures_on(draft, locked)
    if still_needed(requirement, given_by_team(signatures, locked)):
        raise Conflict(_("It still waits for a sign-off."))
    tell("let_go", locked, by=person, draft=draft.pk)
    if not requirement.needed:
        return approve_by_policy(locked, draft, requirement, sets_aside=sets_aside, pressed_by=person)
    last = signatures[-1]
    return _approve(
        locked,
        draft,
        by=last.by,
        basis=last.basis,
        given=len(signatures),
        requirement=requirement,
        sets_aside=sets_aside,
        pressed_by=person,
    )


def _newest_facts(revision: Draft) -> Draft:
    return Draft.objects.select_related("author", "based_on", "template", "interaction__team").get(pk=revision.pk)


def _check_approvable(locked: Interaction, draft: Draft) -> None:
    checks.check_waits(locked, draft)
    checks.check_not_held(locked, draft.author)  # a release names who may write, and others sign
    if draft.content_hash != draft.text_hash:
        raise Conflict(_("The text was changed behind its author's back. Return it."))
    checks.check_template(draft)
    checks.check_text(locked, draft.text)
    checks.check_files(locked, draft.files)
    ticks = set(draft.ticks.values_list("item", flat=True))
    is_offered = checks.has_offer(locked)
    checks.check_checklist(
        locked, draft.text, ticks, author=draft.author, is_public=draft.is_public, has_handoff=is_offered
    )


def _sign(locked: Interaction, draft: Draft, person: User, basis: str, requirement: Requirement) -> Counter[int]:
    """Write the signature under the step that is open; returns how many names each team has given."""
    standing = checks.signatures_on(draft, locked)
    step = checks.check_turn(locked, person, requirement, standing)
    checks.check_has_not_signed(draft, locked, person)
    signature = Signature.objects.create(
        draft=draft,
        author=draft.author,
        below_author=_below(draft, basis),
        by=person,
        team=step.team if step else locked.team,
        basis=basis,
        text_hash=draft.text_hash,
        thread_version=locked.thread_version,
        flag_version=locked.flag_version,
        template_version=draft.template_version,
        signed_at=timezone.now(),
    )
    return given_by_team([*standing, signature], locked)


def _below(draft: Draft, basis: str) -> User | None:
    return draft.based_on.author if basis == Basis.EDIT and draft.based_on else None


def _approve(
    locked: Interaction,
    draft: Draft,
    *,
    by: Actor,
    basis: str,
    given: int,
    requirement: Requirement,
    sets_aside: Collection[int],
    pressed_by: Actor,
) -> Approval:
    """``by``: whose decision it is; ``pressed_by``: who let it out now, and with it set others aside."""
    _set_aside(locked, draft, by=pressed_by, agreed=set(sets_aside))
    approval = Approval.objects.create(
        interaction=locked,
        draft=draft,
        author=draft.author,
        below_author=_below(draft, basis),
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
    queue_reply(locked, approval, by=pressed_by)
    return approval


def _set_aside(locked: Interaction, chosen: Draft, *, by: Actor, agreed: set[int]) -> None:
    """One candidate goes out, the others end, and only those that the person knew of."""
    others = locked.drafts.waiting().exclude(pk=chosen.pk).select_related("author")
    for other in others:
        if other.pk not in agreed:
            raise Conflict(
                _("%(name)s’s answer, version %(number)d, waits beside this one. Set it aside, or decide on it first.")
                % {"name": other.author, "number": other.number}
            )
        tell("set_aside", locked, by=by, draft=other.pk, author=other.author_id, chosen=chosen.pk)
    stop_waiting(locked)


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


def apply_expire(locked: Interaction, why: str, *, by: Actor = SYSTEM) -> None:
    """Nothing of a locked, approved interaction is on its way any more: its text waits again. Where a flag came while
    the reply was in flight, the move to flagged that waited for the outcome follows now."""
    approval = locked.approval
    assert approval is not None, "approved needs an approval"
    text = step_back(locked)
    locked.save()
    if text is not None:
        wait(locked, text)
    tell("approval_expired", locked, by=by, approval=approval.pk, draft=approval.draft_id, details={"why": str(why)})


def step_back(row: Interaction) -> Draft | None:
    """Move an approved interaction back to drafted, and return the text that waits again; or to flagged, where a flag
    came while the reply was in flight, and nothing waits. The caller saves."""
    approval = row.approval
    assert approval is not None, "approved needs an approval"
    if approval.flag_version != row.flag_version:
        row.move_to_flagged()
        return None
    row.move_to_expired()
    return approval.draft
