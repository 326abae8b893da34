"""How far a person on probation has come: figures and rules in, progress with its sentences out. Pure.

A draft counts once, at its first version: the first text of its author on a case that anybody decided on. It is clean
when nobody returned it and nobody changed more of it than ``clean_edit`` percent, a comma or a name: a reviewer's
typing is no lesson. The first-time rate looks at the newest texts only, as many as clean ones are wanted, so that
nobody carries their first week about for ever. Greens come first.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

LEVELS = ("green", "yellow")  # in the order in which they are learned; red always asks for two names
NAMES: dict[str, StrPromise] = {"green": gettext_lazy("green"), "yellow": gettext_lazy("yellow")}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a company asks. Shares in percent, spans in days; a count of 0 in ``returns_after`` never returns anyone."""

    greens_wanted: int = 30
    yellows_wanted: int = 20
    clean_edit: int = 5
    first_time_wanted: int = 85
    serious_codes: tuple[str, ...] = ("personal", "facts")
    serious_edit: int = 50
    serious_allowed: int = 0
    serious_within: int = 14
    returns_after: int = 2
    returns_within: int = 30

    def wanted(self, level: str) -> int:
        return {"green": self.greens_wanted, "yellow": self.yellows_wanted}[level]


@dataclass(frozen=True, slots=True)
class Mark:
    """One review, as the figures see it. ``edit_share`` from 0.0 to 1.0, for an edit alone."""

    draft_id: int
    level: str
    verdict: str
    at: datetime
    drafted_at: datetime
    reason_code: str = ""
    is_first: bool = True
    edit_share: float | None = None
    review_id: int = 0


@dataclass(frozen=True, slots=True)
class First:
    """The first version of an answer and what became of it."""

    level: str
    at: datetime
    is_clean: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One level of the programme. ``first_time`` in percent, None before anything was decided."""

    level: str
    clean: int
    wanted: int
    first_time: int | None
    is_graduated: bool
    lacks: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        return not self.is_graduated and not self.lacks

    @property
    def shown(self) -> int:
        """Clean answers, as far as the bar goes."""
        return min(self.clean, self.wanted)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a person stands in their probation; ``serious`` counts the corrections of the last days alone."""

    steps: tuple[Step, ...]
    first_time: int | None
    serious: int

    @property
    def clean(self) -> int:
        return sum(step.shown for step in self.steps)

    @property
    def wanted(self) -> int:
        return sum(step.wanted for step in self.steps)

    @property
    def next_step(self) -> Step | None:
        """The level that is being learned now."""
        return next((step for step in self.steps if not step.is_graduated), None)

    def step(self, level: str) -> Step:
        return next(step for step in self.steps if step.level == level)

    def figures(self, level: str) -> dict[str, Any]:
        """What a proposal or a decision rests on, to be kept beside it."""
        step = self.step(level)
        return {
            "clean": step.clean,
            "wanted": step.wanted,
            "first_time": step.first_time,
            "serious": self.serious,
        }


def progress(marks: Iterable[Mark], terms: Terms, *, now: datetime, graduated: Collection[str] = ()) -> Progress:
    """Judge the reviews since a probation started. Never looks at anything but its arguments."""
    told = list(marks)
    serious = len(serious_marks(told, terms, since=now - timedelta(days=terms.serious_within)))
    first_ones = firsts(told, terms)
    steps: list[Step] = []
    for level in LEVELS:
        step = _step(level, [one for one in first_ones if one.level == level], terms, serious)
        is_early = any(not (before.is_graduated or before.is_ready) for before in steps)
        if is_early:
            step = replace(step, lacks=(*step.lacks, _("Green comes first.")))
        steps.append(replace(step, is_graduated=level in graduated))
    return Progress(tuple(steps), rate(first_ones), serious)


def firsts(marks: Iterable[Mark], terms: Terms) -> list[First]:
    """Each first version once, as its last decision found it: one return or large edit outweighs any signature."""
    by_draft: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: mark.at):
        if mark.is_first:
            by_draft.setdefault(mark.draft_id, []).append(mark)
    found = [
        First(told[-1].level, told[-1].at, all(_is_clean(mark, terms) for mark in told)) for told in by_draft.values()
    ]
    return sorted(found, key=lambda one: one.at)


def rate(first_ones: Sequence[First]) -> int | None:
    """The share that was clean, in whole percent and never rounded up: 84.9 is not yet 85."""
    return 100 * sum(one.is_clean for one in first_ones) // len(first_ones) if first_ones else None


def serious_marks(marks: Iterable[Mark], terms: Terms, *, since: datetime) -> list[Mark]:
    """The corrections after ``since`` that the company calls serious, by their reason or by how much was rewritten."""
    return [mark for mark in marks if mark.at > since and is_serious(mark, terms)]


def is_serious(mark: Mark, terms: Terms) -> bool:
    if mark.verdict == "return":
        return mark.reason_code in terms.serious_codes
    return mark.verdict == "edit" and _percent(mark) > terms.serious_edit


def asks_to_return(marks: Iterable[Mark], terms: Terms, *, since: datetime, now: datetime) -> list[Mark]:
    """The corrections that send a graduate back to probation; empty while there are too few of them, or none would.

    They count from ``since``, when the person was last let go, and for ``returns_within`` days.
    """
    start = max(since, now - timedelta(days=terms.returns_within))
    found = serious_marks(marks, terms, since=start)
    return found if 0 < terms.returns_after <= len(found) else []


def _step(level: str, first_ones: list[First], terms: Terms, serious: int) -> Step:
    wanted = terms.wanted(level)
    clean = sum(one.is_clean for one in first_ones)
    newest = first_ones[-max(wanted, 1) :]
    first_time = rate(newest)
    lacks = []
    if clean < wanted:
        lacks.append(_still_wanted(level, wanted - clean))
    if first_time is not None and first_time < terms.first_time_wanted:
        lacks.append(_too_often(first_time, len(newest), terms))
    if serious > terms.serious_allowed:
        lacks.append(_too_serious(serious, terms))
    return Step(level, clean, wanted, first_time, is_graduated=False, lacks=tuple(lacks))


def _is_clean(mark: Mark, terms: Terms) -> bool:
    return mark.verdict == "approve" or (mark.verdict == "edit" and _percent(mark) <= terms.clean_edit)


def _percent(mark: Mark) -> float:
    return 100 * (mark.edit_share or 0.0)


def _still_wanted(level: str, number: int) -> str:
    said = ngettext("%(n)d more clean %(level)s answer.", "%(n)d more clean %(level)s answers.", number)
    return said % {"n": number, "level": NAMES[level]}


def _too_often(first_time: int, number: int, terms: Terms) -> str:
    said = _("%(rate)d%% of the last %(n)d were right first time; %(wanted)d%% are wanted.")
    return said % {"rate": first_time, "n": number, "wanted": terms.first_time_wanted}


def _too_serious(serious: int, terms: Terms) -> str:
    said = ngettext(
        "%(n)d serious correction in the last %(days)d days; %(allowed)d allowed.",
        "%(n)d serious corrections in the last %(days)d days; %(allowed)d allowed.",
        serious,
    )
    return said % {"n": serious, "days": terms.serious_within, "allowed": terms.serious_allowed}
