"""The comments of 2025-01-27 about one brand, read where they lie beside the checkout; nothing of them is kept here."""

import gzip
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from connectors.contract import Author, Incoming

ROOT = Path(__file__).resolve().parents[1]
PLACE = Path(os.environ.get("DESK_REAL_DATA", ROOT.parent / "shared" / "data")) / "stream.jsonl.gz"
DAY = "2025-01-27"
SIZE = 1468
QUARTER = timedelta(minutes=15)
MISSING = f"NOT TESTED: the real burst of {DAY} is read from stream.jsonl.gz in ../shared/data or DESK_REAL_DATA."


def is_there() -> bool:
    return PLACE.exists()


def comments() -> list[dict[str, Any]]:
    """In the order in which they were written."""
    with gzip.open(PLACE, "rt") as lines:
        rows = [json.loads(line) for line in lines if DAY in line]
    burst = [row for row in rows if row["created_at"].startswith(DAY)]
    brand = max({row["brand"] for row in burst}, key=lambda name: sum(row["brand"] == name for row in burst))
    return sorted((row for row in burst if row["brand"] == brand), key=lambda row: row["created_at"])


def by_quarters(later: timedelta = timedelta(0)) -> Iterator[tuple[datetime, list[Incoming]]]:
    """Each quarter of an hour by its beginning, with what came in it; all of it so much ``later``."""
    quarters = defaultdict(list)
    for row in comments():
        at = datetime.fromisoformat(row["created_at"])
        quarters[at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)].append(row)
    for quarter, came in sorted(quarters.items()):
        yield quarter + later, [_incoming(row, later) for row in came]


def until(moment: datetime) -> timedelta:
    """How much later it all has to be for its last quarter to be the one before this moment's."""
    quarter = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
    last = datetime.fromisoformat(comments()[-1]["created_at"])
    return quarter - QUARTER - last.replace(minute=last.minute // 15 * 15, second=0, microsecond=0)


def _incoming(row: dict[str, Any], later: timedelta) -> Incoming:
    return Incoming(
        remote_id=row["id"],
        text=row["text"],
        author=Author(remote_id=row["author"], handle=row["author"], name=""),
        occurred_at=datetime.fromisoformat(row["created_at"]) + later,
        direction=row["direction"],
        parent_id=row.get("parent_id") or "",
    )
