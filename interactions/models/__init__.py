"""The community manager's rows. What is legal stands here: fields, constraints, and the state machine's transitions."""

from interactions.models.drafts import Approval, Composing, Draft, Signature, Tick
from interactions.models.flags import Flag, Hold, SecondPersonRequest
from interactions.models.handoffs import HandOff
from interactions.models.holding import HoldingSignature, HoldingStatement
from interactions.models.interaction import Interaction
from interactions.models.notes import Note
from interactions.models.people import Contact, Conversation
from interactions.models.quarantine import Quarantined
from interactions.models.releases import Release, ReleaseSignature
from interactions.models.replies import Reply

__all__ = [
    "Approval",
    "Composing",
    "Contact",
    "Conversation",
    "Draft",
    "Flag",
    "HandOff",
    "Hold",
    "HoldingSignature",
    "HoldingStatement",
    "Interaction",
    "Note",
    "Quarantined",
    "Release",
    "ReleaseSignature",
    "Reply",
    "SecondPersonRequest",
    "Signature",
    "Tick",
]
