"""Forms of the inbox. They shape and validate; the actions decide."""

from interactions.forms.base import Moment, VerbForm
from interactions.forms.offline import OutcomeForm
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
    "AssignForm",
    "CloseForm",
    "DraftForm",
    "FilterForm",
    "FlagForm",
    "HoldingForm",
    "LowerForm",
    "Moment",
    "NoteForm",
    "OutcomeForm",
    "ReleaseForm",
    "ReopenForm",
    "VerbForm",
]
