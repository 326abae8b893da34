"""Forms of the review and of probation. They shape and validate; the actions decide."""

from approvals.forms.probation import EndForm, StartForm
from approvals.forms.reviewing import EditForm, ReturnForm, SeenForm

__all__ = ["EditForm", "EndForm", "ReturnForm", "SeenForm", "StartForm"]
