"""The community manager's rows. What is legal stands here: fields, constraints, and the state machine's transitions."""

from interactions.models.attachments import Attachment, Enclosed
from interactions.models.drafts import Approval, Composing, Draft, Signature, Tick
from interactions.models.evidence import Evidence
from interactions.models.flags import Flag, Hold, SecondOpinion, SecondPersonRequest
from interactions.models.goodwill import Budget, Gift, HandedOver
from interactions.models.handoffs import HandOff
from interactions.models.holding import HoldingSignature, HoldingStatement
from interactions.models.incidents import IncidentLink
from interactions.models.interaction import Interaction
from interactions.models.judging import Assessment, Judgement, ModerationAct
from interactions.models.map_runs import MapRun
from interactions.models.matches import ContactMatch
from interactions.models.notes import Note
from interactions.models.people import Contact, Conversation
from interactions.models.plan_tasks import PlanTask, Remedy
from interactions.models.posting_blocks import PostingBlock
from interactions.models.quarantine import Quarantined
from interactions.models.releases import Release, ReleaseSignature
from interactions.models.replies import Reply
from interactions.models.routing import Asking, Improvement, Referral
from interactions.models.safety_steps import SafetyStep
from interactions.models.samples import EngagementSample
from interactions.models.saved_views import SavedView
from interactions.models.sharing import Consent, Share
from interactions.models.transfers import RightsTransfer

__all__ = [
    "Approval",
    "Asking",
    "Assessment",
    "Attachment",
    "Budget",
    "Composing",
    "Consent",
    "Contact",
    "ContactMatch",
    "Conversation",
    "Draft",
    "Enclosed",
    "EngagementSample",
    "Evidence",
    "Flag",
    "Gift",
    "HandOff",
    "HandedOver",
    "Hold",
    "HoldingSignature",
    "HoldingStatement",
    "Improvement",
    "IncidentLink",
    "Interaction",
    "Judgement",
    "MapRun",
    "ModerationAct",
    "Note",
    "PlanTask",
    "PostingBlock",
    "Quarantined",
    "Referral",
    "Release",
    "ReleaseSignature",
    "Remedy",
    "Reply",
    "RightsTransfer",
    "SafetyStep",
    "SavedView",
    "SecondOpinion",
    "SecondPersonRequest",
    "Share",
    "Signature",
    "Tick",
]
