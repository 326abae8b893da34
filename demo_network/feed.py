"""Harbour's people, who go on talking: a written day, in order, and then the same day again.

Every post's key is made of its name in the seed and its round, so that a feed that was stopped goes on where it was.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from demo_network.models import Person, Post
from demo_network.posting import post

SEED = Path(__file__).parent / "seed.toml"


@dataclass(frozen=True, slots=True)
class Line:
    """One post of the written day."""

    name: str
    by: str
    text: str
    at: timedelta  # since midnight
    answers: str = ""
    language: str = "en"
    is_private: bool = False
    likes: int = 0
    shares: int = 0


@dataclass(frozen=True, slots=True)
class Script:
    people: tuple[dict[str, Any], ...]
    lines: tuple[Line, ...]


def read(path: Path = SEED) -> Script:
    """The written day, sorted by its clock. Raises ValueError when a line names what is not there."""
    seed = tomllib.loads(path.read_text("utf-8"))
    lines = sorted((_line(row) for row in seed["post"]), key=lambda line: line.at)
    handles = {person["handle"] for person in seed["person"]}
    before: set[str] = set()
    for line in lines:
        if line.by not in handles or line.name in before or (line.answers and line.answers not in before):
            raise ValueError(f"The post “{line.name}” has a name twice, or names nobody, or answers what comes later.")
        before.add(line.name)
    return Script(tuple(seed["person"]), tuple(lines))


@transaction.atomic
def fill(
    now: datetime, *, share: float = 0.75, over: timedelta = timedelta(hours=23), script: Script | None = None
) -> int:
    """Let the first part of the day have happened in the time before ``now``; how many posts are new."""
    script = script or read()
    past = script.lines[: int(len(script.lines) * share)]
    if not past or Post.objects.filter(key=_key(past[0], 1)).exists():
        return 0
    step = over / len(past)
    for position, line in enumerate(past):
        _say(script, line, 1, now - over + step * position)
    return len(past)


def go_on(now: datetime, *, script: Script | None = None) -> Post:
    """Say the next line that has not been said."""
    script = script or read()
    said = Post.objects.filter(key__startswith="day").count()
    position, day = said % len(script.lines), said // len(script.lines) + 1
    return _say(script, script.lines[position], day, now)


@transaction.atomic
def _say(script: Script, line: Line, day: int, at: datetime) -> Post:
    facts = next(person for person in script.people if person["handle"] == line.by)
    author = Person.objects.get_or_create(handle=line.by, defaults=facts)[0]
    parent = Post.objects.filter(key=f"day{day}-{line.answers}").first() if line.answers else None
    return post(
        author=author,
        text=line.text,
        parent=parent,
        key=_key(line, day),
        posted_at=at,
        language=line.language,
        is_private=line.is_private,
        likes=line.likes,
        shares=line.shares,
    )


def _key(line: Line, day: int) -> str:
    return f"day{day}-{line.name}"


def _line(row: dict[str, Any]) -> Line:
    hours, _, minutes = str(row["at"]).partition(":")
    at = timedelta(hours=int(hours), minutes=int(minutes))
    return Line(**(row | {"at": at, "text": row["text"].strip()}))
