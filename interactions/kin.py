"""Isolated, or part of something? What others wrote around the same time that says nearly the same.

Nothing is stored for it and nothing is paid when a message comes in: a bounded number of the messages around this one
is read, by the index of its team, when somebody asks.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models.functions import Left

from interactions.alike import LONGEST_READ, scores
from interactions.models import IncidentLink, Interaction
from interactions.models.interaction import Interactions

LOOKED_AT = 2_000  # messages, of all teams together
WITHIN = timedelta(days=3)
SHOWN = 12
BROAD_FROM = 3  # other people
MOST_TEAMS = 20


@dataclass(frozen=True, slots=True)
class Near:
    """One that is alike. ``share``: in percent; ``incident``: the room it is in, if any."""

    row: Interaction
    share: int
    incident: int | None


@dataclass(frozen=True, slots=True)
class Kin:
    """``people``: how many others say nearly the same; ``same_topic``: how many of those looked at have its topic."""

    near: list[Near]
    people: int
    same_topic: int
    looked_at: int
    incident: int | None

    @property
    def is_broad(self) -> bool:
        return self.people >= BROAD_FROM

    @property
    def free(self) -> list[int]:
        """Those that are in no room yet."""
        return [near.row.pk for near in self.near if near.incident is None and near.row.head_id is None]


class _Said(NamedTuple):
    pk: int
    contact: int
    topic: int | None
    received_at: datetime
    text: str


def kin_of(interaction: Interaction, visible: Interactions, team_ids: Collection[int]) -> Kin:
    """What is alike to it among what this person may see in these teams. Four queries, of bounded size."""
    ids = _ids_around(interaction, team_ids)
    others = [said for said in _said(ids) if _is_of_others(said, interaction)]
    found = scores(interaction.text, {said.pk: said.text for said in others})
    best = sorted(found, key=lambda pk: (-found[pk], -pk))[:SHOWN]
    links = _incidents([interaction.pk, *best])
    rows = {row.pk: row for row in visible.filter(pk__in=best).select_related("contact", "channel", "topic")}
    return Kin(
        near=[Near(rows[pk], round(found[pk] * 100), links.get(pk)) for pk in best if pk in rows],
        people=len({said.contact for said in others if said.pk in found}),
        same_topic=sum(interaction.topic_id is not None and said.topic == interaction.topic_id for said in others),
        looked_at=len(others),
        incident=links.get(interaction.pk),
    )


def _ids_around(interaction: Interaction, team_ids: Collection[int]) -> list[int]:
    """The messages next to it in each team, on both sides: each side of a team is one stretch of its index."""
    teams = sorted(team_ids, key=lambda pk: (pk != interaction.team_id, pk))[:MOST_TEAMS]
    most = max(LOOKED_AT // (2 * max(len(teams), 1)), 1)
    pieces = [piece for team in teams for piece in _beside(Interaction.objects.filter(team=team), interaction.pk, most)]
    compiled = [piece.query.sql_with_params() for piece in pieces]
    selects = [f"SELECT id FROM ({sql}) AS piece_{n}" for n, (sql, _given) in enumerate(compiled)]  # noqa: S608 - ours
    if not selects:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), [value for _sql, given in compiled for value in given])
        return [pk for (pk,) in cursor.fetchall()]


def _beside(rows: Interactions, pk: int, most: int) -> list[Any]:
    before, after = rows.filter(pk__lt=pk).order_by("-pk"), rows.filter(pk__gt=pk).order_by("pk")
    return [before.values("id")[:most], after.values("id")[:most]]


def _said(ids: list[int]) -> Iterator[_Said]:
    rows = Interaction.objects.filter(pk__in=ids).annotate(begins=Left("text", LONGEST_READ)).order_by()
    yield from map(_Said._make, rows.values_list("pk", "contact", "topic", "received_at", "begins"))


def _is_of_others(said: _Said, interaction: Interaction) -> bool:
    return said.contact != interaction.contact_id and abs(said.received_at - interaction.received_at) <= WITHIN


def _incidents(ids: list[int]) -> dict[int, int]:
    standing = IncidentLink.objects.filter(interaction__in=ids, unlinked_at=None)
    return dict(standing.values_list("interaction", "incident"))
