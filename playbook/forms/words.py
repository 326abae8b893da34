"""Forms of the library: proposing a text, changing its words, saying what it fits, deciding on it."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand, Team
from playbook import checks, ports
from playbook.forms.fields import PlaybookForm
from playbook.models import HoldingMessage, Offer, ResponseTemplate, Topic

SCOPE = ["topics", "area", "networks", "teams", "offers", "review_by", "expires_on"]
DAYS = {name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("review_by", "expires_on")}


def text_field() -> forms.CharField:
    """The words, in the box that the preview and the variables' buttons know."""
    return forms.CharField(
        label=_("Text"),
        max_length=checks.LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "data-preview": ""}),
    )


def note_field() -> forms.CharField:
    return forms.CharField(
        label=_("What is new, and why"), max_length=200, required=False, help_text=_("Whoever approves it reads this.")
    )


class WordsForm(PlaybookForm):
    """What a text fits: topics or an area, networks, teams; what it offers; its days."""

    networks = forms.MultipleChoiceField(
        label=_("Only on these networks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means every network."),
    )
    offers = forms.MultipleChoiceField(
        label=_("What it offers"), choices=Offer.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*args, brand=brand, **options)
        fields: dict[str, Any] = self.fields
        fields["topics"].queryset = Topic.objects.live().filter(brand=brand)
        fields["topics"].widget.attrs["size"] = 8
        fields["teams"].queryset = Team.objects.filter(brand=brand, is_active=True)
        fields["teams"].widget = forms.CheckboxSelectMultiple(choices=fields["teams"].choices)
        fields["teams"].help_text = _("None chosen means every team.")
        known = {outlet.network: outlet.network_label for outlet in ports.outlets_of(brand.pk)}
        kept = {network: network for network in self.instance.networks}
        fields["networks"].choices = list((kept | known).items())


class NewWordsForm(WordsForm):
    """A text that is proposed, with everything about it."""

    text = text_field()
    note = note_field()
    field_order = ["name", "language", "text", "note"]

    def __init__(self, *args: Any, brand: Brand, **options: Any) -> None:
        super().__init__(*args, brand=brand, **options)
        self.helper.inputs = [Submit("save", _("Propose it"), css_class="btn-primary")]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        self.check("text", checks.check_wording, self.instance, text)
        return text


class NewTemplateForm(NewWordsForm):
    class Meta:
        model = ResponseTemplate
        fields = ["name", "language", *SCOPE]
        widgets = DAYS


class NewHoldingMessageForm(NewWordsForm):
    class Meta:
        model = HoldingMessage
        fields = ["name", "language", *SCOPE]
        widgets = DAYS


class DetailsForm(WordsForm):
    """Everything but the words; whoever edits the playbook changes it, and the names under the words stay."""


class TemplateDetailsForm(DetailsForm):
    class Meta:
        model = ResponseTemplate
        fields = ["name", *SCOPE]
        widgets = DAYS


class HoldingDetailsForm(DetailsForm):
    class Meta:
        model = HoldingMessage
        fields = ["name", *SCOPE]
        widgets = DAYS


class ChangeForm(forms.Form):
    """The next version of the words."""

    text = text_field()
    note = note_field()

    def __init__(self, data: Any = None, *, words: ResponseTemplate | HoldingMessage) -> None:
        super().__init__(data, initial={"text": words.proposal.text if words.proposal else words.text})
        self.brand = words.brand
        self.words = words
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if sentence := checks.why_not(checks.check_wording, self.words, text):
            raise forms.ValidationError(sentence)
        return text


class NumberForm(forms.Form):
    """Which version is decided on: the one that was read."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1)


class ReasonForm(NumberForm):
    reason = forms.CharField(max_length=500, required=False)


class ReviewForm(forms.Form):
    """Words that were read and found right; the day by which they are read again."""

    review_by = forms.DateField(
        label=_("Look at it again by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
