"""What people do to a playbook. Each verb is one transaction and ends in the record.

A save that changes nothing leaves no trace. Topics and texts are retired, never deleted; rules are turned off.
"""

from playbook.actions.entries import restore, retire, save_checklist_item, save_plan, save_rule, save_topic
from playbook.actions.importing import import_words
from playbook.actions.proposing import change_details, propose_change, propose_new
from playbook.actions.signing import approve_wording, mark_reviewed, turn_down_wording

__all__ = [
    "approve_wording",
    "change_details",
    "import_words",
    "mark_reviewed",
    "propose_change",
    "propose_new",
    "restore",
    "retire",
    "save_checklist_item",
    "save_plan",
    "save_rule",
    "save_topic",
    "turn_down_wording",
]
