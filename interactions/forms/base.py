"""What every form of the inbox is made of."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.urls import reverse

from accounts.refusals import Refusal
from interactions.models import Interaction

LONGEST_REASON = 500


class Moment(forms.DateTimeField):
    """A date and a time in the reader's zone, with the browser's own picker."""

    def __init__(self, **options: Any) -> None:
        picker = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=picker, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **options)


class VerbForm(forms.Form):
    """The form of one verb on one interaction. ``verb`` names its address and the part that shows it."""

    verb = ""
    label: Any = ""

    def __init__(self, interaction: Interaction, data: Any = None, *, query: str = "") -> None:
        super().__init__(data, auto_id=f"{self.verb}_%s")
        self.interaction = interaction
        self.refusal: Refusal | None = None  # what the action answered, if it refused
        self.helper = FormHelper()
        self.helper.form_action = self.address + (f"?{query}" if query else "")
        self.helper.attrs = {"novalidate": "", "aria-label": str(self.label)}
        self.helper.add_input(Submit("", self.label, css_class="btn-primary btn-sm"))

    @property
    def address(self) -> str:
        return reverse(f"interactions:{self.verb}", args=[self.subject_pk])

    @property
    def subject_pk(self) -> int:
        """What the address names."""
        return self.interaction.pk

    def typed(self, name: str) -> str:
        """What the person sent in this field, as it was."""
        return str(self.data.get(name, ""))
