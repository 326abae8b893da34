"""The lists of drafts: those to sign, those that wait, those that came back."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.rights import teams_with
from approvals.models import Review, Verdict
from approvals.paging import Place
from interactions.models import Draft, Signature

Person = User | AnonymousUser
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
    """Drafts by the time their answer is due: those this person may sign now, all that wait where they approve, or
    their own that came back."""
    if tab == "returned":
        return _came_back(person).order_by("interaction__due_at", "pk")
    teams = teams_with(person, "approve")
    rows = Draft.objects.filter(is_waiting=True)
    if tab == "all":
        rows = rows.filter(Q(turn__home__in=teams) | Q(turn__team__in=teams))
    else:
        mine = rows.filter(Q(turn__asked=None) | Q(turn__asked=person.pk), turn__team__in=teams)
        rows = mine.exclude(author_id=person.pk).exclude(based_on__author=person.pk).exclude(_is_signed_by(person))
    return rows.order_by("turn__due_at", "pk")


def _came_back(person: Person) -> QuerySet[Draft]:
    """A person's own newest drafts that a reviewer returned and that nobody has written anew."""
    newer = Draft.objects.filter(
        interaction=OuterRef("interaction"), line=OuterRef("line"), number__gt=OuterRef("number")
    )
    came_back = Review.objects.filter(author_id=person.pk, verdict=Verdict.RETURN).values("draft")
    return Draft.objects.filter(
        ~Exists(newer),
        interaction__state__in=["flagged", "drafted"],
        interaction__team__in=teams_with(person, "see"),
        is_waiting=False,
        pk__in=came_back,
    )


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
    return Place(draft.interaction.due_at, draft.pk)


def _place(edge: list[Draft], is_more: bool) -> str:
    return str(place_of(edge[0])) if edge and is_more else ""


def _is_after(place: Place) -> Q:
    """The due time stands alone first: a database seeks to it in an index, and could not in the alternatives."""
    due, last = place.due_at, place.draft_id
    return Q(interaction__due_at__gte=due) & (Q(interaction__due_at__gt=due) | Q(pk__gt=last))


def _is_before(place: Place) -> Q:
    due, first = place.due_at, place.draft_id
    return Q(interaction__due_at__lte=due) & (Q(interaction__due_at__lt=due) | Q(pk__lt=first))


def counts(person: Person) -> dict[str, int]:
    """How many drafts stand under each tab, counted up to a hundred; one query a tab."""
    return {tab: queue(person, tab)[:MOST_COUNTED].count() for tab in TABS}


def next_after(person: Person, draft: Draft) -> Draft | None:
    """The draft to sign after this one: the next that is due, else the first of the queue."""
    rows = queue(person, "mine").select_related("author", "interaction__contact").exclude(pk=draft.pk)
    return rows.filter(_is_after(place_of(draft))).first() or rows.first()
