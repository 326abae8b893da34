"""Deciding on a draft: signing it, wording it oneself, giving it back."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from approvals import checks
from approvals.actions.opening import open_for_review
from approvals.checks import Seen
from approvals.models import Reading, ReasonCode, ReturnedDraft, Review, Verdict
from audit.record import record
from interactions import actions as core
from interactions.checks import check_is_person, check_template
from interactions.edits import edit_share
from interactions.models import Approval, Draft
from interactions.models.drafts import Basis
from interactions.ticking import untouched
from playbook.models import ChecklistItem


@transaction.atomic
def approve(draft: Draft, *, by: Actor, seen: Seen | None = None, sets_aside: Collection[int] = ()) -> Approval | None:
    """Sign a waiting draft. Returns the Approval when it was the last name needed, else None.

    ``seen`` is what the reviewer had before them, ``sets_aside`` the candidates beside it that end with the last name.
    Raises NotAllowed (right, turn, four eyes, hold), Conflict (decided, replaced, signed already, the case changed,
    another candidate waits), Invalid (checklist, channel).
    """
    _locked, fresh = open_for_review(draft, by, seen)
    approval = core.approve(fresh, by=by, sets_aside=sets_aside)
    _write(fresh, by=by, verdict=Verdict.APPROVE)
    return approval


@transaction.atomic
def approve_with_edits(
    draft: Draft,
    *,
    by: Actor,
    text: str,
    ticks: Collection[str] | None = None,
    as_new_version: bool = False,
    seen: Seen | None = None,
    sets_aside: Collection[int] = (),
) -> Approval | None:
    """Write the reviewer's wording on top of the author's and sign it, whole or not at all.

    ``ticks`` names the lines of the checklist that the reviewer stands by; those that the edit left untouched stay.
    Above the edit limit this raises NotAllowed and leaves nothing; ``as_new_version`` submits the wording for a third
    person instead. Where the text did not change it is an ordinary approval. Raises as ``approve`` does.
    """
    if text == draft.text:
        return approve(draft, by=by, seen=seen, sets_aside=sets_aside)
    locked, fresh = open_for_review(draft, by, seen)
    check_template(fresh)
    person = check_is_person(by)
    revision = core.draft(
        locked,
        by=person,
        text=text,
        ticks={*ticks, *still_ticked(fresh, text)} if ticks else None,
        consideration=fresh.consideration,
        is_public=fresh.is_public,
        template=fresh.template,
        based_on=fresh,
        sets_aside=sets_aside,
    )
    approval = revision.approvals.first()  # the policy asks for nobody any more and approved it at once
    if approval is None and not as_new_version:
        approval = core.approve(revision, by=person, basis=Basis.EDIT, sets_aside=sets_aside)
    _write(fresh, by=person, verdict=Verdict.EDIT, share=edit_share(fresh.text, text))
    return approval


@transaction.atomic
def send_back(draft: Draft, *, by: Actor, reason_code: str, note: str, seen: Seen | None = None) -> Review:
    """Return a waiting draft to its author, with a reason that is counted and a sentence that is read."""
    _locked, fresh = open_for_review(draft, by, seen)
    checks.check_return(reason_code, note)
    core.send_back(fresh, by=by, reason=f"{ReasonCode(reason_code).label}: {note}")
    review = _write(fresh, by=by, verdict=Verdict.RETURN, reason_code=reason_code, note=note)
    facts = {"author_id": fresh.author_id, "team_id": review.team_id, "returned_at": review.created_at}
    ReturnedDraft.objects.update_or_create(draft=fresh, defaults=facts)
    return review


def _write(
    draft: Draft, *, by: Actor, verdict: Verdict, reason_code: str = "", note: str = "", share: float | None = None
) -> Review:
    review = Review.objects.create(
        draft=draft,
        author_id=draft.author_id,
        by=check_is_person(by),
        team_id=draft.interaction.team_id,
        level=draft.interaction.level,
        is_first=not _is_judged_before(draft),
        verdict=verdict,
        reason_code=reason_code,
        note=note,
        edit_share=share,
        created_at=timezone.now(),
    )
    Reading.objects.filter(draft=draft).delete()
    facts = {"interaction": draft.interaction_id, "draft": draft.pk, "author": draft.author_id}
    decision = {"verdict": str(verdict), "reason_code": reason_code, "edit_percent": review.edit_percent}
    record("approvals.reviewed", by=by, subject=review, brand=draft.interaction.brand_id, facts=facts | decision)
    return review


def _is_judged_before(draft: Draft) -> bool:
    """Whether anybody decided on an earlier text of the same author for this case."""
    others = Review.objects.filter(author=draft.author_id, draft__interaction=draft.interaction_id)
    return others.exclude(draft=draft).exists()


def still_ticked(draft: Draft, text: str) -> set[str]:
    """The lines ticked under this draft that stand for another wording too."""
    return set(untouched(draft.ticks.all(), ChecklistItem.parts_of(draft.interaction.brand_id), text))
