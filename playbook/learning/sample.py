"""The shipped sample: short messages by topic, written by us, from which a brand may start."""

import functools
import re
from collections.abc import Iterator
from pathlib import Path

from playbook.learning.opinion import NO_TOPIC
from playbook.learning.training import Example

SHIPPED = Path(__file__).parents[1] / "content" / "sample.txt"
_PART = re.compile(r"\[([\w-]+)\]")
_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


@functools.cache
def shipped() -> tuple[Example, ...]:
    """Every message of the shipped sample, its choices spelled out. Read once a process."""
    return tuple(read(SHIPPED.read_text(encoding="utf-8")))


def read(text: str) -> Iterator[Example]:
    """The examples of a sample's text. Raises ValueError for a message that stands before any part."""
    topic: str | None = None
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            continue
        if part := _PART.fullmatch(line):
            topic = NO_TOPIC if part[1] == "none" else part[1]
        elif topic is None:
            raise ValueError(f"“{line}” stands before the first topic.")
        else:
            yield from (Example(message, topic, is_sample=True) for message in spelled_out(line))


def spelled_out(line: str) -> list[str]:
    """A line's messages: the first with the first entry of each choice, and so on; shorter choices start anew."""
    choices = [[entry.strip() for entry in choice.split("|")] for choice in _CHOICE.findall(line)]
    if not choices and "|" in line:
        return [part.strip() for part in line.split("|")]
    fixed = [piece for place, piece in enumerate(_CHOICE.split(line)) if place % 2 == 0]
    messages = []
    for number in range(max(map(len, choices), default=1)):
        chosen = [choice[number % len(choice)] for choice in choices]
        messages.append("".join(part for pair in zip(fixed, [*chosen, ""], strict=True) for part in pair))
    return list(dict.fromkeys(messages))
