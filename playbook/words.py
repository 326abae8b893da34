"""Words as admins write them, turned into RE2 patterns; texts as customers write them, folded so that the two meet.

A word matches whole words in any script, whatever its case and accents. In a rule's word
``*`` at the end stands for any ending ("hack*"), ``*`` alone for up to three words between two others ("lost * bag"),
``|`` separates alternatives ("agent | crew"), and an apostrophe may be missing ("don't" meets "dont" and "don t").
"""

import itertools
import unicodedata

import re2

MOST_CHARACTERS = 100_000
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ´`′＇"), "'")
_SCRIPTS_WITHOUT_SPACES = ("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR")
_BETWEEN = r"[^\pL\pN]{1,3}"
_UP_TO_THREE_WORDS = rf"(?:{_BETWEEN}[\pL\pN']+){{0,3}}"


class _Folds(dict[int, str]):
    """What each character becomes before it is compared, worked out once for each."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = self._fold(chr(code))
        return folded

    def _fold(self, character: str) -> str:
        category = unicodedata.category(character)
        if category == "Cs":  # half of a broken pair: cannot be encoded, means nothing
            return " "
        if category in {"Cf", "Mn"}:  # invisible joiners, direction marks, accents standing alone
            return ""
        bare = "".join(part for part in unicodedata.normalize("NFKD", character) if unicodedata.category(part) != "Mn")
        return bare.casefold()


_FOLDS = _Folds(_APOSTROPHES)


def fold(text: str) -> str:
    """The text without case, accents and invisible characters, at most ``MOST_CHARACTERS`` long. Never raises."""
    text = text[:MOST_CHARACTERS]
    if text.isascii():
        return text.replace("`", "'").lower()
    return text.translate(_FOLDS)[:MOST_CHARACTERS]


def origins(text: str) -> list[int]:
    """For each character of ``fold(text)`` and for its end, where it stands in ``text``."""
    text = text[:MOST_CHARACTERS]
    lengths = [len(_FOLDS[ord(character)]) for character in text]
    found = list(itertools.chain.from_iterable([place] * length for place, length in enumerate(lengths)))
    return [*found[:MOST_CHARACTERS], len(text)]


def word_pattern(word: str) -> str:
    """The RE2 pattern of one word, phrase or set of alternatives; its first group is what matched."""
    alternatives = [pattern for part in word.split("|") if (pattern := _phrase_pattern(fold(part).split()))]
    return "|".join(alternatives)


def expression_pattern(expression: str) -> str:
    """An admin's own RE2 expression without accents, as texts are compared; its first group is what matched."""
    decomposed = unicodedata.normalize("NFKD", expression)
    return f"({''.join(part for part in decomposed if unicodedata.category(part) not in {'Mn', 'Cs'})})"


def options(max_mem: int = 1 << 20) -> re2.Options:
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


def _reason(expression: str, error: re2.error) -> str:
    raw = error.args[0] if error.args else b""
    reason = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)
    _, _, part = reason.partition(": ")
    place = expression.find(part) if part else -1
    return f"{reason} (at character {place + 1})" if place >= 0 else reason


def _phrase_pattern(tokens: list[str]) -> str:
    if not (words := [token for token in tokens if token.strip("*")]):
        return ""
    body = ""
    is_gap = False
    for token in tokens:
        if not token.strip("*"):
            is_gap = bool(body)
            continue
        body += ((_UP_TO_THREE_WORDS if is_gap else "") + _BETWEEN if body else "") + _token_pattern(token)
        is_gap = False
    start = r"(?:^|[^\pL\pN])" if _has_edge(words[0][0]) else ""
    end = r"(?:$|[^\pL\pN])" if _has_edge(words[-1][-1]) else ""
    return f"{start}({body}){end}"


def _token_pattern(token: str) -> str:
    stem = token.rstrip("*")
    escaped = str(re2.escape(stem)).replace(r"\'", "[' ]?")
    return escaped + (r"[\pL\pN]*" if stem != token else "")


def _has_edge(character: str) -> bool:
    """Whether a word ends where this character stands beside a letter: not so in scripts without spaces."""
    if character == "*":
        return True
    return character.isalnum() and not unicodedata.name(character, "").startswith(_SCRIPTS_WITHOUT_SPACES)
