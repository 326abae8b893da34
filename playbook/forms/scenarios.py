"""The form of a plan's scenario."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from playbook.forms.fields import DraftForm, LinesField
from playbook.models import Plan


class ScenarioForm(DraftForm):
    """What is known to happen to a topic, as part of its plan."""

    name = forms.CharField(label=_("What happens"), max_length=120)
    internal_actions = LinesField(label=_("What we do inside"), rows=6, required=True)
    notify = LinesField(label=_("Who is told"), help_text=_("People, departments or outside bodies, one a line."))

    class Meta:
        model = Plan
        fields = ["complaint", "public_answer"]

    field_order = ["name", "complaint", "public_answer", "internal_actions", "notify"]

    @property
    def scenario(self) -> dict[str, Any]:
        """As a plan keeps it."""
        names = ("name", "complaint", "public_answer", "internal_actions", "notify")
        return {name: self.cleaned_data[name] for name in names}
