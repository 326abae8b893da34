"""What a reviewer fills in beside a draft."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.checks import Seen
from approvals.forms.layout import buttons, cancel, laid_out, submit
from approvals.models import ReasonCode
from interactions.actions.composing import LONGEST
from interactions.checks import Line
from interactions.inbox import number
from interactions.models import Draft


def as_written(text: str) -> str:
    """As the author wrote it: browsers send every line end as two signs."""
    return text.replace("\r\n", "\n")


class Numbers(forms.Field):
    """Ids, each in a hidden field of its own."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        return [found for one in value or [] if (found := number(str(one))) is not None]


class SeenForm(forms.Form):
    """Approving asks for nothing but carries what was on the page: another case is another decision, and so is another
    candidate beside the one that is chosen."""

    thread_version = forms.IntegerField(widget=forms.HiddenInput)
    flag_version = forms.IntegerField(widget=forms.HiddenInput)
    sets_aside = Numbers(required=False)

    def __init__(self, sent: Any = None, *, draft: Draft, initial: dict[str, Any] | None = None) -> None:
        interaction = draft.interaction
        versions = {"thread_version": interaction.thread_version, "flag_version": interaction.flag_version}
        super().__init__(sent, initial=versions | (initial or {}))

    @property
    def seen(self) -> Seen:
        return Seen(self.cleaned_data["thread_version"], self.cleaned_data["flag_version"])


class EditForm(SeenForm):
    """``lines`` are those of the checklist a person may have to stand by again after an edit."""

    text = forms.CharField(
        label=gettext_lazy("Your wording"),
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "autofocus": True}),
        help_text=gettext_lazy(
            "Up to the edit limit your change is the second pair of eyes. Above it a third person approves: submit it "
            "for another reviewer."
        ),
    )
    ticks = forms.MultipleChoiceField(
        label=gettext_lazy("Tick what your change touched"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The rest stays as the author ticked it."),
    )

    def __init__(self, sent: Any = None, *, draft: Draft, lines: Sequence[Line] = (), text: str | None = None) -> None:
        beside = draft.interaction.drafts.waiting().exclude(pk=draft.pk) if draft.is_waiting else Draft.objects.none()
        starts_from = {"text": draft.text if text is None else text, "sets_aside": [one.pk for one in beside]}
        super().__init__(sent, draft=draft, initial=starts_from)
        self.fields["ticks"].choices = [(line.item.slug, line.item.wording) for line in lines]  # type: ignore[attr-defined]
        if not lines:
            del self.fields["ticks"]
        self.helper = laid_out(
            *self.fields,
            buttons(
                submit(_("Approve with edits"), "btn-primary", data_send="1"),
                submit(_("Submit for another reviewer"), "btn-outline", name="as_new_version", value="1"),
                cancel("../"),
            ),
        )

    def clean_text(self) -> str:
        return as_written(self.cleaned_data["text"])

    @property
    def wording(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in ("text", "ticks", "sets_aside") if name in self.cleaned_data}


class ReturnForm(SeenForm):
    reason_code = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=ReasonCode.choices,
        widget=forms.RadioSelect(attrs={"autofocus": True}),
        initial="",
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
            buttons(submit(_("Return"), "btn-primary", data_send="1"), cancel("../")),
        )
