"""Practice on samples: which there are, which come next, and what of an answer is right."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

SAMPLES = Path(__file__).parent / "content" / "practice.toml"
QUIZ = 6  # questions


class Handling(TextChoices):
    """What one does first."""

    ENGAGE = "engage", _("Engage: answer it, by the book")
    IDENTIFY = "identify", _("Identify: find out whose it is before anything is said")
    ESCALATE = "escalate", _("Escalate: stop, and call those who decide")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A message that nobody wrote to us, what it is, and why."""

    slug: str
    network: str
    text: str
    level: str
    handling: str
    why: str


@lru_cache(maxsize=1)
def samples() -> dict[str, Sample]:
    """All of them, by slug, in the file's order."""
    entries = tomllib.loads(SAMPLES.read_text("utf-8"))["samples"]
    return {entry["slug"]: Sample(**entry) for entry in entries}


def quiz(taken: int) -> list[Sample]:
    """The questions of whoever has taken so many: others than the time before, one of each handling at least."""
    kinds = [[each for each in samples().values() if each.handling == handling] for handling in Handling.values]
    each_has = QUIZ // len(kinds)
    chosen = [kind[(taken * each_has + place) % len(kind)] for place in range(each_has) for kind in kinds]
    turn = taken % len(chosen)
    return chosen[turn:] + chosen[:turn]


def marked(answers: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """By sample: what was answered and what is right. Samples that nobody knows are left out."""
    known = samples()
    return {slug: {"given": given, "right": known[slug].handling} for slug, given in answers.items() if slug in known}
