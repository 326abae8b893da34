"""How an answer sounds: empathy on a complaint, no defence, no shouting, a kind ending."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from playbook.findings.found import About, Finding, Weight
from playbook.findings.languages import language_of
from playbook.findings.phrases import compiled, speaks
from playbook.findings.reading import Reading

EMPATHY, DEFENSIVE, SHOUTING, CLOSING = "empathy", "defensive", "shouting", "closing"
_FEWEST_LOUD_WORDS = 3  # two may be a name or an abbreviation
_A_WORD = 4  # shorter ones may all be abbreviations ("AM ET", "OS, CPU, RAM")
_LOUD_WORD = compiled(r"\p{Lu}{2,}")
_MARKS = compiled(r"([!?]*!{3,}[!?]*|!\?!+|\?{3,})")
_ENDING = 160
_BETWEEN_LOUD = compiled(r"^[^\pL\pN]{1,3}$")


def find_empathy(reading: Reading, about: About) -> Iterator[Finding]:
    """On a complaint, no word that shows they were heard."""
    if about.is_negative and language_of(reading, about) and not speaks("empathy").search(reading.text):
        says = _("This answers a complaint, and nothing says we are sorry or understand. Add a line that does.")
        yield Finding(EMPATHY, Weight.ASKS, says)


def find_defensive(reading: Reading, about: About) -> Iterator[Finding]:
    """Words that put us in the right and the customer in the wrong."""
    for found in speaks("defensive", language=language_of(reading, about)).finditer(reading.text):
        start, end = reading.span(*found.span(1))
        says = _("This sounds like a defence. Keep to the facts and to what happens next.")
        yield Finding(DEFENSIVE, Weight.ASKS, says, start, end, reading.original[start:end])


def find_shouting(reading: Reading, _about: About) -> Iterator[Finding]:
    """Rows of words in capitals, and of exclamation marks."""
    for first, last in _loud(reading.original.encode(errors="replace").decode()):  # halves of broken pairs become "?"
        says = _("Words in capitals read as shouting. Write them small.")
        yield Finding(SHOUTING, Weight.NOTES, says, first, last, reading.original[first:last])
    for found in _MARKS.finditer(reading.text):
        start, end = reading.span(*found.span(1))
        yield Finding(SHOUTING, Weight.NOTES, _("One mark is enough."), start, end, reading.original[start:end])


def find_closing(reading: Reading, about: About) -> Iterator[Finding]:
    """An ending without a kind word."""
    ending = reading.text[-_ENDING:]
    if ending.strip() and language_of(reading, about) and not speaks("closing", "empathy").search(ending):
        yield Finding(CLOSING, Weight.NOTES, _("End on a kind note: thanks, a wish, or what we do next."))


def _loud(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of three and more words in capitals that follow each other."""
    run: list[tuple[int, int]] = []
    for found in _LOUD_WORD.finditer(text):
        span = found.span()
        if run and not _BETWEEN_LOUD.search(text[run[-1][1] : span[0]][:4]):
            yield from _stretch(run)
            run = []
        run.append(span)
    yield from _stretch(run)


def _stretch(run: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if len(run) >= _FEWEST_LOUD_WORDS and any(end - start >= _A_WORD for start, end in run):
        yield run[0][0], run[-1][1]
