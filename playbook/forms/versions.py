"""Versions of the taxonomy on their way."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from playbook import exchange
from playbook.models import Level


class AskForm(forms.Form):
    """Why the draft should come into force."""

    why = forms.CharField(label=_("What it is for"), max_length=300, required=False)


class ReadForm(forms.Form):
    """Which document was read before somebody publishes it."""

    sha256 = forms.CharField(max_length=64)


class LevelForm(forms.Form):
    """To which column of the board."""

    level = forms.ChoiceField(choices=Level.choices)


class FileForm(forms.Form):
    """A playbook file."""

    file = forms.FileField(label=_("File"), help_text=_("As “Download” writes it: TOML in UTF-8."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def clean_file(self) -> bytes:
        sent = self.cleaned_data["file"]
        if sent.size > exchange.MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)d kB.") % {"most": exchange.MOST_BYTES // 1000}
            )
        content: bytes = sent.read()
        return content
