"""A library as a file: CSV for spreadsheets, JSON for programs. Pure; what comes in is hostile until checked.

A CSV cell that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return) goes out with
an apostrophe before it, as does one that begins with an apostrophe; on the way in that apostrophe is taken off again.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.refusals import Invalid

MOST_BYTES = 1_000_000
MOST_BYTES_AGAIN = 4 * MOST_BYTES  # what was looked at comes back as JSON, which is longer
MOST_ROWS = 300
_RISKY = tuple("=+-@\t\r'")
_LISTS = ("topics", "networks", "teams", "offers")
_DAYS = ("review_by", "expires_on")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_LONGEST_SLUG = 80
_BETWEEN = ";"  # between the entries of a list in one cell; none of them can hold it


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One text as a file holds it. Topics and teams by slug; ``line`` is where it stood, 0 on the way out."""

    name: str
    language: str
    text: str
    topics: tuple[str, ...] = ()
    area: str = ""
    networks: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    review_by: date | None = None
    expires_on: date | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A row that cannot be read, and why."""

    line: int
    sentence: str


COLUMNS = [column.name for column in fields(Row) if column.name != "line"]


# --- Out --------------------------------------------------------------------------------------------------------------


def to_csv(rows: Iterable[Row]) -> str:
    """A header and one record a text, as RFC 4180 has it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe_cell(_in_a_cell(value)) for value in _plain(row).values()])
    return out.getvalue()


def to_json(rows: Iterable[Row]) -> str:
    """A list of objects."""
    return json.dumps([_plain(row) for row in rows], ensure_ascii=False, indent=2)


def safe_cell(cell: str) -> str:
    """The cell as no spreadsheet runs it."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def plain_cell(cell: str) -> str:
    """The cell as it was before ``safe_cell``; one that a person typed stays as it is."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_RISKY) else cell


def _plain(row: Row) -> dict[str, Any]:
    values = asdict(row)
    for name in _DAYS:
        values[name] = values[name].isoformat() if values[name] else ""
    return {name: list(values[name]) if name in _LISTS else values[name] for name in COLUMNS}


def _in_a_cell(value: Any) -> str:
    return _BETWEEN.join(value) if isinstance(value, list) else value


# --- In ---------------------------------------------------------------------------------------------------------------


def read(content: bytes, *, most: int = MOST_BYTES) -> tuple[list[Row], list[Mistake]]:
    """The rows that can be read and the mistakes in the others. Raises Invalid when the whole cannot be read.

    A file that begins with a bracket is JSON, any other CSV. The line of JSON is the number of the entry.
    """
    if len(content) > most:
        raise Invalid(_("The file is larger than %(most)d kB. Split it.") % {"most": most // 1000})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(_("The file is not in UTF-8. Save it as “CSV UTF-8” or JSON, and send it again.")) from error
    entries = _from_json(text) if text.lstrip()[:1] in {"[", "{"} else _from_csv(text)
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    seen: set[tuple[str, str]] = set()
    for line, entry in entries:
        try:
            row = _row(line, entry)
            _check_first(row, seen)
        except Invalid as refusal:
            mistakes.append(Mistake(line, str(refusal)))
        else:
            rows.append(row)
    return rows, mistakes


def _check_first(row: Row, seen: set[tuple[str, str]]) -> None:
    if (row.name, row.language) in seen:
        raise Invalid(_("This name stands in the file already, in the same language."))
    seen.add((row.name, row.language))


def _from_json(text: str) -> list[tuple[int, Any]]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid(_("This is not JSON: %(why)s.") % {"why": str(error)[:200]}) from error
    if not isinstance(entries, list):
        raise Invalid(_("The file holds a list of texts: it begins with “[”."))
    return _bounded(list(enumerate(entries, start=1)))


def _from_csv(text: str) -> list[tuple[int, Any]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, Any]] = []
    try:
        header = [plain_cell(cell).strip().lower() for cell in next(reader, [])]
        _check_header(header)
        line = reader.line_num + 1
        for record in reader:
            if any(record):
                found.append((line, dict(zip(header, map(plain_cell, record), strict=False))))
            line = reader.line_num + 1
    except csv.Error as error:
        where = {"line": reader.line_num, "why": str(error)}
        raise Invalid(_("Line %(line)d is not CSV: %(why)s.") % where) from error
    return _bounded(found)


def _check_header(header: list[str]) -> None:
    if missing := [name for name in ("name", "text") if name not in header]:
        raise Invalid(_("The first line names the columns; %(names)s is missing.") % {"names": ", ".join(missing)})


def _bounded(entries: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    if len(entries) > MOST_ROWS:
        raise Invalid(_("The file holds more than %(most)d texts. Split it.") % {"most": MOST_ROWS})
    return entries


def _row(line: int, entry: Any) -> Row:
    if not isinstance(entry, Mapping):
        raise Invalid(_("Each entry is an object with a name and a text."))
    if unknown := sorted(str(name) for name in entry.keys() - set(COLUMNS)):
        raise Invalid(_("%(names)s is no column we know.") % {"names": ", ".join(unknown)[:100]})
    texts = {name: _text(entry, name).strip() for name in ("name", "language", "area")}
    texts["text"] = _text(entry, "text")
    lists = {name: _list(entry, name) for name in _LISTS}
    days = {name: _day(entry, name) for name in _DAYS}
    for name in ("name", "text"):
        if not texts[name].strip():
            raise Invalid(_("The %(column)s is missing.") % {"column": name})
    return Row(line=line, **texts, **lists, **days)  # type: ignore[arg-type]  # mypy does not follow the names


def _text(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name) or ""
    if not isinstance(value, str):
        raise Invalid(_("The %(column)s is a text.") % {"column": name})
    _check_storable(name, value)
    return value


def _list(entry: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = entry.get(name) or []
    parts = value.split(_BETWEEN) if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) and len(part) <= _LONGEST_SLUG for part in parts):
        raise Invalid(_("The %(column)s are a list of short names.") % {"column": name})
    for part in parts:
        _check_storable(name, part)
    return tuple(stripped for part in parts if (stripped := part.strip()))


def _day(entry: Mapping[str, Any], name: str) -> date | None:
    value = _text(entry, name).strip()
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise Invalid(_("%(value)s is no day. Write it as 2027-02-04.") % {"value": value[:40]}) from error


def _check_storable(name: str, value: str) -> None:
    if _UNSTORABLE.search(value):
        raise Invalid(_("The %(column)s holds a character that cannot be kept.") % {"column": name})
