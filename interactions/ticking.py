"""What a tick of the checklist is about, and whether an edit touched it. Pure."""

import re
from collections.abc import Iterable, Mapping

from interactions.models import Tick
from interactions.models.drafts import text_hash
from playbook.models import ChecklistItem

Part = ChecklistItem.Part
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")


def untouched(ticks: Iterable[Tick], parts: Mapping[str, str], text: str) -> dict[str, Tick]:
    """The ticks, by their line, that stand for this wording too. ``parts`` says what each line is about."""
    found = {tick.item: tick for tick in ticks if tick.item in parts}
    return {item: tick for item, tick in found.items() if tick.part_hash == part_hash(text, parts[item])}


def part_hash(text: str, part: str) -> str:
    """The hash of what a tick of this part stands for; the same for texts that differ elsewhere, or in blanks alone."""
    return text_hash(_of(text, part))


def _of(text: str, part: str) -> str:
    if part == Part.NONE:
        return ""
    sentences = [" ".join(piece.split()) for piece in _SENTENCE_ENDS.split(text) if piece.strip()]
    if part == Part.OPENING:
        sentences = sentences[:2]
    if part == Part.ENDING:
        sentences = sentences[-2:]
    return " ".join(sentences)
