"""What was typed into the search: words, phrases, beginnings of words and operators. Pure.

    lost bag "third day" lugg* from:marta topic:baggage flag:red is:unanswered after:2026-11-01

Every word has to stand in the message. An operator given twice means either of the two, but for ``is:``, ``before:``
and ``after:``, which all have to hold. What cannot be read is said in a sentence, and nothing is searched for.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

MOST_TERMS = 12
MOST_OPERATORS = 12
SHORTEST_BEGINNING = 2  # characters before a star
OPERATORS = ("from", "topic", "flag", "is", "before", "after", "channel", "assigned")
LEVELS = {"red": "red", "yellow": "yellow", "green": "green", "none": ""}
STANDINGS = ("unanswered", "answered", "closed", "monitored", "snoozed", "held", "late", "public", "private")
EXAMPLES = [
    ("third bag", _lazy("both words, in any order")),
    ('"third day"', _lazy("exactly this")),
    ("lugg*", _lazy("words that begin so")),
    ("from:marta", _lazy("the author’s handle or name begins so")),
    ("topic:baggage", _lazy("a topic")),
    ("flag:red", _lazy("or yellow, green, none")),
    ("is:unanswered", _lazy("or answered, closed, monitored, snoozed, held, late, public, private")),
    ("after:2026-11-01", _lazy("received after that day; before: before it")),
    ("channel:harbour", _lazy("a channel or its network")),
    ("assigned:me", _lazy("or nobody, or a colleague’s name")),
    ("#123", _lazy("this one")),
]
_PIECE = re.compile(r'([^\W\d_]{1,20}):("[^"]*"?|\S*)|"([^"]*)"?|(\S+)')
_REFERENCE = re.compile(r"#\s*(\d{1,18})")
_PUNCTUATION = str.maketrans(dict.fromkeys([*map(chr, range(48)), *":;<=>?@[\\]^_`{|}~\x7f"], " "))


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand beside each other; ``is_beginning``: the last one may go on."""

    words: str
    is_beginning: bool = False


@dataclass(frozen=True)
class Asked:
    """``plain``: what was typed, where it is bare words alone, which may be how a name begins.

    ``wrong``: why it makes no sense, in a sentence.
    """

    terms: tuple[Term, ...] = ()
    operators: tuple[tuple[str, str], ...] = ()
    plain: str = ""
    reference: int | None = None
    wrong: str = ""

    @cached_property
    def by_operator(self) -> dict[str, list[str]]:
        """What each operator was given, in the order of typing."""
        given: dict[str, list[str]] = defaultdict(list)
        for name, value in self.operators:
            given[name].append(value)
        return given

    @property
    def is_wordless(self) -> bool:
        return not self.terms and self.reference is None

    @property
    def is_for_work(self) -> bool:
        """Only open messages are asked for, by no word: they stand as in a queue."""
        return self.is_wordless and "unanswered" in self.by_operator.get("is", ())


def read(typed: str) -> Asked:
    """What the line asks for."""
    if reference := _REFERENCE.fullmatch(typed.strip()):
        return Asked(reference=int(reference[1]))
    terms: list[Term] = []
    operators: list[tuple[str, str]] = []
    bare: list[str] = []
    has_phrase = False
    for name, value, phrase, word in _PIECE.findall(typed):
        if name and not value.startswith("//"):
            operators.append((name.lower(), value.strip('"').strip()))
            continue
        said = phrase or word or f"{name}:{value}" * bool(name)
        terms += _terms(said, is_phrase=bool(phrase))
        bare.append(said)
        has_phrase = has_phrase or bool(phrase)
    wrong = _wrong(terms, operators) or _without_words(typed, terms, operators)
    return Asked(tuple(terms), tuple(operators), "" if has_phrase else " ".join(bare), wrong=wrong)


def day(value: str) -> date | None:
    """A day as ``before:`` and ``after:`` take it: one whose midnight exists in every time zone."""
    try:
        named = date.fromisoformat(value)
    except ValueError:
        return None
    return named if MINYEAR < named.year < MAXYEAR else None


def choices(values: Iterable[str]) -> str:
    return ", ".join(values)


def cleaned(said: str) -> str:
    """Without what separates words in a text, and without what means something to a database."""
    return " ".join(said.translate(_PUNCTUATION).split())


def _terms(said: str, *, is_phrase: bool) -> list[Term]:
    words = cleaned(said)
    if not any(character.isalnum() for character in words):
        return []
    is_beginning = not is_phrase and said.endswith("*") and len(words) >= SHORTEST_BEGINNING
    return [Term(words, is_beginning)]


def _wrong(terms: list[Term], operators: list[tuple[str, str]]) -> str:
    if len(terms) > MOST_TERMS or len(operators) > MOST_OPERATORS:
        return _("That is too much at once: at most %(words)d words and %(operators)d operators.") % {
            "words": MOST_TERMS,
            "operators": MOST_OPERATORS,
        }
    return next((sentence for name, value in operators if (sentence := _wrong_operator(name, value))), "")


def _wrong_operator(name: str, value: str) -> str:
    if name not in OPERATORS:
        existing = choices(f"{operator}:" for operator in OPERATORS)
        return _("There is no operator “%(name)s:”. There are %(existing)s. Words in quotes are taken as they are.") % {
            "name": name,
            "existing": existing,
        }
    if name == "flag" and value not in LEVELS:
        return _("“flag:” takes %(choices)s.") % {"choices": choices(LEVELS)}
    if name == "is" and value not in STANDINGS:
        return _("“is:” takes %(choices)s.") % {"choices": choices(STANDINGS)}
    if name in {"before", "after"} and day(value) is None:
        return _("“%(name)s:” takes a day, such as %(name)s:2026-11-30.") % {"name": name}
    if not cleaned(value):
        return _("Write right behind “%(name)s:” whom or what you mean, such as %(name)s:marta.") % {"name": name}
    return ""


def _without_words(typed: str, terms: list[Term], operators: list[tuple[str, str]]) -> str:
    if typed.strip() and not terms and not operators:
        return _("There is no word in it to look for.")
    return ""
