"""Who must be read before they post, and what was decided on each draft."""

from approvals.models.decisions import Cause, Extension, Graduation, Proposal
from approvals.models.policies import SignOffPolicy, SignOffRule, SignOffStep
from approvals.models.probation import Outcome, Probation
from approvals.models.reviews import ReasonCode, Review, Verdict
from approvals.models.terms import ProbationRules
from approvals.models.turns import Turn

__all__ = [
    "Cause",
    "Extension",
    "Graduation",
    "Outcome",
    "Probation",
    "ProbationRules",
    "Proposal",
    "ReasonCode",
    "Review",
    "SignOffPolicy",
    "SignOffRule",
    "SignOffStep",
    "Turn",
    "Verdict",
]
