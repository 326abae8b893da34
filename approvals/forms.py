"""Forms of the review and of probation. They shape and validate; the actions decide."""

from datetime import timedelta
from typing import Any

from crispy_forms.bootstrap import FormActions, StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.checks import Seen
from approvals.models import ReasonCode
from interactions.models import Draft

WEEKS = 3  # how long a probation usually lasts before somebody decides
MOST_WEEKS = 26


class SeenForm(forms.Form):
    """Approving asks for nothing but carries what was on the page: another case is another decision."""

    thread_version = forms.IntegerField(widget=forms.HiddenInput)
    flag_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, sent: Any = None, *, draft: Draft, initial: dict[str, Any] | None = None) -> None:
        interaction = draft.interaction
        versions = {"thread_version": interaction.thread_version, "flag_version": interaction.flag_version}
        super().__init__(sent, initial=versions | (initial or {}))

    @property
    def seen(self) -> Seen:
        return Seen(self.cleaned_data["thread_version"], self.cleaned_data["flag_version"])


class EditForm(SeenForm):
    text = forms.CharField(
        label=gettext_lazy("Your wording"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy(
            "Up to the edit limit your change is the second pair of eyes. Above it a third person approves: submit it "
            "for another reviewer."
        ),
    )

    def __init__(self, sent: Any = None, *, draft: Draft) -> None:
        super().__init__(sent, draft=draft, initial={"text": draft.text})
        self.helper = _laid_out(
            "thread_version",
            "flag_version",
            "text",
            _buttons(
                _submit(_("Approve with edits"), "btn-primary"),
                _submit(_("Submit for another reviewer"), "btn-outline", name="as_new_version", value="1"),
                _cancel("../"),
            ),
        )

    def clean_text(self) -> str:
        """As the author wrote it: browsers send every line end as two signs."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class ReturnForm(SeenForm):
    reason_code = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=ReasonCode.choices, widget=forms.RadioSelect, initial=""
    )
    note = forms.CharField(
        label=gettext_lazy("What to change, in a sentence"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, sent: Any = None, *, draft: Draft) -> None:
        super().__init__(sent, draft=draft)
        self.fields["note"].help_text = _("%(name)s reads it beside the draft.") % {"name": draft.author}
        self.helper = _laid_out(
            "thread_version",
            "flag_version",
            "reason_code",
            "note",
            _buttons(_submit(_("Return"), "btn-primary"), _cancel("../")),
        )


class StartForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("New on the team")}),
        help_text=gettext_lazy("The person and everyone who reads their drafts see it."),
    )
    weeks = forms.IntegerField(
        label=gettext_lazy("Weeks until somebody decides"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=WEEKS,
        help_text=gettext_lazy("It does not end by itself: somebody ends it, or lets it go on."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = _laid_out(
            "reason", "weeks", _buttons(_submit(_("Start probation"), "btn-primary"), _cancel("../../../"))
        )

    @property
    def ends_at(self) -> Any:
        return timezone.now() + timedelta(weeks=self.cleaned_data["weeks"])


class EndForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("A word for the record, if you like"),
        required=False,
        max_length=300,
        widget=forms.TextInput(),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = _laid_out("note", _buttons(_submit(_("End probation"), "btn-primary"), _cancel("../../")))


def _laid_out(*parts: Any) -> FormHelper:
    look = FormHelper()
    look.attrs = {"novalidate": ""}
    look.layout = Layout(*parts)
    return look


def _buttons(*buttons: Any) -> FormActions:
    return FormActions(*buttons, css_class="d-flex flex-wrap gap-2")


def _submit(label: str, look: str, **attributes: str) -> StrictButton:
    return StrictButton(label, type="submit", css_class=look, **attributes)


def _cancel(address: str) -> HTML:
    return HTML(format_html('<a class="btn btn-quiet" data-back href="{}">{}</a>', address, _("Cancel")))
