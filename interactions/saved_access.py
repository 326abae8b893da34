"""The only door to saved views: one's own, and those shared with a team one may see; with how much waits in each."""

from contextlib import suppress
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Q
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Team, User
from accounts.rights import brands_with, teams_with
from interactions import search
from interactions.counting import BOUND
from interactions.inbox import InboxQuery
from interactions.models import Interaction, SavedView
from interactions.narrowing import Scope
from interactions.patience import TookTooLong, patience
from interactions.queues import EVERYTHING_EVER, IN_SIGHT, OPEN, Asking

MOST_COUNTED = 40


def views_of(person: User) -> list[SavedView]:
    """One's own first, each group by name. One query."""
    shared = Q(team__in=teams_with(person, "see"))
    rows = SavedView.objects.filter(Q(owner=person.pk) | shared).select_related("team__brand", "owner")
    return sorted(rows, key=lambda view: (view.owner_id != person.pk, view.name.lower()))


def view_for(person: User, pk: int) -> SavedView:
    """A view this person has. Raises Http404."""
    shared = Q(team__in=teams_with(person, "see"))
    return get_object_or_404(
        SavedView.objects.select_related("owner", "team__brand"), Q(owner=person.pk) | shared, pk=pk
    )


def teams_to_share_with(person: User) -> list[Team]:
    rows = Team.objects.filter(pk__in=teams_with(person, "note"), is_active=True)
    return list(rows.select_related("brand").order_by("name"))


def team_to_share_with(person: User, pk: int | None) -> Team | None:
    """Raises Http404 for a team whose work this person does not do."""
    if pk is None:
        return None
    team = next((team for team in teams_to_share_with(person) if team.pk == pk), None)
    if team is None:
        raise Http404(_("There is no such team for you."))
    return team


def counted(person: User, views: list[SavedView]) -> dict[int, int]:
    """How many open messages stand in each, at most BOUND, by the view's id; no numbers where that takes too long to
    say. One query for all."""
    scope = Scope(person.pk, teams_with(person, "see"), brands_with(person, "see_brand"), timezone.now())
    wanted = {view.pk: InboxQuery.read(QueryDict(view.query)) for view in views[:MOST_COUNTED]}
    if not wanted or not scope.team_ids:
        return {}
    selects: list[str] = []
    parameters: list[Any] = []
    for query in wanted.values():
        rows = Interaction.objects.filter(_waiting(query, scope), team__in=scope.team_ids)
        sql, given = rows.order_by().values("id")[:BOUND].query.sql_with_params()
        selects.append(f"(SELECT COUNT(*) FROM ({sql}) AS found)")  # noqa: S608 - our own pieces
        parameters.extend(given)
    with suppress(TookTooLong), patience(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(selects)}", parameters)
        return dict(zip(wanted, cursor.fetchone(), strict=True))
    return {}


def _waiting(query: InboxQuery, scope: Scope) -> Q:
    """What of it is open: a number beside a view is work."""
    rows = OPEN & query.narrowed & search.condition(query.asked, scope)
    if query.brand:
        rows &= Q(brand__slug=query.brand)
    if query.queue is EVERYTHING_EVER:
        return rows & IN_SIGHT
    asking = Asking(scope.user_id, scope.now)
    if query.queue.counted:
        return rows & query.queue.counted(asking)
    return rows & reduce(or_, (cut.rows for cut in query.queue.cuts(asking)))
