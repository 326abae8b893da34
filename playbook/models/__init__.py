"""What an admin decides before anything happens: topics, rules, plans, and the words we may use."""

from playbook.models.checklist import ChecklistItem
from playbook.models.library import Fitting, HoldingMessage, Offer, ResponseTemplate, Words
from playbook.models.topics import Area, Level, Plan, Playbook, Retirable, Rule, Topic
from playbook.models.wordings import Wording, WordingDecision

__all__ = [
    "Area",
    "ChecklistItem",
    "Fitting",
    "HoldingMessage",
    "Level",
    "Offer",
    "Plan",
    "Playbook",
    "ResponseTemplate",
    "Retirable",
    "Rule",
    "Topic",
    "Wording",
    "WordingDecision",
    "Words",
]
