"""In which language a text is written, as far as the checks of words need it."""

import functools

from playbook.findings.found import About
from playbook.findings.phrases import LANGUAGES, entries
from playbook.findings.reading import Reading
from playbook.words import plain

_FEWEST_WORDS = 2


def language_of(reading: Reading, about: About) -> str:
    """The language whose words are to be looked for, or "" when it is none of ours or cannot be told.

    A language known to be none of ours stays so. Otherwise the commonest words in the text tell, where they tell
    clearly (an answer may be in another language than its conversation), and then what is known.
    """
    known = about.language.casefold().replace("_", "-").partition("-")[0]
    if known and known not in LANGUAGES:
        return ""
    written = plain(reading.text).split()
    counts = {language: sum(word in common for word in written) for language, common in _common_words().items()}
    first, second = sorted(counts.values(), reverse=True)[:2]
    is_clear = first >= _FEWEST_WORDS and first >= 2 * second
    return max(counts, key=counts.__getitem__) if is_clear else known


@functools.cache
def _common_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(entries("function_words", language)) for language in LANGUAGES}
