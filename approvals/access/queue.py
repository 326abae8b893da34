"""The lists of drafts: those to sign, those that wait, those that came back.

A list over several teams is read team by team, each from the index that holds it in order, and merged: its cost is that
of a page, not that of the queue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.rights import teams_with
from approvals.access.merging import counts_of, first_of
from approvals.models import Reading, ReturnedDraft, Review, Turn, Verdict
from approvals.paging import Place
from interactions.models import Draft, Signature

Person = User | AnonymousUser
ROWS = 25
MOST_COUNTED = 100  # a count beyond this helps nobody and costs a scan
RETURNED_FOR = timedelta(days=30)
TABS = ("mine", "all", "returned")
_LOOKED_AHEAD = 10  # drafts among which the next one is chosen that nobody else is reading


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of the queue, with the places before and after it, empty at the ends; ``here`` asks for it again."""

    rows: list[Draft]
    before: str
    after: str
    here: str = ""


def queue(person: Person, tab: str) -> QuerySet[Any]:
    """What stands under a tab, in no order: turns this person may take now, all that wait where they approve, or their
    drafts that came back: their own, and those of their teams."""
    if tab == "returned":
        own, of_teams = _came_back(person)
        return own | of_teams
    teams = teams_with(person, "approve")
    if tab == "all":
        return Turn.objects.filter(Q(home__in=teams) | Q(team__in=teams))
    return _open_to(person).filter(Q(asked=None) | Q(asked=person.pk), team__in=teams)


def _stretches(person: Person, tab: str) -> list[QuerySet[Any]]:
    """The same in parts with ``due_at`` and ``draft_id``, each in an index in that order. A row may stand in two."""
    if tab == "returned":
        return [rows.annotate(due_at=F("draft__interaction__due_at")) for rows in _came_back(person)]
    teams = sorted(teams_with(person, "approve"))
    if tab == "all":
        at_home: list[QuerySet[Turn]] = [Turn.objects.filter(home=team) for team in teams]
        return at_home + [Turn.objects.filter(team=team) for team in teams]
    mine = _open_to(person)
    return [mine.filter(asked=person.pk, team__in=teams), *(mine.filter(asked=None, team=team) for team in teams)]


def _open_to(person: Person) -> QuerySet[Turn]:
    """Turns on texts in which this person had no hand and which they have not signed."""
    signed = Signature.objects.filter(
        draft=OuterRef("draft"),
        by=person.pk,
        thread_version=OuterRef("interaction__thread_version"),
        flag_version=OuterRef("interaction__flag_version"),
    )
    rows = Turn.objects.exclude(draft__author=person.pk).exclude(draft__based_on__author=person.pk)
    return rows.filter(~Exists(signed))


def _came_back(person: Person) -> tuple[QuerySet[ReturnedDraft], QuerySet[ReturnedDraft]]:
    """What a reviewer returned and nobody has written anew: a person's own, and for a month that of the teams they
    approve for. Two lists, because each is found by an index of its own."""
    rows = ReturnedDraft.objects.still_open().filter(draft__interaction__team__in=teams_with(person, "see"))
    since = timezone.now() - RETURNED_FOR
    lately = rows.filter(team__in=teams_with(person, "approve"), returned_at__gt=since)
    return rows.filter(author=person.pk), lately


def page(person: Person, tab: str, *, after: Place | None = None, before: Place | None = None) -> Page:
    """Up to 25 rows after a place, or before one; two queries, three of what came back."""
    stretches = _stretches(person, tab)
    if before is not None:
        found = first_of([rows.filter(_is_before(before)) for rows in stretches], ROWS + 1, backwards=True)
        shown = found[:ROWS][::-1]
        edges = _place(shown[:1], len(found) > ROWS), _place(shown[-1:], bool(shown))
        return Page(_drafts(shown, tab), *edges, here=f"before={before}")
    found = first_of([rows.filter(_is_after(after)) for rows in stretches] if after else stretches, ROWS + 1)
    shown = found[:ROWS]
    edges = _place(shown[:1], after is not None), _place(shown[-1:], len(found) > ROWS)
    return Page(_drafts(shown, tab), *edges, here=f"after={after}" if after else "")


def _drafts(places: Sequence[Place], tab: str) -> list[Draft]:
    """The drafts of these places in their order, with all that a row of the list names; one query, and under "returned"
    one for who returned them and why."""
    related = ("author", "reading__by", "turn__asked", "turn__team", "turn__home")
    case = ("interaction__contact", "interaction__channel", "interaction__topic")
    rows = Draft.objects.select_related(*related, *case)
    if tab == "returned":
        returns = Review.objects.filter(verdict=Verdict.RETURN).select_related("by")
        rows = rows.prefetch_related(Prefetch("reviews", returns, to_attr="returns"))
    found = rows.in_bulk([place.draft_id for place in places])
    return [found[place.draft_id] for place in places if place.draft_id in found]


def place_of(draft: Draft) -> Place:
    """Where it stands, or stood: a turn is due when its interaction is."""
    return Place(draft.interaction.due_at, draft.pk)


def _place(edge: Sequence[Place], is_more: bool) -> str:
    return str(edge[0]) if edge and is_more else ""


def _is_after(place: Place) -> Q:
    """The due time stands alone first: a database seeks to it in an index, and could not in the alternatives."""
    due, last = place.due_at, place.draft_id
    return Q(due_at__gte=due) & (Q(due_at__gt=due) | Q(draft_id__gt=last))


def _is_before(place: Place) -> Q:
    due, first = place.due_at, place.draft_id
    return Q(due_at__lte=due) & (Q(due_at__lt=due) | Q(draft_id__lt=first))


def counts(person: Person) -> dict[str, int]:
    """How many drafts stand under each tab, counted up to a hundred; one query."""
    return counts_of({tab: _stretches(person, tab) for tab in TABS}, MOST_COUNTED)


def next_after(person: Person, draft: Draft) -> Draft | None:
    """The draft to sign after this one: the next that is due and that nobody else is reading; at the end of the queue
    its first."""
    stretches = _stretches(person, "mine")
    following = first_of([rows.filter(_is_after(place_of(draft))) for rows in stretches], _LOOKED_AHEAD)
    if len(following) < _LOOKED_AHEAD:
        following += first_of(stretches, _LOOKED_AHEAD)
    ids = [place.draft_id for place in following if place.draft_id != draft.pk]
    if not ids:
        return None
    read = Reading.objects.live(timezone.now()).filter(draft__in=ids).exclude(by=person.pk)
    taken = set(read.values_list("draft_id", flat=True))
    chosen = next((pk for pk in ids if pk not in taken), ids[0])
    return Draft.objects.select_related("author", "interaction__contact").filter(pk=chosen).first()
