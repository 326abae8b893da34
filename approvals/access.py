"""The only door through which a page gets a draft or a list of them. What one may not see is not there: 404."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, Model, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from accounts.models import Membership, Team, User
from accounts.refusals import NotAllowed
from accounts.rights import brands_with, teams_with
from approvals.models import Probation, Review, Verdict
from approvals.paging import Place
from interactions.models import Draft, Interaction, Note, Reply, Signature

Person = User | AnonymousUser
Row = TypeVar("Row", bound=Model)
ROWS = 25
MOST_COUNTED = 100  # a count beyond this helps nobody and costs a scan
TABS = ("mine", "all", "returned")


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the queue, with the places before and after it, empty at the ends."""

    rows: list[Draft]
    before: str
    after: str


def queue(person: Person, tab: str) -> QuerySet[Draft]:
    """Newest drafts by the time their answer is due: those this person may sign, all that wait where they approve, or
    their own that came back."""
    newest = _newest_drafts()
    if tab == "returned":
        came_back = Review.objects.filter(author_id=person.pk, verdict=Verdict.RETURN).values("draft")
        rows = newest.filter(
            interaction__state="flagged", interaction__team__in=teams_with(person, "see"), pk__in=came_back
        )
    else:
        rows = newest.filter(interaction__state="drafted", interaction__team__in=teams_with(person, "approve"))
    if tab == "mine":
        rows = rows.exclude(author_id=person.pk).exclude(_is_signed_by(person))
    return rows.order_by("interaction__due_at", "interaction_id")


def _newest_drafts() -> QuerySet[Draft]:
    newer = Draft.objects.filter(interaction=OuterRef("interaction"), number__gt=OuterRef("number"))
    return Draft.objects.filter(~Exists(newer))


def _is_signed_by(person: Person) -> Exists:
    return Exists(
        Signature.objects.filter(
            draft=OuterRef("pk"),
            by=person.pk,
            thread_version=OuterRef("interaction__thread_version"),
            flag_version=OuterRef("interaction__flag_version"),
        )
    )


def page(person: Person, tab: str, *, after: Place | None = None, before: Place | None = None) -> Page:
    """Up to 25 rows after a place, or before one; one query."""
    rows = queue(person, tab).select_related(
        "author", "interaction__contact", "interaction__channel", "interaction__topic"
    )
    if before is not None:
        found = list(rows.filter(_is_before(before)).reverse()[: ROWS + 1])
        shown = found[:ROWS][::-1]
        return Page(shown, _place(shown[:1], len(found) > ROWS), _place(shown[-1:], bool(shown)))
    found = list((rows.filter(_is_after(after)) if after else rows)[: ROWS + 1])
    shown = found[:ROWS]
    return Page(shown, _place(shown[:1], after is not None), _place(shown[-1:], len(found) > ROWS))


def place_of(draft: Draft) -> Place:
    return Place(draft.interaction.due_at, draft.interaction_id)


def _place(edge: list[Draft], is_more: bool) -> str:
    return str(place_of(edge[0])) if edge and is_more else ""


def _is_after(place: Place) -> Q:
    """The due time stands alone first: a database seeks to it in an index, and could not in the alternatives."""
    due, last = place.due_at, place.interaction_id
    return Q(interaction__due_at__gte=due) & (Q(interaction__due_at__gt=due) | Q(interaction_id__gt=last))


def _is_before(place: Place) -> Q:
    due, first = place.due_at, place.interaction_id
    return Q(interaction__due_at__lte=due) & (Q(interaction__due_at__lt=due) | Q(interaction_id__lt=first))


def counts(person: Person) -> dict[str, int]:
    """How many drafts stand under each tab, counted up to a hundred; one query a tab."""
    return {tab: queue(person, tab)[:MOST_COUNTED].count() for tab in TABS}


def next_after(person: Person, draft: Draft) -> Draft | None:
    """The draft to sign after this one: the next that is due, else the first of the queue."""
    rows = queue(person, "mine").select_related("author", "interaction__contact").exclude(pk=draft.pk)
    return rows.filter(_is_after(place_of(draft))).first() or rows.first()


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


def review_counts(author: User) -> list[tuple[str, str, int, int]]:
    """Verdict, reason, how often, and how often on a first version, over this author's drafts; one grouped query."""
    grouped = Review.objects.filter(author=author).order_by().values("verdict", "reason_code")
    counted = grouped.annotate(times=Count("pk"), firsts=Count("pk", filter=Q(draft__number=1)))
    return list(counted.values_list("verdict", "reason_code", "times", "firsts"))


def probation_of(user: User, team: Team) -> Probation | None:
    """The one that is running, if any."""
    return Probation.objects.live().filter(user=user, team=team).first()


def managed_teams(person: Person) -> list[Team]:
    """Teams whose people this person manages, with their members. Raises NotAllowed for others."""
    brands = brands_with(person, "manage_people")
    if not brands:
        raise NotAllowed(_("Only who manages people starts or ends a probation. Ask your supervisor."))
    members = Membership.objects.filter(user__is_active=True, user__is_machine=False).select_related("user", "role")
    return list(
        Team.objects.filter(brand__in=brands, is_active=True)
        .select_related("brand")
        .order_by("brand__name", "name")
        .prefetch_related(Prefetch("memberships", members.order_by("user__full_name", "role__name")))
    )


def running_probations(teams: list[Team]) -> list[Probation]:
    """The probations that nobody has ended, in these teams."""
    return list(Probation.objects.live().filter(team__in=teams).select_related("started_by"))


def managed_person(person: Person, team_id: int, user_id: int) -> tuple[Team, User]:
    """A team this person manages and one of its people. Raises Http404."""
    teams = Team.objects.filter(brand__in=brands_with(person, "manage_people")).select_related("brand")
    team = get_object_or_404(teams, pk=team_id)
    user = User.objects.filter(pk=user_id, memberships__team=team).distinct().first()
    if user is None:
        raise Http404(_("There is no such person on this team."))
    return team, user


def managed_probation(person: Person, pk: int) -> Probation:
    """A probation in a team this person manages. Raises Http404."""
    rows = Probation.objects.filter(team__brand__in=brands_with(person, "manage_people"))
    return get_object_or_404(rows.select_related("user", "team__brand", "started_by", "ended_by"), pk=pk)
