"""What authors hear about their drafts. Subscribers of the record; idempotent, as a notice is keyed by its cause."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.notices import notify
from approvals.models import Review, Verdict
from audit.models import Event
from interactions.models import Approval, Draft
from interactions.models.drafts import Basis


def tell_reviewed(event: Event) -> None:
    """``approvals.reviewed``: a return says why, an edit leads to what was changed."""
    review = Review.objects.select_related("by", "author", "draft__interaction__brand").get(pk=event.subject_id)
    key = f"review:{review.pk}"
    if review.verdict == Verdict.RETURN:
        said = _("%(name)s returned your draft: %(reason)s.")
        words = {"name": review.by, "reason": review.get_reason_code_display()}
        _tell(review.author, "draft-returned", said % words, review.draft, key)
    elif review.verdict == Verdict.EDIT:
        theirs = Draft.objects.filter(based_on=review.draft_id, author=review.by_id).order_by("-pk").first()
        is_out = theirs is not None and theirs.approvals.exists()
        said = (
            _("%(name)s approved your draft with edits. See what changed.")
            if is_out
            else _("%(name)s wrote another version of your draft. Somebody else approves it.")
        )
        _tell(review.author, "draft-edited", said % {"name": review.by}, theirs or review.draft, key, compare=True)


def tell_approved(event: Event) -> None:
    """``interactions.approved`` by a review: whoever wrote in the text, but for those who signed it."""
    approval = Approval.objects.select_related("by", "draft__interaction__brand").get(pk=event.facts["approval"])
    if approval.basis != Basis.REVIEW:
        return  # the policy asked nobody, or the editor's own notice says it
    signed = set(approval.draft.signatures.values_list("by_id", flat=True))
    said = _("%(name)s approved your draft.") % {"name": approval.by}
    for author in _hands(approval.draft):
        if author.pk not in signed:
            _tell(author, "draft-approved", said, approval.draft, f"approval:{approval.pk}")


def tell_set_aside(event: Event) -> None:
    """``interactions.set_aside``: another candidate was chosen."""
    draft = _draft(event)
    said = _("Another answer than yours was chosen. Yours is set aside; it is kept.")
    _tell(draft.author, "draft-superseded", said, draft, f"aside:{draft.pk}")


def tell_expired(event: Event) -> None:
    """``interactions.approval_expired``: the text waits again, and why. It was the newest approval there was then."""
    approvals = Approval.objects.filter(interaction=event.subject_id, approved_at__lte=event.at)
    approval = approvals.select_related("draft__author", "draft__interaction__brand").latest("pk")
    detail = getattr(event, "detail", None)
    why = detail.words.get("why") if detail and detail.words else None
    said = _("The approval of your draft no longer stands. %(why)s")
    said %= {"why": why or _("The customer wrote, edited or deleted something since.")}
    _tell(approval.draft.author, "approval-expired", said, approval.draft, f"expired:{approval.pk}")


def has_ended(facts: dict[str, Any]) -> bool:
    """Whether a flag ended the wait or the approval of a draft."""
    return bool(facts.get("ended"))


def tell_put_back(event: Event) -> None:
    """``interactions.flagged`` or ``interactions.lowered``: the text was judged for another flag than the case has."""
    drafts = Draft.objects.select_related("author", "interaction__brand", "interaction__topic")
    for draft in drafts.filter(pk__in=event.facts["ended"]):
        said = _("The case you answered is “%(topic)s” now. Your text is kept: look at it again and send it.")
        if draft.interaction.is_held:
            said = _("The case you answered is red now, “%(topic)s”: nothing goes out. Your text is kept.")
        words = {"topic": draft.interaction.topic}
        _tell(draft.author, "draft-put-back", said % words, draft, f"put-back:{event.pk}:{draft.pk}")


def _draft(event: Event) -> Draft:
    return Draft.objects.select_related("author", "interaction__brand").get(pk=event.facts["draft"])


def _hands(draft: Draft) -> list[User]:
    """The author, and those whose versions this one is built on."""
    versions = {one.pk: one for one in draft.interaction.drafts.select_related("author")}
    hands: dict[int, User] = {}
    below: Draft | None = versions[draft.pk]
    while below is not None:
        hands.setdefault(below.author_id, below.author)
        below = versions.get(below.based_on_id) if below.based_on_id else None
    return list(hands.values())


def _tell(person: User, kind: str, text: str, draft: Draft, key: str, *, compare: bool = False) -> None:
    if person.is_machine:
        return
    url = reverse("approvals:review", args=[draft.pk]) + ("?compare=version" if compare else "")
    notify(person, kind=kind, text=text, url=url, key=key, brand=draft.interaction.brand)
