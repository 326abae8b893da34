"""The supervisor's verbs. Each ends in the record; only the core approves, and only through its own action."""

from approvals.actions.probation import (
    choose_mentor,
    end_probation,
    extend_probation,
    graduate,
    start_probation,
)
from approvals.actions.reviewing import approve, approve_with_edits, send_back
from approvals.actions.rules import change_probation_rules
from approvals.actions.weighing import weigh

__all__ = [
    "approve",
    "approve_with_edits",
    "change_probation_rules",
    "choose_mentor",
    "end_probation",
    "extend_probation",
    "graduate",
    "send_back",
    "start_probation",
    "weigh",
]
