"""The draft beside what it came from, with the remarks at their phrases. Pure, but for the words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from approvals import anchors
from approvals.anchors import Piece
from approvals.models import Remark
from interactions.models import Draft
from playbook.diff import Span, spans


@dataclass(frozen=True, slots=True)
class Comparison:
    """``name`` is how an address asks for it; only the one that is shown has pieces."""

    name: str
    label: str
    is_shown: bool = False
    pieces: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark beside a text: where its phrase stands in it, None where it is settled; ``number`` marks the place."""

    number: int
    remark: Remark
    start: int | None

    @property
    def anchor(self) -> tuple[int, int, int] | None:
        return None if self.start is None else (self.number, self.start, self.start + len(self.remark.quote))


def noted(draft: Draft, versions: Sequence[Draft]) -> list[Noted]:
    """What was said about this text and the earlier ones of its line, each with its place in this one."""
    line = [version for version in versions if version.line == draft.line and version.number <= draft.number]
    said = sorted((remark for version in line for remark in version.remarks.all()), key=lambda remark: remark.pk)
    return [
        Noted(number, remark, anchors.find(draft.text, remark.quote, remark.start))
        for number, remark in enumerate(said, 1)
    ]


def comparisons(draft: Draft, versions: Sequence[Draft], compare: str, remarks: Sequence[Noted]) -> list[Comparison]:
    """Against the version below it, against its template, and the text alone; one of them is shown."""
    befores: dict[str, tuple[str, str | None]] = {}
    below = _below(draft, versions)
    if below is not None:
        befores["version"] = (f"v{below.number} → v{draft.number}", below.text)
    if draft.template is not None:
        befores["template"] = (_("template → v%(number)d") % {"number": draft.number}, draft.template.text)
    befores["text"] = (_("v%(number)d only") % {"number": draft.number}, None)
    shown = compare if compare in befores else next(iter(befores))
    marks = [one.anchor for one in remarks if one.anchor is not None]
    return [
        Comparison(name, label, name == shown, _pieces(before, draft.text, marks) if name == shown else [])
        for name, (label, before) in befores.items()
    ]


def _below(draft: Draft, versions: Sequence[Draft]) -> Draft | None:
    """The version it was written on, else the one before it in its line."""
    if draft.based_on is not None:
        return draft.based_on
    earlier = (one for one in versions if one.line == draft.line and one.number < draft.number)
    return max(earlier, key=lambda one: one.number, default=None)


def _pieces(before: str | None, text: str, marks: Sequence[tuple[int, int, int]]) -> list[Piece]:
    found = [Span("same", text)] if before is None else spans(before, text)
    return anchors.pieces(found, marks)
