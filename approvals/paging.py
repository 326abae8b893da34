"""Places in the queue: a due time and a draft’s id, written into an address and read from it. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Place:
    due_at: datetime
    draft_id: int

    def __str__(self) -> str:
        return f"{(self.due_at - _EPOCH) // _MICROSECOND}-{self.draft_id}"

    @classmethod
    def read(cls, written: str | None) -> Self | None:
        """The place that was written, or None for what nobody wrote."""
        due, _dash, draft_id = (written or "").partition("-")
        if not (due.isascii() and due.isdigit() and draft_id.isascii() and draft_id.isdigit()):
            return None
        try:
            return cls(_EPOCH + int(due) * _MICROSECOND, min(int(draft_id), 2**63 - 1))
        except (OverflowError, ValueError):  # more digits than Python reads, or than a year has
            return None
