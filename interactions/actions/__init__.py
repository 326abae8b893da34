"""The verbs of the core. Each takes its subject and a keyword-only ``by``, locks a fresh instance, checks, writes, and
ends in the record, in one transaction. They return what they wrote, never the instance they were given: throw that one
away."""

from interactions.actions.answering import answer
from interactions.actions.approving import approve, expire, let_go, queue_reply
from interactions.actions.assigning import assign, note_acknowledged, take_back
from interactions.actions.closing import close, reopen
from interactions.actions.composing import compose
from interactions.actions.confirming import confirm, refuse
from interactions.actions.drafting import draft, recall, send_back
from interactions.actions.flagging import flag, lower
from interactions.actions.handing_off import record_outcome
from interactions.actions.holding import sign_statement, state_holding
from interactions.actions.monitoring import look_again
from interactions.actions.noting import note
from interactions.actions.receive import receive
from interactions.actions.releasing import release, revoke_release, sign_release

__all__ = [
    "answer",
    "approve",
    "assign",
    "close",
    "compose",
    "confirm",
    "draft",
    "expire",
    "flag",
    "let_go",
    "look_again",
    "lower",
    "note",
    "note_acknowledged",
    "queue_reply",
    "recall",
    "receive",
    "record_outcome",
    "refuse",
    "release",
    "reopen",
    "revoke_release",
    "send_back",
    "sign_release",
    "sign_statement",
    "state_holding",
    "take_back",
]
