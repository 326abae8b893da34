"""Forms of the playbook's pages. They shape and validate; the actions decide and keep."""

from playbook.forms.entries import ChecklistItemForm, LinesField, PlanForm, PlaybookForm, RuleForm, TopicForm, TryForm
from playbook.forms.library import LibraryFilter, PreviewForm, UploadForm
from playbook.forms.words import (
    ChangeForm,
    HoldingDetailsForm,
    NewHoldingMessageForm,
    NewTemplateForm,
    NumberForm,
    ReasonForm,
    ReviewForm,
    TemplateDetailsForm,
)

__all__ = [
    "ChangeForm",
    "ChecklistItemForm",
    "HoldingDetailsForm",
    "LibraryFilter",
    "LinesField",
    "NewHoldingMessageForm",
    "NewTemplateForm",
    "NumberForm",
    "PlanForm",
    "PlaybookForm",
    "PreviewForm",
    "ReasonForm",
    "ReviewForm",
    "RuleForm",
    "TemplateDetailsForm",
    "TopicForm",
    "TryForm",
    "UploadForm",
]
