"""Forms of the on-call pages. They shape and validate; the actions decide and keep."""

from oncall.forms.asking import AskForm
from oncall.forms.exceptions import CalendarForm, CoverForm, FeedForm, OverrideForm
from oncall.forms.layers import LayerForm
from oncall.forms.methods import GatewayForm, MethodForm, RulesForm
from oncall.forms.policies import PolicyForm
from oncall.forms.schedules import ScheduleForm
from oncall.forms.statement_pages import StatementPageForm

__all__ = [
    "AskForm",
    "CalendarForm",
    "CoverForm",
    "FeedForm",
    "GatewayForm",
    "LayerForm",
    "MethodForm",
    "OverrideForm",
    "PolicyForm",
    "RulesForm",
    "ScheduleForm",
    "StatementPageForm",
]
