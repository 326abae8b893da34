"""One message that solves it: not numbered, not too long, not a questionnaire."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from playbook.findings.found import About, Finding, Weight
from playbook.findings.links import links_in
from playbook.findings.phrases import compiled, group
from playbook.findings.reading import Reading

CHECK = "one-message"
# People answer the first one or two questions of a message; each one left open costs another round.
MOST_QUESTIONS = 2
# "1/2" opens or ends a message, before a signature ("^Ana", "*AB") at most; "1/2" elsewhere is a half, or a date.
_PART = r"(?:[1-9]/[1-9]|[1-9] (?:of|von|de|sur) [2-9]\b)"
_SIGNED = r"[ .…]*(?:[\^*~-] ?[\pL]{1,20})?[ .…]*"
_NUMBERED = compiled(rf"^(?:@[^ ]{{1,50}} ){{0,5}}({_PART})[ :.)]|(\({_PART}\))|[ .…]({_PART}){_SIGNED}$")
_CONTINUED = compiled(rf"(\({group('continued')}\.?\)|[.…]{{2,3}} ?{group('continued')}\.?{_SIGNED}$|🧵)")
_QUESTION = compiled(r"[?؟;]*[?؟][?!؟]*")


def find(reading: Reading, about: About) -> Iterator[Finding]:
    """What makes one answer into several messages."""
    for pattern in (_NUMBERED, _CONTINUED):
        for found in pattern.finditer(reading.text.rstrip()):
            first, last = next(found.span(number) for number in range(1, pattern.groups + 1) if found[number])
            start, end = reading.span(first, last)
            says = _("This is one of several messages. Say it in one, or continue in private.")
            yield Finding(CHECK, Weight.ASKS, says, start, end, reading.original[start:end])
    if 0 < about.max_length < about.length:
        says = format_lazy(
            _("{over} characters too many for this channel. Shorten it."), over=about.length - about.max_length
        )
        yield Finding(CHECK, Weight.ASKS, says)
    yield from _questions(reading)


def _questions(reading: Reading) -> Iterator[Finding]:
    in_links = bytearray(len(reading.text))
    for first, last in links_in(reading):
        in_links[first:last] = b"x" * (last - first)
    marks = [found.span() for found in _QUESTION.finditer(reading.text) if not in_links[found.start()]]
    if len(marks) > MOST_QUESTIONS:
        says = format_lazy(
            _("{count} questions at once. Ask the one or two that settle it: the others cost another message."),
            count=len(marks),
        )
        start, end = reading.span(*marks[MOST_QUESTIONS])
        yield Finding(CHECK, Weight.NOTES, says, start, end, reading.original[start:end])
