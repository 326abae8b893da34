"""One draft with all that is read beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.rights import teams_with
from approvals.models import Remark, Review, Turn
from interactions.models import Attachment, Draft, HandOff, Interaction, Note, Reply, Signature

Person = User | AnonymousUser
Row = TypeVar("Row", bound=Model)


def draft_for(person: Person, pk: int) -> Draft:
    """The draft with everything its page names, and whether a talk is offered beside it (``has_offer``): of the teams
    this person sees, or one that their name is or was asked for from another team. Raises Http404 for anybody else."""
    is_asked = Exists(Turn.objects.filter(draft=OuterRef("pk"), team__in=teams_with(person, "approve")))
    unchanged = {"thread_version": OuterRef("interaction__thread_version")}  # nothing came that they have not read
    has_signed = Exists(Signature.objects.filter(draft=OuterRef("pk"), by=person.pk, **unchanged))
    is_visible = Q(interaction__team__in=teams_with(person, "see")) | Q(is_asked) | Q(has_signed)
    rows = Draft.objects.filter(is_visible).select_related(
        "author",
        "based_on__author",
        "template",
        "reading__by",
        "turn__asked",
        "turn__asked_by",
        "turn__team",
        "interaction__approval__by",
        "interaction__brand",
        "interaction__channel",
        "interaction__contact",
        "interaction__team",
        "interaction__topic__plan",
    )
    offers = HandOff.objects.filter(interaction=OuterRef("interaction"), recorded_at=None)
    return get_object_or_404(rows.annotate(has_offer=Exists(offers)), pk=pk)


def file_of(draft: Draft, pk: int) -> Attachment:
    """A file of this draft. Raises Http404."""
    return get_object_or_404(Attachment, pk=pk, pk__in=draft.enclosed.values("attachment"))


def remark_for(person: Person, pk: int) -> Remark:
    """A remark on a draft that this person may see. Raises Http404."""
    remark = get_object_or_404(Remark.objects.select_related("draft"), pk=pk)
    draft_for(person, remark.draft_id)
    return remark


def remark_of(draft: Draft, pk: str) -> Remark | None:
    """A remark on this line of versions that suggests other words, as an address names it; None for anything else."""
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    rows = Remark.objects.filter(draft__interaction=draft.interaction_id, draft__line=draft.line)
    return rows.exclude(rewrite="").filter(pk=int(pk)).first()


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the thread: what a customer wrote, what we answered, or a note among colleagues."""

    kind: str
    at: datetime
    said: Any


def thread(person: Person, interaction: Interaction, most: int = 20) -> list[Entry]:
    """The newest lines of this conversation that the person may see, oldest first; three queries."""
    teams = teams_with(person, "see") | {interaction.team_id}  # whoever signs reads what it answers, and no more
    messages = Interaction.objects.filter(conversation=interaction.conversation_id, team__in=teams)
    replies = Reply.objects.filter(
        Q(interaction=None) | Q(interaction__team__in=teams), conversation=interaction.conversation_id, state="sent"
    )
    entries = [
        *(Entry("message", said.received_at, said) for said in _newest(messages.select_related("contact"), most)),
        *(
            Entry("reply", said.sent_at, said)
            for said in _newest(replies.select_related("approval__draft__author", "statement", "channel"), most)
            if said.sent_at
        ),
        *(
            Entry("note", said.created_at, said)
            for said in _newest(Note.objects.filter(interaction=interaction).select_related("author"), most)
        ),
    ]
    return sorted(entries, key=lambda entry: entry.at)[-most:]


def _newest(rows: QuerySet[Row], most: int) -> list[Row]:
    return list(rows.order_by("-pk")[:most])


def versions(interaction: Interaction) -> list[Draft]:
    """Every version of the answer with its author, its reviews and its remarks, newest first; three queries."""
    reviews = Prefetch("reviews", Review.objects.select_related("by"))
    remarks = Prefetch("remarks", Remark.objects.select_related("by"))
    return list(interaction.drafts.select_related("author").prefetch_related(reviews, remarks).order_by("-number"))
