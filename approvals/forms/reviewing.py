"""What a reviewer fills in beside a draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.checks import Seen
from approvals.forms.layout import buttons, cancel, laid_out, submit
from approvals.models import ReasonCode
from interactions.models import Draft


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
        self.helper = laid_out(
            "thread_version",
            "flag_version",
            "text",
            buttons(
                submit(_("Approve with edits"), "btn-primary"),
                submit(_("Submit for another reviewer"), "btn-outline", name="as_new_version", value="1"),
                cancel("../"),
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
        self.helper = laid_out(
            "thread_version",
            "flag_version",
            "reason_code",
            "note",
            buttons(submit(_("Return"), "btn-primary"), cancel("../")),
        )
