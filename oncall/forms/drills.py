"""Forms of drills."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Team
from playbook.models import Topic


class DrillForm(forms.Form):
    topic = forms.ModelChoiceField(label=_("About"), queryset=Topic.objects.none(), empty_label=None)
    team = forms.ModelChoiceField(label=_("Comes in for"), queryset=Team.objects.none(), empty_label=None)
    text = forms.CharField(
        label=_("What the customer says"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Words as a customer would write them: whether the rules find them is part of the drill."),
    )

    def __init__(self, *args: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["topic"].queryset = Topic.objects.live().filter(brand=brand, level="red")
        fields["team"].queryset = Team.objects.filter(brand=brand, is_active=True)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("start", _("Start the drill"), css_class="btn-primary"))


class EndDrillForm(forms.Form):
    lesson = forms.CharField(
        label=_("What we change"), max_length=1_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
