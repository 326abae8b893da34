"""Thank, share, give, and pass on: a form for each."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Team
from connectors.models import Channel
from connectors.rehearsal.connector import Rehearsal
from interactions.forms.base import VerbForm
from interactions.models import Consent, Gift, Improvement, Interaction, Referral
from interactions.money import hundredths


def _lines(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ConsentForm(VerbForm):
    verb, label = "consent", _("Keep their consent")
    way = forms.ChoiceField(label=_("How they said so"), choices=Consent.Way.choices)
    words = forms.CharField(label=_("Their words, or where they stand"), max_length=500, widget=_lines())
    shows_name = forms.BooleanField(label=_("Their name may be shown"), required=False)


class ShareForm(VerbForm):
    verb, label = "share", _("Ask for a signature")
    channel = forms.ModelChoiceField(label=_("On"), queryset=Channel.objects.none(), empty_label=None)
    text = forms.CharField(label=_("What we say around it"), max_length=2000, widget=_lines(3))

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        own = Channel.objects.filter(brand=interaction.brand_id, is_active=True).exclude(network=Rehearsal.network)
        self.fields["channel"].queryset = own.order_by("name")  # type: ignore[attr-defined]


class GiftForm(VerbForm):
    verb, label = "gift", _("Ask for it")
    kind = forms.ChoiceField(label=_("What"), choices=Gift.Kind.choices)
    amount = forms.DecimalField(label=_("Worth"), max_digits=10, decimal_places=2, min_value=0)
    reason = forms.CharField(label=_("What for"), max_length=300)

    def clean_amount(self) -> int:
        return hundredths(self.cleaned_data["amount"])


class ReferForm(VerbForm):
    verb, label = "refer", _("Pass it on")
    kind = forms.ChoiceField(label=_("As"), choices=Referral.Kind.choices)
    to_team = forms.ModelChoiceField(label=_("To"), queryset=Team.objects.none(), empty_label=None)
    note = forms.CharField(label=_("What they are to do with it"), max_length=500, widget=_lines())

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        teams = Team.objects.filter(brand=interaction.brand_id, is_active=True)
        self.fields["to_team"].queryset = teams  # type: ignore[attr-defined]
        owner = interaction.topic.owner_team_id if interaction.topic else None
        self.fields["to_team"].initial = owner or interaction.team_id


class ImproveForm(VerbForm):
    verb, label = "improve", _("Put it on the list")
    improvement = forms.ModelChoiceField(
        label=_("It is about"), queryset=Improvement.objects.none(), required=False, empty_label=_("Something new")
    )
    title = forms.CharField(label=_("In a few words, if new"), max_length=120, required=False)

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        known = Improvement.objects.filter(brand=interaction.brand_id).exclude(state=Improvement.State.DECLINED)
        self.fields["improvement"].queryset = known  # type: ignore[attr-defined]


class _PlainForm(forms.Form):
    """A form on a list's own page. ``label``: what its button says."""

    label: Any = ""

    def __init__(self, data: Any = None, *, action: str = "", **options: Any) -> None:
        super().__init__(data, **options)
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.attrs = {"novalidate": "", "aria-label": str(self.label)}
        self.helper.add_input(Submit("", self.label, css_class="btn-primary btn-sm"))


class BudgetForm(_PlainForm):
    label = _("Set the budget")
    name = forms.CharField(label=_("What it is called"), max_length=80)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    currency = forms.CharField(label=_("Currency"), min_length=3, max_length=3, help_text=_("Such as EUR."))
    amount = forms.DecimalField(label=_("In all"), max_digits=12, decimal_places=2, min_value=0)
    most_each = forms.DecimalField(label=_("At most for one person"), max_digits=12, decimal_places=2, min_value=0)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def clean_amount(self) -> int:
        return hundredths(self.cleaned_data["amount"])

    def clean_most_each(self) -> int:
        return hundredths(self.cleaned_data["most_each"])


class SettleImprovementForm(_PlainForm):
    label = _("Keep this")
    state = forms.ChoiceField(label=_("What becomes of it"), choices=Improvement.State.choices)
    team = forms.ModelChoiceField(
        label=_("Who does it"), queryset=Team.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    answer = forms.CharField(label=_("What those who asked are told"), max_length=500, required=False, widget=_lines(3))

    def __init__(self, data: Any = None, *, brand: Brand, **options: Any) -> None:
        super().__init__(data, **options)
        teams = Team.objects.filter(brand=brand, is_active=True)
        self.fields["team"].queryset = teams  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """The two buttons of whatever waits for a second person."""

    is_approved = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda chosen: chosen == "1")
    text_seen = forms.CharField(required=False, max_length=64)
    reason = forms.CharField(required=False, max_length=300)


class ReferenceForm(forms.Form):
    reference = forms.CharField(max_length=120, required=False)


class AddressForm(forms.Form):
    url = forms.CharField(max_length=500, required=False)


class SettleReferralForm(forms.Form):
    outcome = forms.ChoiceField(choices=Referral.Outcome.choices)
    note = forms.CharField(required=False, max_length=500)
