"""The on-call owner's rows: who is on call, who is paged in which order, what was raised, and every page as a row."""

from oncall.models.alerts import Alert, AlertFlag, HandOver, Question
from oncall.models.answers import BulkAnswer, BulkItem
from oncall.models.calendars import CalendarEntry, CalendarFeed, OutsideCalendar
from oncall.models.drills import Drill
from oncall.models.exceptions import CoverRequest, Override
from oncall.models.heartbeats import Heartbeat
from oncall.models.helpers import Helper
from oncall.models.huddles import Huddle, HuddleOption, HuddleSeat, HuddleVote, LogEntry
from oncall.models.incidents import Incident, IncidentLine, IncidentRole, Lesson
from oncall.models.methods import ContactMethod, Gateway, PushKey, QuietHours
from oncall.models.pages import Page, PageAttempt
from oncall.models.policies import EscalationPolicy, Step
from oncall.models.rota import Layer, Participant, Schedule
from oncall.models.shift_starts import ShiftStart
from oncall.models.statement_pages import Showing, StatementPage
from oncall.models.statements import MissedPromise, Statement, StatementSignature
from oncall.models.tallies import Tally, TallyMark

__all__ = [
    "Alert",
    "AlertFlag",
    "BulkAnswer",
    "BulkItem",
    "CalendarEntry",
    "CalendarFeed",
    "ContactMethod",
    "CoverRequest",
    "Drill",
    "EscalationPolicy",
    "Gateway",
    "HandOver",
    "Heartbeat",
    "Helper",
    "Huddle",
    "HuddleOption",
    "HuddleSeat",
    "HuddleVote",
    "Incident",
    "IncidentLine",
    "IncidentRole",
    "Layer",
    "Lesson",
    "LogEntry",
    "MissedPromise",
    "OutsideCalendar",
    "Override",
    "Page",
    "PageAttempt",
    "Participant",
    "PushKey",
    "Question",
    "QuietHours",
    "Schedule",
    "ShiftStart",
    "Showing",
    "Statement",
    "StatementPage",
    "StatementSignature",
    "Step",
    "Tally",
    "TallyMark",
]
