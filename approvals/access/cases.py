"""One draft with all that is read beside it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import User
from accounts.rights import teams_with
from approvals.models import Review
from interactions.models import Draft, Interaction, Note, Reply

Person = User | AnonymousUser
Row = TypeVar("Row", bound=Model)


def draft_for(person: Person, pk: int) -> Draft:
    """The draft with everything its page names. Raises Http404 for what this person may not see."""
    rows = Draft.objects.filter(interaction__team__in=teams_with(person, "see")).select_related(
        "author",
        "based_on__author",
        "template",
        "interaction__approval__by",
        "interaction__brand",
        "interaction__channel",
        "interaction__contact",
        "interaction__team",
        "interaction__topic__plan",
    )
    return get_object_or_404(rows, pk=pk)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the thread: what a customer wrote, what we answered, or a note among colleagues."""

    kind: str
    at: datetime
    said: Any


def thread(person: Person, interaction: Interaction, most: int = 20) -> list[Entry]:
    """The newest lines of this conversation that the person may see, oldest first; three queries."""
    teams = teams_with(person, "see")
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
    """Every version of the answer with its author and its reviews, newest first; two queries."""
    reviews = Prefetch("reviews", Review.objects.select_related("by"))
    return list(interaction.drafts.select_related("author").prefetch_related(reviews).order_by("-number"))
