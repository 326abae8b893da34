"""The form of a question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oncall.forms.common import helper
from oncall.models import Question


class AskForm(forms.Form):
    """“I don’t know where this goes”, and the sentence that says why."""

    words = forms.CharField(
        label=_("What do you not know?"),
        max_length=Question.WORDS_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One sentence. Whoever is on call reads it first."),
    )

    helper = helper(label=_("Page them now"))
