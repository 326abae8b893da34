"""Deciding on proposals, and looking again at words in use."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from playbook import checks
from playbook.actions.proposing import locked
from playbook.edits import editing, holding, note, word_for
from playbook.models import Wording, WordingDecision, Words


def approve_wording(*, by: User, words: Words, number: int) -> Words:
    """Put one's name under this version; with the last name it needs, it takes the place of the words in use.

    Raises NotAllowed, and Conflict for its writer, a second name of the same person, and a version that was decided or
    replaced meanwhile.
    """
    with editing(words.brand, by) as playbook:
        current = locked(words)
        wording = checks.check_waits(current, number)
        approvers = [decision.by for decision in wording.decisions.select_related("by")]
        checks.check_may_approve(wording, by, [person.pk for person in approvers])
        _decide(wording, by, is_approval=True)
        approvers.append(by)
        if len(approvers) == current.signatures_needed:
            current.take(wording, approvers, timezone.now())
            current.save()
        facts = {"number": number, "given": len(approvers), "needed": current.signatures_needed}
        details = {"text": wording.text}
        note(f"{word_for(words)}_approved", by=by, thing=current, playbook=playbook, details=details, **facts)
    return current


def turn_down_wording(*, by: User, words: Words, number: int, reason: str = "") -> Words:
    """Take a proposal off the table, with the reason; its author needs none to take it back. The words in use stay."""
    with holding(words.brand) as playbook:
        current = locked(words)
        wording = checks.check_waits(current, number)
        checks.check_may_turn_down(wording, by, reason)
        _decide(wording, by, is_approval=False, reason=reason)
        current.proposal = None
        current.save(update_fields=["proposal"])
        details = {"reason": reason} if reason else None
        name = f"{word_for(words)}_turned_down"
        note(name, by=by, thing=current, playbook=playbook, details=details, number=number)
    return current


def mark_reviewed(*, by: User, words: Words, review_by: date) -> Words:
    """Somebody read the words in use and finds them right; they are looked at again by that day."""
    with editing(words.brand, by) as playbook:
        current = locked(words)
        checks.check_review_date(current, review_by, timezone.localdate())
        before, current.review_by = current.review_by, review_by
        current.save(update_fields=["review_by"])
        changed = {"review_by": {"before": before and str(before), "after": str(review_by)}}
        details: dict[str, Any] = {"changes": changed}
        note(f"{word_for(words)}_reviewed", by=by, thing=current, playbook=playbook, details=details)
    return current


def _decide(wording: Wording, by: User, *, is_approval: bool, reason: str = "") -> None:
    WordingDecision.objects.create(
        wording=wording,
        author_id=wording.author_id,
        by=by,
        is_approval=is_approval,
        reason=reason.strip()[:500],
        decided_at=timezone.now(),
    )
