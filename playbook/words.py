"""Words as admins write them, turned into RE2 patterns; texts as customers write them, folded so that the two meet.

A word matches whole words in any script, whatever its case and accents. In a rule's word ``*`` at the end stands for
any ending ("hack*"), ``*`` alone for up to three words between two others ("lost * bag"), ``|`` separates alternatives
("agent | crew"), ``~`` says that two stand near each other in either order ("refund ~ never" within five words,
"refund ~12 never" within twelve), and an apostrophe or a hyphen may be missing ("don't" meets "dont" and "don t").
"""

import itertools
import unicodedata

import re2

MOST_CHARACTERS = 100_000
_SCRIPTS_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_UP_TO_THREE_WORDS = "(?: +[^ ]+){0,3}"
_NEAR = 5
_FURTHEST = 20
_MAY_BE_MISSING = "'’-‐"


class _Folded(dict[int, str]):
    """What each character becomes in a folded text, worked out once for each: no case, no accent, nothing invisible."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = self._of(chr(code))
        return folded

    def _of(self, character: str) -> str:
        category = unicodedata.category(character)
        if category == "Cs":  # half of a broken pair: cannot be encoded, means nothing
            return " "
        if category in {"Cf", "Mn"}:  # invisible joiners, direction marks, accents standing alone
            return ""
        bare = "".join(part for part in unicodedata.normalize("NFKD", character) if unicodedata.category(part) != "Mn")
        return unicodedata.normalize("NFC", bare).casefold()


class _Plain(_Folded):
    """The same for a text of words alone: letters and digits stay, signs and ideographs stand apart."""

    def _of(self, character: str) -> str:
        return "".join(map(self._standing, super()._of(character)))

    def _standing(self, character: str) -> str:
        if character.isalnum() or unicodedata.category(character) == "Mc":
            has_no_spaces = unicodedata.name(character, "").startswith(_SCRIPTS_WITHOUT_SPACES)
            return f" {character} " if has_no_spaces else character
        is_sign = unicodedata.category(character) in {"So", "Sc", "Sm"}
        return f" {character} " if is_sign else " "


_FOLDED = _Folded()
_PLAIN = _Plain()


def folded(text: str) -> str:
    """The text as expressions see it: without case, accents and invisible characters. Never raises."""
    return text[:MOST_CHARACTERS].translate(_FOLDED)[:MOST_CHARACTERS]


def plain(text: str) -> str:
    """The text as words see it: only words and signs, with a space before and after each. Never raises."""
    return f" {text[:MOST_CHARACTERS].translate(_PLAIN)[:MOST_CHARACTERS]} "


def places_in_plain(text: str) -> list[int]:
    """For each character of ``plain(text)``, which character of ``text`` it comes from."""
    return [0, *_places(text, _PLAIN), len(text)]


def places_in_folded(text: str) -> list[int]:
    """For each character of ``folded(text)``, which character of ``text`` it comes from."""
    return _places(text, _FOLDED)


def alternatives(entry: str) -> list[str]:
    """The words that an entry separates by ``|``, without empty ones."""
    return [word for part in entry.split("|") if (word := " ".join(part.split())).strip("* ")]


def word_pattern(word: str) -> str:
    """The RE2 pattern of one word or phrase in a plain text, empty when it holds no word. Its group 1 is the word."""
    before, within, after = _split_at_near(word)
    first, second = _phrase_pattern(before), _phrase_pattern(after)
    if not first or not second:
        body = first or second
    else:
        between = f"(?: +[^ ]+){{0,{within}}} +"
        body = f"{first}{between}{second}|{second}{between}{first}"
    return f" ({body}) " if body else ""


def expression_pattern(expression: str) -> str:
    """An admin's own expression as it meets folded texts. Its group 1 is what matched."""
    decomposed = unicodedata.normalize("NFKD", expression)
    return f"({''.join(part for part in decomposed if unicodedata.category(part) not in {'Mn', 'Cs'})})"


def options(max_mem: int = 8 << 20) -> re2.Options:
    """How every pattern of a playbook is compiled: any case, quiet, bounded in memory."""
    chosen = re2.Options()
    chosen.case_sensitive = False
    chosen.log_errors = False
    chosen.max_mem = max_mem
    return chosen


def trouble_with(expression: str) -> str | None:
    """Why this expression cannot be used, with its place where RE2 names it; None when it can."""
    if "\x00" in expression or any(unicodedata.category(character) == "Cs" for character in expression):
        return "it holds a character that no message can hold"
    try:
        compiled = re2.compile(expression, options())
    except re2.error as error:
        return _reason(expression, error)
    return "it also matches a message without any words" if compiled.search("") else None


def _split_at_near(word: str) -> tuple[str, int, str]:
    """What stands before the first ``~``, within how many words, and what stands after it."""
    parts = word.split()
    place = next((place for place, part in enumerate(parts) if part[0] == "~"), None)
    if place is None:
        return word, 0, ""
    distance = parts[place][1:]
    within = min(int(distance), _FURTHEST) if distance.isdecimal() and distance.isascii() else _NEAR
    return " ".join(parts[:place]), within, " ".join(part for part in parts[place + 1 :] if part[0] != "~")


def _phrase_pattern(phrase: str) -> str:
    body = ""
    is_gap = False
    for part in phrase.split():
        if not (pattern := _part_pattern(part)):
            is_gap = bool(body) and part == "*"
            continue
        body += ((_UP_TO_THREE_WORDS if is_gap else "") + " +" if body else "") + pattern
        is_gap = False
    return body


def _places(text: str, table: _Folded) -> list[int]:
    lengths = [len(table[ord(character)]) for character in text[:MOST_CHARACTERS]]
    places = itertools.chain.from_iterable([place] * length for place, length in enumerate(lengths))
    return list(itertools.islice(places, MOST_CHARACTERS))  # as folded and plain end: some signs become many


def _reason(expression: str, error: re2.error) -> str:
    raw = error.args[0] if error.args else b""
    reason = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    _, _, part = reason.partition(": ")
    place = expression.find(part) if part else -1
    return f"{reason} (at character {place + 1})" if place >= 0 else reason


def _part_pattern(part: str) -> str:
    stem = part.rstrip("*")
    pieces = [_escaped(piece) for piece in _split_where_signs_may_be_missing(stem)]
    pattern = " *".join(piece for piece in pieces if piece)
    return pattern + "[^ ]*" if pattern and stem != part else pattern


def _split_where_signs_may_be_missing(stem: str) -> list[str]:
    for sign in _MAY_BE_MISSING[1:]:
        stem = stem.replace(sign, _MAY_BE_MISSING[0])
    return stem.split(_MAY_BE_MISSING[0])


def _escaped(piece: str) -> str:
    return " +".join(str(re2.escape(word)) for word in plain(piece).split())
