"""What must be true of a playbook. Each check raises a refusal with the sentence for the person who edits."""

from playbook.checks.topics import check_expression, check_plan, check_release_roles, check_rule, check_topic
from playbook.checks.words import (
    LONGEST_TEXT,
    check_closed_variables,
    check_known_variables,
    check_may_approve,
    check_may_propose,
    check_may_turn_down,
    check_name_free,
    check_of_brand,
    check_replaceable,
    check_review_date,
    check_waits,
    check_wording,
    why_not,
)

__all__ = [
    "LONGEST_TEXT",
    "check_closed_variables",
    "check_expression",
    "check_known_variables",
    "check_may_approve",
    "check_may_propose",
    "check_may_turn_down",
    "check_name_free",
    "check_of_brand",
    "check_plan",
    "check_release_roles",
    "check_replaceable",
    "check_review_date",
    "check_rule",
    "check_topic",
    "check_waits",
    "check_wording",
    "why_not",
]
