"""Forms of the playbook's pages. They shape and validate; the actions decide and keep."""

from playbook.forms.entries import (
    ChecklistItemForm,
    CrisisContactForm,
    OwnWordsForm,
    PlanForm,
    RuleForm,
    TopicForm,
    TryForm,
)
from playbook.forms.fields import DraftForm, LinesField, PlaybookForm
from playbook.forms.house_rules import HouseRuleForm
from playbook.forms.library import LibraryFilter, PreviewForm, UploadForm
from playbook.forms.maps import CloneForm, LeafForm, MapForm, OwnersForm, PracticeForm, QuestionForm, QuizForm, StepForm
from playbook.forms.scenarios import ScenarioForm
from playbook.forms.versions import AskForm, FileForm, LevelForm, ReadForm
from playbook.forms.walks import DecideForm, TeamsForm
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
    "AskForm",
    "ChangeForm",
    "ChecklistItemForm",
    "CloneForm",
    "CrisisContactForm",
    "DecideForm",
    "DraftForm",
    "FileForm",
    "HoldingDetailsForm",
    "HouseRuleForm",
    "LeafForm",
    "LevelForm",
    "LibraryFilter",
    "LinesField",
    "MapForm",
    "NewHoldingMessageForm",
    "NewTemplateForm",
    "NumberForm",
    "OwnWordsForm",
    "OwnersForm",
    "PlanForm",
    "PlaybookForm",
    "PracticeForm",
    "PreviewForm",
    "QuestionForm",
    "QuizForm",
    "ReadForm",
    "ReasonForm",
    "ReviewForm",
    "RuleForm",
    "ScenarioForm",
    "StepForm",
    "TeamsForm",
    "TemplateDetailsForm",
    "TopicForm",
    "TryForm",
    "UploadForm",
]
