"""A remark beside a phrase."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals.forms.layout import buttons, cancel, laid_out, submit
from approvals.forms.reviewing import SeenForm, as_written
from interactions.models import Draft


class RemarkForm(SeenForm):
    """``near`` comes from a selection: where the phrase stands, in characters."""

    phrase = forms.CharField(
        label=gettext_lazy("The words"),
        max_length=500,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=gettext_lazy("As they stand in the draft. Selecting them there before you open this fills them in."),
    )
    note = forms.CharField(
        label=gettext_lazy("What you say about them"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    rewrite = forms.CharField(
        label=gettext_lazy("How you would put it"),
        max_length=1000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    near = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, sent: Any = None, *, draft: Draft, phrase: str = "", near: str = "") -> None:
        super().__init__(sent, draft=draft, initial={"phrase": phrase[:500], "near": near if near.isdigit() else 0})
        self.fields["note" if phrase else "phrase"].widget.attrs["autofocus"] = True
        self.helper = laid_out(
            "thread_version",
            "flag_version",
            "near",
            "phrase",
            "note",
            "rewrite",
            buttons(submit(_("Comment"), "btn-primary", data_send="1"), cancel("../")),
        )

    def clean_phrase(self) -> str:
        return as_written(self.cleaned_data["phrase"])

    def clean_rewrite(self) -> str:
        return as_written(self.cleaned_data["rewrite"])

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes."""
        words = {name: self.cleaned_data[name] for name in ("phrase", "note", "rewrite")}
        return words | {"near": self.cleaned_data["near"] or 0}
