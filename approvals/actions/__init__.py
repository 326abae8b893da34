"""The supervisor's verbs. Each ends in the record; only the core approves, and only through its own action."""

from approvals.actions.probation import end_probation, start_probation
from approvals.actions.reviewing import approve, approve_with_edits, send_back

__all__ = ["approve", "approve_with_edits", "end_probation", "send_back", "start_probation"]
