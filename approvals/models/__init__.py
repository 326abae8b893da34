"""Who must be read before they post, and what was decided on each draft."""

from approvals.models.probation import Probation
from approvals.models.reviews import ReasonCode, Review, Verdict

__all__ = ["Probation", "ReasonCode", "Review", "Verdict"]
