"""What was written and does not go out at this moment: stopped by the kill switch, or held by red.

For whoever must know what waits before they let anything out. No number and no line tells of what its reader may not
see."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef

from accounts.models import User
from interactions import blocking, checks
from interactions.access import linked_to, visible
from interactions.belonging import incidents_of
from interactions.models import Draft, Hold, Interaction, PostingBlock, Release, Reply
from interactions.models.interaction import Interactions
from interactions.paging import fetched
from oncall.access import visible_rooms
from oncall.access.stops import blocks_in_force
from oncall.models import Incident

MANY = 25
_WRITTEN = (Interaction.State.FLAGGED, Interaction.State.DRAFTED)


@dataclass(frozen=True)
class Asked:
    """Everything, or what one stop holds, what red holds, what belongs to one room."""

    stop: PostingBlock | None = None
    room: Incident | None = None
    is_red: bool = False

    @property
    def query(self) -> str:
        """The same in an address."""
        if self.stop or self.room:
            return f"stop={self.stop.pk}" if self.stop else f"room={self.room.pk}"  # type: ignore[union-attr]
        return "by=red" if self.is_red else ""


@dataclass(frozen=True)
class Waiting:
    """One text: whose it is, since when nothing happens to it, and which stops hold it. ``is_holding``: a signed
    holding message. Without a stop it is red that holds it."""

    text: str
    by: User
    since: datetime
    is_holding: bool = False
    stops: Sequence[PostingBlock] = ()


@dataclass
class Held:
    """A message with what waits on it. ``release``: lets it past red right now, once its text is signed."""

    interaction: Interaction
    room: Incident | None
    release: Release | None
    waiting: list[Waiting] = field(default_factory=list)

    @property
    def is_held_by_red(self) -> bool:
        return self.interaction.is_held and self.release is None


@dataclass(frozen=True)
class HeldPage:
    """The newest messages first; ``before`` keys the next screenful, None when there is none."""

    rows: list[Held]
    before: int | None


def held_page(person: User, asked: Asked, before: int | None = None) -> HeldPage:
    """The messages older than the one keyed ``before``, as many queries however many there are."""
    stops = _stops(person, asked)
    ids = sorted({pk for rows in _kinds(person, asked, stops) for pk in _newest(rows, before)}, reverse=True)
    shown = ids[:MANY]
    return HeldPage(_whole(person, shown, stops), shown[-1] if len(ids) > MANY else None)


def held_in(person: User, room: Incident) -> tuple[int, int]:
    """How many messages of the room have a reply that is stopped, and how many a text that red holds."""
    asked = Asked(room=room)
    stopped, red = _kinds(person, asked, _stops(person, asked))
    return stopped.count(), red.count()


def _stops(person: User, asked: Asked) -> list[PostingBlock]:
    return [asked.stop] if asked.stop else [] if asked.is_red else list(blocks_in_force(person))


def _kinds(person: User, asked: Asked, stops: Sequence[PostingBlock]) -> tuple[Interactions, Interactions]:
    """What is stopped, and what red holds: two questions, so that each is answered from its own index."""
    rows = linked_to(person, asked.room.pk) if asked.room else visible(person)
    behind = blocking.held(stops).order_by()
    written = Exists(Draft.objects.filter(interaction=OuterRef("pk")))
    red = rows.open().filter(written, level="red", is_held=True, state__in=_WRITTEN)
    return rows.filter(pk__in=behind.values("interaction")), rows.none() if asked.stop else red


def _newest(rows: Interactions, before: int | None) -> list[int]:
    older = rows if before is None else rows.filter(pk__lt=before)
    return list(older.order_by("-pk").values_list("pk", flat=True)[: MANY + 1])


def _whole(person: User, ids: Sequence[int], stops: Sequence[PostingBlock]) -> list[Held]:
    rows = fetched(ids)
    released = checks.releases_in_force_of(rows)
    rooms = _rooms(person, ids)
    found = {row.pk: Held(row, rooms.get(row.pk), next(iter(released[row.pk]), None)) for row in rows}
    for pk, waiting in [*_stopped(ids, stops), *_under_red(ids)]:
        found[pk].waiting.append(waiting)
    return list(found.values())


def _rooms(person: User, ids: Collection[int]) -> dict[int, Incident]:
    linked = incidents_of(ids)
    seen = visible_rooms(person).in_bulk(set(linked.values()))
    return {pk: seen[room] for pk, room in linked.items() if room in seen}


def _stopped(ids: Collection[int], stops: Sequence[PostingBlock]) -> Iterator[tuple[int, Waiting]]:
    behind = blocking.held(stops).filter(interaction__in=ids)
    covered = blocking.blocks_on_each(behind, stops)
    related = ("approval__draft", "approval__author", "statement__created_by")
    for reply in behind.select_related(*related).order_by("pk"):
        by = reply.approval.author if reply.approval else reply.statement.created_by  # type: ignore[union-attr]
        on_it = covered.get(reply.pk, [])
        since = max(reply.created_at, min((block.blocked_at for block in on_it), default=reply.created_at))
        is_holding = reply.kind == Reply.Kind.HOLDING
        yield reply.interaction_id or 0, Waiting(reply.text, by, since, is_holding, on_it)


def _under_red(ids: Collection[int]) -> Iterator[tuple[int, Waiting]]:
    """The newest text on each of those that red holds: what would be submitted once it is released."""
    held = Hold.objects.filter(interaction__in=ids, lifted_at=None, interaction__state__in=_WRITTEN)
    placed = dict(held.values_list("interaction_id", "placed_at"))
    newer = Draft.objects.filter(interaction=OuterRef("interaction"), number__gt=OuterRef("number"))
    for draft in Draft.objects.filter(~Exists(newer), interaction__in=placed).select_related("author").order_by("pk"):
        since = max(draft.created_at, placed[draft.interaction_id])
        yield draft.interaction_id, Waiting(draft.text, draft.author, since)
