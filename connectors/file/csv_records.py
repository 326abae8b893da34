"""CSV that survives its broken lines: a stray quote costs its own line, not the rest of the file.

A quoted field may hold line breaks, so a record may need several lines. Lines are put together until the quotes balance
and the columns fit; when they never do within the bounds, the first line alone is given up and reading goes on with the
next one.
"""

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from connectors import shape
from connectors.contract import Rejected
from connectors.file.lines import LINE_AT_MOST

LINES_AT_MOST = 1_000
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Record:
    """One row, by column name, with the number of its first line."""

    number: int
    row: dict[str, str]
    raw: str


def delimiter_of(line: str) -> str | None:
    """What separates the columns, if this line is a header of ours."""
    for delimiter in _DELIMITERS:
        if shape.names_a_message(frozenset(header_of(line, delimiter))):
            return delimiter
    return None


def header_of(line: str, delimiter: str) -> list[str]:
    """The column names, in lower case."""
    try:
        return [name.strip().lower() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def records(
    lines: Iterator[tuple[int, str] | Rejected], delimiter: str, header: list[str]
) -> Iterator[Record | Rejected]:
    """The rows below the header."""
    waiting: deque[tuple[int, str]] = deque()
    source = _Source(lines, waiting)
    for line in source:
        if isinstance(line, Rejected):
            yield line
        elif line[1].strip():
            yield _record(line, source, delimiter, header)


class _Source:
    """Lines, of which some may have been read ahead and given back."""

    def __init__(self, lines: Iterator[tuple[int, str] | Rejected], waiting: deque[tuple[int, str]]) -> None:
        self._lines = lines
        self._waiting = waiting
        self._held: Rejected | None = None

    def __iter__(self) -> "_Source":
        return self

    def __next__(self) -> tuple[int, str] | Rejected:
        if self._waiting:
            return self._waiting.popleft()
        if self._held is not None:
            held, self._held = self._held, None
            return held
        return next(self._lines)

    def ahead(self) -> tuple[int, str] | None:
        """The next line if it is a readable one."""
        if not self._waiting and self._held is not None:
            return None
        line = next(self, None)
        if isinstance(line, Rejected):
            self._held = line
            return None
        return line

    def give_back(self, lines: list[tuple[int, str]]) -> None:
        self._waiting.extendleft(reversed(lines))


def _record(first: tuple[int, str], source: _Source, delimiter: str, header: list[str]) -> Record | Rejected:
    number, raw = first
    parts, size, quotes = [raw], len(raw), raw.count('"')
    more: list[tuple[int, str]] = []
    while quotes % 2 and len(more) < LINES_AT_MOST and size < LINE_AT_MOST:
        line = source.ahead()
        if line is None:
            break
        more.append(line)
        parts.append(line[1])
        size += len(line[1])
        quotes += line[1].count('"')
    whole = "\n".join(parts)
    cells = _cells(whole, delimiter) if quotes % 2 == 0 else "a quote is opened and never closed"
    if isinstance(cells, list) and len(cells) == len(header):
        return Record(number, dict(zip(header, cells, strict=True)), whole)
    source.give_back(more)
    reason = cells if isinstance(cells, str) else f"the line has {len(cells)} columns, the header has {len(header)}"
    return Rejected(number, reason, raw)


def _cells(whole: str, delimiter: str) -> list[str] | str:
    """The cells of one record, or why it is none."""
    try:
        rows = list(csv.reader((f"{line}\n" for line in whole.split("\n")), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return f"the line is not CSV: {error}"
    return rows[0] if len(rows) == 1 else "the line is not CSV: a line break outside of quotes"
