"""Finding interactions by what was typed: their words, their author's name, their reference, and operators.

Without a queue the whole history is looked through, the newest first; within one, in its own order.
"""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from interactions import paging
from interactions.asked import Asked, Term
from interactions.finding import ENOUGH, newest_with
from interactions.full_text import Matches
from interactions.models import Interaction
from interactions.narrowing import Scope, by_authors, narrowed
from interactions.paging import Cursor, Page, cut_to_page, newest_of
from interactions.queues import EVERYTHING_EVER, Asking, Queue

FEW = 2_000  # found messages: fewer are gone through one by one
LARGEST = 10**18
TOO_MUCH = _(
    "Looking through everything took too long, so it was stopped. Ask for less: add a word that few messages hold, "
    "or from:, topic: or after: with a day."
)
NOTHING = Page([], None, None)
NOBODY = Q(pk=0)  # what is empty by itself is no condition for the database


def page(asked: Asked, queue: Queue, scope: Scope, rows: Q, cursor: Cursor | None) -> Page:
    """A page of what is found among the rows of the scope's teams."""
    if asked.wrong or not scope.team_ids:
        return NOTHING
    scope = replace(scope, is_led_by_authors=True)
    rows &= narrowed(asked, scope)
    if asked.reference is not None:
        return cut_to_page(_named(asked.reference, scope, rows), None)
    if queue is EVERYTHING_EVER and asked.terms:
        return cut_to_page(_newest(asked, scope, rows, cursor), cursor)
    is_few = "from" in asked.by_operator
    if asked.terms:
        few = _first(asked.terms)
        is_few = is_few or len(few) <= FEW
        rows &= (Q(pk__in=few or [0]) if len(few) <= FEW else Q(Matches(asked.terms))) | _by_author(asked, scope)
    asking = Asking(scope.user_id, scope.now)
    return paging.page(_at_once(queue) if is_few else queue, asking, scope.team_ids, rows, cursor)


def condition(asked: Asked, scope: Scope) -> Q:
    """What is found, as a condition on a bounded number of rows: those that came since, those that are open."""
    if asked.wrong:
        return NOBODY
    if asked.reference is not None:
        return Q(pk=asked.reference)
    words = Q(Matches(asked.terms, is_gathered=True)) | _by_author(asked, scope) if asked.terms else Q()
    return words & narrowed(asked, scope)


def _newest(asked: Asked, scope: Scope, rows: Q, cursor: Cursor | None) -> list[int]:
    """By their words, by their author, by their number: what each finds first, merged."""
    mine = Interaction.objects.filter(rows, team__in=scope.team_ids)
    found = set(newest_with(asked.terms, mine, scope.team_ids, cursor))
    if asked.plain:
        found.update(newest_of(mine.filter(_by_author(asked, scope)), cursor))
    if asked.plain.isascii() and asked.plain.isdigit() and int(asked.plain) < LARGEST:
        found.update(newest_of(mine.filter(pk=int(asked.plain)), cursor))
    is_back = cursor is not None and cursor.is_back
    return sorted(found, reverse=not is_back)[:ENOUGH]


def _first(terms: tuple[Term, ...]) -> list[int]:
    """Some that the terms stand in, of whomever: to learn whether they are few."""
    rows = Interaction.objects.filter(Q(Matches(terms, is_gathered=True)))
    return list(rows.order_by().values_list("pk", flat=True)[: FEW + 1])


def _by_author(asked: Asked, scope: Scope) -> Q:
    """Of the people whose handle or name begins as what was typed."""
    if not asked.plain:
        return NOBODY
    return by_authors(asked.plain, scope)


def _named(reference: int, scope: Scope, rows: Q) -> list[int]:
    return newest_of(Interaction.objects.filter(rows, team__in=scope.team_ids, pk=reference), None)


def _at_once(queue: Queue) -> Queue:
    """The queue, its rows not looked for team by team: they are found by themselves."""
    return replace(queue, cuts=lambda asking: [replace(cut, is_personal=True) for cut in queue.cuts(asking)])
