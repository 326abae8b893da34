"""What other pages show of this room: facts for the rows of the inbox, and who signs an answer and why."""

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from accounts.models import User
from accounts.rights import can
from approvals.answers import requirement_for
from approvals.letting_go import may_let_go
from approvals.models import Review, Verdict
from interactions.checks import signatures_on
from interactions.models import Draft, Interaction
from interactions.ports import Panel


def row_facts(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """``waiting`` for a sign-off, or ``returned`` to its author; one query."""
    newest = Draft.objects.filter(interaction=OuterRef("pk")).order_by("-number").values("pk")[:1]
    rows = (
        Interaction.objects.filter(pk__in=ids, state__in=["drafted", "flagged"])
        .annotate(newest=Subquery(newest))
        .filter(newest__isnull=False)
        .annotate(
            verdict=Subquery(Review.objects.filter(draft=OuterRef("newest")).order_by("-pk").values("verdict")[:1])
        )
        .filter(Q(state="drafted") | Q(verdict=Verdict.RETURN))
    )
    return {
        pk: {"waiting": True} if state == "drafted" else {"returned": True}
        for pk, state in rows.values_list("pk", "state")
    }


def panels(interaction: Interaction, user: User) -> list[Panel]:
    """Who signs the answer to this, and why; before there is one, what an answer by this person would need."""
    if not interaction.is_open or not interaction.level:
        return []
    newest = interaction.drafts.select_related("author").order_by("-number").first()
    waiting = newest if interaction.state == Interaction.State.DRAFTED else None
    if waiting is None and not can(user, "draft", interaction.team):
        return []
    requirement = requirement_for(waiting or Draft(interaction=interaction, author=user))
    signed = signatures_on(waiting, interaction) if waiting else []
    shown = {
        "draft": waiting,
        "requirement": requirement,
        "signed": signed,
        "may_let_go": waiting is not None and may_let_go(user, waiting, requirement, signed),
        "may_review": bool(waiting) and can(user, "approve", interaction.team),
        "returned": _returned(newest) if interaction.state == Interaction.State.FLAGGED else None,
    }
    return [Panel("approvals/_requirement.html", shown)]


def _returned(newest: Draft | None) -> Review | None:
    if newest is None:
        return None
    last = Review.objects.filter(draft=newest).select_related("by").last()
    return last if last is not None and last.verdict == Verdict.RETURN else None
