"""The only door through which a page gets a draft or a list of them. What one may not see is not there: 404."""

from approvals.access.cases import Entry, draft_for, thread, versions
from approvals.access.people import (
    managed_person,
    managed_probation,
    managed_teams,
    probation_of,
    review_counts,
    running_probations,
)
from approvals.access.queue import MOST_COUNTED, ROWS, TABS, Page, counts, next_after, page, place_of, queue

__all__ = [
    "MOST_COUNTED",
    "ROWS",
    "TABS",
    "Entry",
    "Page",
    "counts",
    "draft_for",
    "managed_person",
    "managed_probation",
    "managed_teams",
    "next_after",
    "page",
    "place_of",
    "probation_of",
    "queue",
    "review_counts",
    "running_probations",
    "thread",
    "versions",
]
