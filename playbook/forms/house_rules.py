"""The form of a house rule."""

from django import forms
from django.utils.translation import gettext_lazy as _

from playbook.forms.fields import PlaybookForm
from playbook.models import HouseRule


class HouseRuleForm(PlaybookForm):
    url = forms.URLField(label=_("Where it is published"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = HouseRule
        fields = ["name", "text", "url", "position"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
