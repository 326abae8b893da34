"""Saying something about a phrase of a draft."""

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from approvals import anchors, checks
from approvals.actions.opening import open_for_review
from approvals.checks import Seen
from approvals.models import Remark
from audit.record import record
from interactions import actions as core
from interactions.checks import check_is_person
from interactions.models import Composing, Draft


@transaction.atomic
def remark(
    draft: Draft,
    *,
    by: Actor,
    phrase: str,
    note: str = "",
    rewrite: str = "",
    near: int = 0,
    seen: Seen | None = None,
) -> Remark:
    """Put a note, a suggested rewrite, or both beside a phrase of a draft that waits.

    ``near`` is the place of the phrase in characters, where it stands more than once. Raises NotAllowed (right, four
    eyes), Conflict (decided, replaced, the case changed), Invalid (no such phrase, nothing said).
    """
    _locked, fresh = open_for_review(draft, by, seen)
    start = checks.check_remark(anchors.find(fresh.text, phrase, near), phrase, note, rewrite)
    said = Remark.objects.create(
        draft=fresh,
        by=check_is_person(by),
        start=start,
        end=start + len(phrase),
        quote=phrase,
        note=note.strip(),
        rewrite=rewrite,
        created_at=timezone.now(),
    )
    facts = {"draft": fresh.pk, "author": fresh.author_id, "remark": said.pk, "has_rewrite": bool(rewrite)}
    words = {"quote": phrase, "note": said.note, "rewrite": rewrite}
    case = fresh.interaction
    record("approvals.remarked", by=by, subject=case, brand=case.brand_id, facts=facts, details=words)
    return said


@transaction.atomic
def apply_remark(remark: Remark, *, by: User) -> Composing:
    """Take the suggested words into what the author is typing, or into their newest version; they submit it themselves.
    No event, as with everything typed. Raises NotAllowed for others, Invalid, Conflict where the phrase is gone."""
    draft = remark.draft
    checks.check_is_author(draft, by)
    kept = Composing.objects.filter(interaction=draft.interaction_id, user=by).exclude(text="").first()
    newest = Draft.objects.filter(interaction=draft.interaction_id, line=draft.line, author=by).latest("number")
    words = kept.text if kept else newest.text
    text = anchors.rewritten(words, remark.start, remark.quote, remark.rewrite)
    return core.compose(draft.interaction, by=by, text=checks.check_applies(remark, text))
