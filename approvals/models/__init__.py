"""Who must be read before they post, and what was decided on each draft."""

from approvals.models.absences import Absence
from approvals.models.decisions import Cause, Extension, Graduation, Proposal
from approvals.models.looks import SecondLook
from approvals.models.policies import SignOffPolicy, SignOffRule, SignOffStep
from approvals.models.probation import Outcome, Probation
from approvals.models.readings import Reading
from approvals.models.remarks import Remark
from approvals.models.returned import ReturnedDraft
from approvals.models.reviews import ReasonCode, Review, Verdict
from approvals.models.terms import ProbationRules
from approvals.models.turns import Turn

__all__ = [
    "Absence",
    "Cause",
    "Extension",
    "Graduation",
    "Outcome",
    "Probation",
    "ProbationRules",
    "Proposal",
    "Reading",
    "ReasonCode",
    "Remark",
    "ReturnedDraft",
    "Review",
    "SecondLook",
    "SignOffPolicy",
    "SignOffRule",
    "SignOffStep",
    "Turn",
    "Verdict",
]
