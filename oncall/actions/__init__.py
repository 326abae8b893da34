"""The verbs of on-call. Each takes a keyword-only ``by``, runs in one transaction and ends in the record."""

from oncall.actions.answering import acknowledge, pass_on
from oncall.actions.escalating import escalate
from oncall.actions.methods import add_method, confirm_method, page_test, remove_method
from oncall.actions.policies import save_policy
from oncall.actions.raising import open_alert
from oncall.actions.schedules import save_schedule
from oncall.actions.settling import settle

__all__ = [
    "acknowledge",
    "add_method",
    "confirm_method",
    "escalate",
    "open_alert",
    "page_test",
    "pass_on",
    "remove_method",
    "save_policy",
    "save_schedule",
    "settle",
]
