"""What an admin decides before anything happens: topics, rules, plans, and the words we may use."""

from playbook.models.backtests import BackTest, BackTestChange, BackTestReading
from playbook.models.checklist import ChecklistItem
from playbook.models.crisis_contacts import CrisisContact
from playbook.models.house_rules import HouseRule
from playbook.models.learning import Learning
from playbook.models.library import Fitting, HoldingMessage, Offer, ResponseTemplate, Words
from playbook.models.maps import ResponseMap, Training
from playbook.models.topics import Area, Level, Plan, Playbook, Retirable, Rule, Topic
from playbook.models.versions import TaxonomyVersion
from playbook.models.wordings import Wording, WordingDecision

__all__ = [
    "Area",
    "BackTest",
    "BackTestChange",
    "BackTestReading",
    "ChecklistItem",
    "CrisisContact",
    "Fitting",
    "HoldingMessage",
    "HouseRule",
    "Learning",
    "Level",
    "Offer",
    "Plan",
    "Playbook",
    "ResponseMap",
    "ResponseTemplate",
    "Retirable",
    "Rule",
    "TaxonomyVersion",
    "Topic",
    "Training",
    "Wording",
    "WordingDecision",
    "Words",
]
