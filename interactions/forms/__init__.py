"""Forms of the inbox. They shape and validate; the actions decide."""

from interactions.forms.base import Moment, VerbForm
from interactions.forms.good import (
    AddressForm,
    BudgetForm,
    ConsentForm,
    DecideForm,
    GiftForm,
    ImproveForm,
    ReferenceForm,
    ReferForm,
    SettleImprovementForm,
    SettleReferralForm,
    ShareForm,
)
from interactions.forms.judging import AssessForm, ConfirmForm, ModerateForm
from interactions.forms.mapping import RemedyForm, WayForm
from interactions.forms.offline import OutcomeForm
from interactions.forms.snoozing import SnoozeForm, WakeForm
from interactions.forms.verbs import (
    AssignForm,
    CloseForm,
    FilterForm,
    FlagForm,
    HoldingForm,
    LowerForm,
    NoteForm,
    ReleaseForm,
    ReopenForm,
)
from interactions.forms.writing import DraftForm

__all__ = [
    "AddressForm",
    "AssessForm",
    "AssignForm",
    "BudgetForm",
    "CloseForm",
    "ConfirmForm",
    "ConsentForm",
    "DecideForm",
    "DraftForm",
    "FilterForm",
    "FlagForm",
    "GiftForm",
    "HoldingForm",
    "ImproveForm",
    "LowerForm",
    "ModerateForm",
    "Moment",
    "NoteForm",
    "OutcomeForm",
    "ReferForm",
    "ReferenceForm",
    "ReleaseForm",
    "RemedyForm",
    "ReopenForm",
    "SettleImprovementForm",
    "SettleReferralForm",
    "ShareForm",
    "SnoozeForm",
    "VerbForm",
    "WakeForm",
    "WayForm",
]
