"""What came of a talk."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from interactions import access
from interactions.forms.base import Moment, VerbForm
from interactions.models import HandOff, Interaction


class OutcomeForm(VerbForm):
    verb, label = "outcome", _("Write it down")
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=[(each, each.label) for each in HandOff.OF_A_TALK], widget=forms.RadioSelect
    )
    talked_by = forms.ModelChoiceField(
        label=_("Who talked with them"), queryset=User.objects.none(), required=False, empty_label=_("I did")
    )
    talked_at = Moment(label=_("When"), help_text=_("Or when it was tried."))
    remedy = forms.CharField(
        label=_("What was agreed"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    has_apology = forms.BooleanField(label=_("We apologised"), required=False)
    has_refund = forms.BooleanField(label=_("We gave money back, or a voucher"), required=False)
    closing_note = forms.CharField(
        label=_("What the public may read at the end"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept here. It is posted only if you write it as an answer."),
    )

    def __init__(self, handoff: HandOff, data: Any = None, **options: Any) -> None:
        self.handoff = handoff
        interaction: Interaction = handoff.interaction
        super().__init__(interaction, data, **options)
        self.fields["talked_by"].queryset = access.people_of(interaction.team)  # type: ignore[attr-defined]
        self.fields["talked_at"].initial = timezone.localtime().replace(second=0, microsecond=0)

    @property
    def subject_pk(self) -> int:
        return self.handoff.pk
