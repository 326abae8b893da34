"""What people do to a playbook. Each verb is one transaction and ends in the record.

A save that changes nothing leaves no trace. Topics and texts are retired, never deleted.
"""

from playbook.actions.backtesting import begin_back_test, read_changes
from playbook.actions.configuring import bring_configuration
from playbook.actions.entries import (
    restore,
    retire,
    save_checklist_item,
    save_crisis_contact,
    save_house_rule,
    save_own_words,
    save_plan,
    save_rule,
    save_topic,
)
from playbook.actions.importing import import_words
from playbook.actions.learning import learn, switch_second_opinion
from playbook.actions.mapping import clone_map, move_map_first, remove_step, save_map, save_owners, save_step
from playbook.actions.proposing import change_details, propose_change, propose_new
from playbook.actions.signing import approve_wording, mark_reviewed, turn_down_wording
from playbook.actions.training import practise, take_quiz
from playbook.actions.versions import ask_to_publish, discard, draft_from_file, draft_from_version, publish
from playbook.actions.walking import decide_topic, draft_from_preset

__all__ = [
    "approve_wording",
    "ask_to_publish",
    "begin_back_test",
    "bring_configuration",
    "change_details",
    "clone_map",
    "decide_topic",
    "discard",
    "draft_from_file",
    "draft_from_preset",
    "draft_from_version",
    "import_words",
    "learn",
    "mark_reviewed",
    "move_map_first",
    "practise",
    "propose_change",
    "propose_new",
    "publish",
    "read_changes",
    "remove_step",
    "restore",
    "retire",
    "save_checklist_item",
    "save_crisis_contact",
    "save_house_rule",
    "save_map",
    "save_own_words",
    "save_owners",
    "save_plan",
    "save_rule",
    "save_step",
    "save_topic",
    "switch_second_opinion",
    "take_quiz",
    "turn_down_wording",
]
