"""The verbs of the core. Each takes its subject and a keyword-only ``by``, locks a fresh instance, checks, writes, and
ends in the record, in one transaction. They return what they wrote, never the instance they were given: throw that one
away."""

from interactions.actions.answering import answer
from interactions.actions.approving import approve, expire, let_go, queue_reply
from interactions.actions.assigning import assign, note_acknowledged, note_place_asked, take_back
from interactions.actions.attaching import attach
from interactions.actions.blocking import block_posting, lift_block
from interactions.actions.closing import close, end_rehearsal, reopen
from interactions.actions.composing import compose
from interactions.actions.confirming import confirm, refuse
from interactions.actions.drafting import draft, recall, send_back
from interactions.actions.entering import enter
from interactions.actions.flagging import flag, lower
from interactions.actions.goodwill import decide_gift, give, hand_over_gift, set_budget
from interactions.actions.handing_off import record_outcome
from interactions.actions.holding import sign_statement, state_holding
from interactions.actions.judging import assess, confirm_flags, moderate
from interactions.actions.linking import link, unlink, unlink_all
from interactions.actions.mapping import walk_map
from interactions.actions.matching import decide_match, undo_match
from interactions.actions.monitoring import look_again
from interactions.actions.noting import note
from interactions.actions.planning import begin_plan, give_task, tick_task, untick_task
from interactions.actions.receive import receive
from interactions.actions.releasing import release, release_incident, revoke_release, sign_release
from interactions.actions.remedying import record_remedies
from interactions.actions.routing import ask_improvement, refer, settle_improvement, settle_referral
from interactions.actions.safeguarding import take_safety_step
from interactions.actions.saving_views import change_view, remove_view, save_view
from interactions.actions.sharing import ask_to_share, decide_share, note_consent, note_shared, withdraw_consent
from interactions.actions.snoozing import snooze, wake, wake_due
from interactions.actions.transferring import give_back, hand_over_contact, hand_over_incident

__all__ = [
    "answer",
    "approve",
    "ask_improvement",
    "ask_to_share",
    "assess",
    "assign",
    "attach",
    "begin_plan",
    "block_posting",
    "change_view",
    "close",
    "compose",
    "confirm",
    "confirm_flags",
    "decide_gift",
    "decide_match",
    "decide_share",
    "draft",
    "end_rehearsal",
    "enter",
    "expire",
    "flag",
    "give",
    "give_back",
    "give_task",
    "hand_over_contact",
    "hand_over_gift",
    "hand_over_incident",
    "let_go",
    "lift_block",
    "link",
    "look_again",
    "lower",
    "moderate",
    "note",
    "note_acknowledged",
    "note_consent",
    "note_place_asked",
    "note_shared",
    "queue_reply",
    "recall",
    "receive",
    "record_outcome",
    "record_remedies",
    "refer",
    "refuse",
    "release",
    "release_incident",
    "remove_view",
    "reopen",
    "revoke_release",
    "save_view",
    "send_back",
    "set_budget",
    "settle_improvement",
    "settle_referral",
    "sign_release",
    "sign_statement",
    "snooze",
    "state_holding",
    "take_back",
    "take_safety_step",
    "tick_task",
    "undo_match",
    "unlink",
    "unlink_all",
    "untick_task",
    "wake",
    "wake_due",
    "walk_map",
    "withdraw_consent",
]
