"""What a person says of triage."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from interactions.forms.base import LONGEST_REASON, VerbForm
from interactions.models import Interaction, ModerationAct
from interactions.severity import Impact, Tone, Urgency
from playbook.models import HouseRule


class ConfirmForm(VerbForm):
    verb, label = "confirm_flags", _("It is right")
    flag_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        self.fields["flag_version"].initial = interaction.flag_version


class AssessForm(VerbForm):
    """Starts as the message was read last; tone is never left open."""

    verb, label = "assess", _("Keep this reading")
    tone = forms.ChoiceField(label=_("It sounds"), choices=Tone.choices)
    impact = forms.TypedChoiceField(label=_("Impact: whom it touches"), choices=Impact.choices, coerce=int)
    urgency = forms.TypedChoiceField(label=_("Urgency: how long it can wait"), choices=Urgency.choices, coerce=int)
    is_abusive = forms.BooleanField(label=_("Abusive language"), required=False)
    is_misleading = forms.BooleanField(label=_("Wrong facts that spread"), required=False)

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        said = interaction.assessments.last() if data is None else None
        self.initial = {"tone": interaction.tone or Tone.NEUTRAL}
        for name in ("impact", "urgency", "is_abusive", "is_misleading"):
            self.initial[name] = getattr(said, name, None)


class ModerateForm(VerbForm):
    verb, label = "moderate", _("Write it down")
    rule = forms.ModelChoiceField(label=_("The house rule it breaks"), queryset=HouseRule.objects.none())
    kind = forms.ChoiceField(label=_("What was done on the network"), choices=ModerationAct.Kind.choices)
    reason = forms.CharField(
        label=_("How it breaks the rule"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        rules = HouseRule.objects.live().filter(brand=interaction.brand_id)
        self.fields["rule"].queryset = rules  # type: ignore[attr-defined]
