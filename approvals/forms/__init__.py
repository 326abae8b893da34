"""Forms of the review and of probation. They shape and validate; the actions decide."""

from approvals.forms.probation import EndForm, ExtendForm, GraduateForm, MentorForm, StartForm
from approvals.forms.reviewing import EditForm, ReturnForm, SeenForm
from approvals.forms.rules import RulesForm

__all__ = [
    "EditForm",
    "EndForm",
    "ExtendForm",
    "GraduateForm",
    "MentorForm",
    "ReturnForm",
    "RulesForm",
    "SeenForm",
    "StartForm",
]
