"""The supervisor's verbs. Each ends in the record; only the core approves, and only through its own action."""

from approvals.actions.absences import be_away, come_back
from approvals.actions.asking import ask_second_look, hand_over
from approvals.actions.letting_go import let_go
from approvals.actions.policies import (
    add_policy_rule,
    change_policy_rule,
    confirm_policy,
    move_policy_rule,
    restore_policy_rule,
    retire_policy_rule,
    write_policy,
)
from approvals.actions.probation import (
    choose_mentor,
    end_probation,
    extend_probation,
    graduate,
    start_probation,
)
from approvals.actions.reading import read
from approvals.actions.rejudging import rejudge
from approvals.actions.remarking import apply_remark, remark
from approvals.actions.reviewing import approve, approve_with_edits, send_back
from approvals.actions.rules import change_probation_rules
from approvals.actions.striking import strike_due
from approvals.actions.weighing import weigh

__all__ = [
    "add_policy_rule",
    "apply_remark",
    "approve",
    "approve_with_edits",
    "ask_second_look",
    "be_away",
    "change_policy_rule",
    "change_probation_rules",
    "choose_mentor",
    "come_back",
    "confirm_policy",
    "end_probation",
    "extend_probation",
    "graduate",
    "hand_over",
    "let_go",
    "move_policy_rule",
    "read",
    "rejudge",
    "remark",
    "restore_policy_rule",
    "retire_policy_rule",
    "send_back",
    "start_probation",
    "strike_due",
    "weigh",
    "write_policy",
]
