"""What every form of the inbox is made of."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Hidden, Submit
from django import forms
from django.urls import reverse

from accounts.refusals import Refusal
from interactions.models import Interaction
from interactions.seen import seen

LONGEST_REASON = 500


class Moment(forms.DateTimeField):
    """A date and a time in the reader's zone, with the browser's own picker."""

    def __init__(self, **options: Any) -> None:
        picker = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=picker, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **options)


class VerbForm(forms.Form):
    """The form of one verb on one interaction. ``verb`` names its address and the part that shows it. ``is_on_sight``:
    it sends along what the page showed, and is refused where that has changed."""

    verb = ""
    label: Any = ""
    is_on_sight = False

    def __init__(self, interaction: Interaction, data: Any = None, *, query: str = "") -> None:
        super().__init__(data, auto_id=f"{self.verb}_%s")
        self.interaction = interaction
        self.refusal: Refusal | None = None  # what the action answered, if it refused
        self.helper = FormHelper()
        self.helper.form_action = self.address + (f"?{query}" if query else "")
        self.helper.attrs = {"novalidate": "", "aria-label": str(self.label)}
        self.show_with(interaction)

    def show_with(self, interaction: Interaction) -> None:
        """Show it beside this, as it stands now: sent once more, it is sent upon this."""
        self.interaction = interaction
        hidden = [Hidden("seen", seen(interaction))] if self.is_on_sight else []
        self.helper.inputs = [*hidden, Submit("", self.label, css_class="btn-primary btn-sm")]

    @property
    def seen(self) -> str:
        """What the person saw who sent it."""
        return self.typed("seen") if self.is_on_sight else ""

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
