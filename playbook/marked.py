"""A text with the words marked that made rules speak. Every stretch of it is escaped."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from playbook.specs import Mark, Verdict

_MARK = '<mark class="m-{}" title="{}">{}<sup>{}</sup></mark>'


def marked(text: str, marks: Sequence[Mark], verdict: Verdict) -> SafeString:
    """The text with its marks, each with the number of the suggestion that it stands for."""
    numbers = {suggestion.topic_id: number for number, suggestion in enumerate(verdict.suggestions, start=1)}
    place = 0
    parts = []
    for mark in marks:
        word, number = text[mark.start : mark.end], numbers.get(mark.topic_id, "")
        parts.append(
            format_html("{}{}", text[place : mark.start], format_html(_MARK, mark.level, mark.rule, word, number))
        )
        place = mark.end
    return format_html("{}{}", SafeString("".join(parts)), text[place:])
