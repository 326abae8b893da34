"""Many RE2 patterns asked of one text at once."""

from collections.abc import Iterator

import re2

from playbook.words import options

_MOST_SPANS = 200
_SENTINEL = frozenset({0})
_ONLY_SENTINEL = [0]
_NOTHING: frozenset[int] = frozenset()


class Patterns:
    """Patterns known by number and asked all at once.

    Number 0 is a sentinel that matches every text: an answer without it means that RE2 gave up.
    """

    def __init__(self, max_mem: int) -> None:
        self._max_mem = max_mem
        self._numbers: dict[str, int] = {"": 0}
        self._all: list[str] = []
        self._singles: dict[int, re2._Regexp] = {}
        self._set: re2.Set | None = None

    def number(self, pattern: str) -> int:
        """The pattern's number; raises ``re2.error`` when it cannot be compiled."""
        if pattern not in self._numbers:
            re2.compile(pattern, options())
            self._numbers[pattern] = len(self._numbers)
        return self._numbers[pattern]

    def close(self) -> None:
        """Compile the set: no further pattern is taken."""
        self._all = list(self._numbers)
        built = re2.Set.SearchSet(options(self._max_mem))
        try:
            for pattern in self._all:
                built.Add(pattern)
            built.Compile()
        except re2.error:
            return
        self._set = built

    def __len__(self) -> int:
        return len(self._numbers) - 1

    def found_in(self, text: str) -> frozenset[int]:
        """Numbers of the patterns in this text. When RE2 runs out of memory for the set, each is asked by itself."""
        numbers = self._set.Match(text) if self._set else None
        if numbers == _ONLY_SENTINEL:  # most messages of most lists
            return _NOTHING
        if numbers and 0 in numbers:
            return frozenset(numbers) - _SENTINEL
        return frozenset(number for number in range(1, len(self._all)) if self._single(number).search(text))

    def spans(self, number: int, text: str) -> Iterator[tuple[int, int]]:
        """Where this pattern's first group stands in the text."""
        place = 0
        for _ in range(_MOST_SPANS):
            match = self._single(number).search(text, place)
            if match is None or match.end(1) <= place:
                return
            place = match.end(1)
            yield match.span(1)

    def _single(self, number: int) -> re2._Regexp:
        if number not in self._singles:
            self._singles[number] = re2.compile(self._all[number], options())
        return self._singles[number]
