"""The on-call owner's rows: who is on call, who is paged in which order, what was raised, and every page as a row."""

from oncall.models.alerts import Alert, AlertFlag
from oncall.models.heartbeats import Heartbeat
from oncall.models.methods import ContactMethod
from oncall.models.pages import Page, PageAttempt
from oncall.models.policies import EscalationPolicy, Step
from oncall.models.rota import Layer, Participant, Schedule

__all__ = [
    "Alert",
    "AlertFlag",
    "ContactMethod",
    "EscalationPolicy",
    "Heartbeat",
    "Layer",
    "Page",
    "PageAttempt",
    "Participant",
    "Schedule",
    "Step",
]
