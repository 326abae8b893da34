"""What the page “On call” shows of each schedule: who has it, seven days of it line by line, and where nobody does."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from accounts.models import User
from oncall.gaps import Gap, gaps_of
from oncall.local import zone_of
from oncall.models import Override, Schedule
from oncall.queries import OnCall, on_call_of
from oncall.reach import Reach, reach_of
from oncall.rota import Rota, standing_overrides
from oncall.schedule import ScheduleSpec, Shift, walk
from oncall.spans import said
from oncall.telling import rhythm
from oncall.wallclock import Span
from oncall.week import Week, lines, place, tints


@dataclass(frozen=True)
class Block:
    """A stretch on the line, with its people at hand; of nobody it is a gap where somebody is required."""

    span: Span
    people: tuple[User, ...]
    tint: str
    first_hour: int
    last_hour: int
    note: str = ""

    @property
    def is_short(self) -> bool:
        """Too narrow for a name."""
        return self.last_hour - self.first_hour < 12

    @property
    def is_gap(self) -> bool:
        return self.tint == "gap"

    @property
    def short(self) -> str:
        """What fits on the line."""
        if not self.people:
            return _("Gap")
        if self.is_short:
            return self.people[0].initials
        return ", ".join(str(person) for person in self.people)

    @property
    def said(self) -> str:
        """Who, from when to when, in the reader's zone."""
        who = ", ".join(str(person) for person in self.people) or _("Gap, nobody on call")
        return ", ".join(filter(None, [who, self.note, said(self.span)]))


@dataclass(frozen=True)
class Track:
    """A line of the week, and what it is."""

    title: str
    words: str
    blocks: list[Block]
    is_final: bool = False


@dataclass(frozen=True)
class Row:
    """One schedule: now, and seven days."""

    schedule: Schedule
    now: OnCall
    reach: Reach | None
    tracks: list[Track]
    gaps: list[Gap]

    @property
    def agenda(self) -> list[Block]:
        return self.tracks[-1].blocks

    @property
    def local_zone(self) -> ZoneInfo | None:
        """Where the person on call is."""
        return zone_of(self.now.person) if self.now.person else None


def rows_for(rotas: list[Rota], week: Week, now: datetime) -> list[Row]:
    """A row a schedule."""
    gaps = gaps_of(rotas, now)
    on_call = {rota.schedule.pk: on_call_of(rota, now) for rota in rotas}
    reach = reach_of({person for each in on_call.values() for person in each.people}, now)
    return [
        Row(
            schedule=rota.schedule,
            now=(turn := on_call[rota.schedule.pk]),
            reach=reach[turn.person.pk] if turn.person else None,
            tracks=_tracks(rota, week),
            gaps=[gap for gap in gaps if gap.schedule == rota.schedule],
        )
        for rota in rotas
    ]


def _tracks(rota: Rota, week: Week) -> list[Track]:
    colours = tints(sorted(rota.people))
    overridden = [each for each in standing_overrides(rota.schedule) if week.holds(each)]
    tracks = []
    for number, line in enumerate(lines(overridden)):
        blocks = [_override(rota, each, week) for each in line]
        tracks.append(Track("" if number else _("Overrides"), "" if number else _("Win over every layer"), blocks))
    layers = list(zip(rota.schedule.layers.all(), rota.spec.layers, strict=True))
    for layer, spec in layers if len(layers) > 1 or overridden else ():
        alone = replace(rota.spec, layers=(spec,), overrides=(), required=())
        blocks = _blocks(rota, alone, week, colours)
        tracks.append(Track(str(layer), rhythm(layer), [block for block in blocks if block.people]))
    final = _blocks(rota, rota.spec, week, colours)
    return [*tracks, Track(_("Who is paged"), _("All layers and overrides"), final, is_final=True)]


def _blocks(rota: Rota, spec: ScheduleSpec, week: Week, colours: dict[int, str]) -> list[Block]:
    return [
        _block(rota, shift, week, colours)
        for shift in walk(spec, week.starts_at, week.ends_at)
        if shift.people or shift.is_required
    ]


def _block(rota: Rota, shift: Shift, week: Week, colours: dict[int, str]) -> Block:
    people = tuple(rota.people[pk] for pk in shift.people)
    tint = colours[shift.people[0]] if shift.people else "gap"
    return Block(shift, people, tint, *place(shift, week))


def _override(rota: Rota, override: Override, week: Week) -> Block:
    """Drawn in ink and no tint: it is an exception, whoever it names."""
    people = (override.person,) if override.person_id in rota.people else ()
    span = Span(override.starts_at, override.ends_at)
    words = [override.get_kind_display(), override.reason]
    return Block(span, people, "ov", *place(span, week), note=", ".join(word for word in words if word))
