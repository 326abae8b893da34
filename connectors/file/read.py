"""A file of messages, JSON lines or CSV: what can be read comes out as Incoming, the rest as Rejected with its line."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import BinaryIO

from connectors import shape
from connectors.bounds import Unreadable
from connectors.contract import Incoming, Rejected
from connectors.file.csv_records import Record, delimiter_of, header_of, records
from connectors.file.lines import LINE_AT_MOST, numbered

Line = tuple[int, str] | Rejected

csv.field_size_limit(LINE_AT_MOST)


def read(stream: BinaryIO, *, received_at: datetime) -> Iterator[Incoming | Rejected]:
    """Read a binary stream lazily, in flat memory. A first line of known column names makes it CSV, else JSON lines."""
    lines = numbered(stream)
    first = next((line for line in lines if isinstance(line, Rejected) or line[1].strip()), None)
    if first is None:
        return
    if not isinstance(first, Rejected) and (delimiter := delimiter_of(first[1])):
        yield from _csv(records(lines, delimiter, header_of(first[1], delimiter)), received_at)
    else:
        yield from _json_lines(chain([first], lines), received_at)


def _json_lines(lines: Iterable[Line], received_at: datetime) -> Iterator[Incoming | Rejected]:
    for line in lines:
        if isinstance(line, Rejected):
            yield line
            continue
        number, text = line
        if text.strip():
            yield _one(number, text, received_at)


def _one(number: int, text: str, received_at: datetime) -> Incoming | Rejected:
    try:
        return shape.incoming(json.loads(text), received_at=received_at)
    except json.JSONDecodeError as error:
        return Rejected(number, f"the line is not JSON: {error.msg} at character {error.pos + 1}", text)
    except RecursionError:
        return Rejected(number, "the line is not JSON: nested too deeply", text)
    except ValueError as error:
        return Rejected(number, str(error), text)


def _csv(rows: Iterable[Record | Rejected], received_at: datetime) -> Iterator[Incoming | Rejected]:
    for row in rows:
        yield row if isinstance(row, Rejected) else _from_row(row, received_at)


def _from_row(record: Record, received_at: datetime) -> Incoming | Rejected:
    """Empty cells say nothing, except that a text may be empty."""
    filled: Mapping[str, str] = {
        name: value for name, value in record.row.items() if value != "" or shape.is_text_column(name)
    }
    try:
        return shape.incoming(filled, received_at=received_at)
    except Unreadable as error:
        return Rejected(record.number, str(error), record.raw)
