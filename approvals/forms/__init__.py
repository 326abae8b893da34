"""Forms of the review and of probation. They shape and validate; the actions decide."""

from approvals.forms.asking import AbsenceForm, AskForm
from approvals.forms.hours import HoursForm
from approvals.forms.policies import PolicyRuleForm, PolicySeenForm, TrialForm, step_forms
from approvals.forms.probation import EndForm, ExtendForm, GraduateForm, MentorForm, StartForm
from approvals.forms.remarking import RemarkForm
from approvals.forms.reviewing import EditForm, ReturnForm, SeenForm
from approvals.forms.rules import RulesForm

__all__ = [
    "AbsenceForm",
    "AskForm",
    "EditForm",
    "EndForm",
    "ExtendForm",
    "GraduateForm",
    "HoursForm",
    "MentorForm",
    "PolicyRuleForm",
    "PolicySeenForm",
    "RemarkForm",
    "ReturnForm",
    "RulesForm",
    "SeenForm",
    "StartForm",
    "TrialForm",
    "step_forms",
]
