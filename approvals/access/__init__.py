"""The only door through which a page gets a draft or a list of them. What one may not see is not there: 404."""

from approvals.access.cases import Entry, draft_for, thread, versions
from approvals.access.people import (
    coached_person,
    managed_brand,
    managed_person,
    managed_probation,
    managed_teams,
    mentors_for,
    open_proposals,
    probation_of,
    probations_of,
    running_probations,
)
from approvals.access.queue import MOST_COUNTED, ROWS, TABS, Page, counts, next_after, page, place_of, queue

__all__ = [
    "MOST_COUNTED",
    "ROWS",
    "TABS",
    "Entry",
    "Page",
    "coached_person",
    "counts",
    "draft_for",
    "managed_brand",
    "managed_person",
    "managed_probation",
    "managed_teams",
    "mentors_for",
    "next_after",
    "open_proposals",
    "page",
    "place_of",
    "probation_of",
    "probations_of",
    "queue",
    "running_probations",
    "thread",
    "versions",
]
