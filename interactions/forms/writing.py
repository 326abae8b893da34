"""The composer's form. Its fields are drawn by hand, so that the box, its counter and its checklist stand as one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import SeveralField
from connectors.bounds import TEXT_AT_MOST
from interactions.actions.handing_off import Offer
from interactions.forms.base import VerbForm
from interactions.models import Attachment, Draft, Interaction
from interactions.models.handoffs import LONGEST_NAME, LONGEST_REASON, LONGEST_WAY
from interactions.placeholders import FILLING, fill, fillings_in
from playbook.models import ResponseTemplate

BESIDE = "beside"
# What is kept of the form beside its text, as it was typed.
KEPT = (
    *("is_public", "consideration", "ticks", "template", "place", "asks_second_pair", "sets_aside", "start"),
    *("handoff_person", "handoff_way", "handoff_reason", "attachments"),
)
_LISTS = frozenset({"ticks", "sets_aside", "attachments"})


class DraftForm(VerbForm):
    """``cleaned_data`` is what ``actions.answer`` takes."""

    verb, label = "draft", gettext_lazy("Send")
    text = forms.CharField(required=False, strip=False, max_length=TEXT_AT_MOST)
    is_public = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda chosen: chosen == "1")
    consideration = forms.CharField(required=False, max_length=500)
    ticks = forms.MultipleChoiceField(required=False)
    template = forms.ModelChoiceField(queryset=ResponseTemplate.objects.none(), required=False)
    place = forms.CharField(required=False, max_length=20)  # beside what waits, or the version it goes on from
    asks_second_pair = forms.BooleanField(required=False)
    sets_aside = SeveralField(queryset=Draft.objects.none(), required=False)
    attachments = SeveralField(queryset=Attachment.objects.none(), required=False)
    seen_thread_version = forms.IntegerField()
    handoff_person = forms.CharField(required=False, max_length=LONGEST_NAME)
    handoff_way = forms.CharField(required=False, max_length=LONGEST_WAY)
    handoff_reason = forms.CharField(required=False, max_length=LONGEST_REASON)
    confirmed = forms.CharField(required=False, max_length=500)

    def __init__(self, interaction: Interaction, data: Any = None, **options: Any) -> None:
        super().__init__(interaction, data, **options)
        usable = ResponseTemplate.objects.usable().filter(brand=interaction.brand_id)
        self.fields["template"].queryset = usable  # type: ignore[attr-defined]
        self.fields["sets_aside"].queryset = interaction.drafts.waiting()  # type: ignore[attr-defined]
        self.fields["attachments"].queryset = interaction.attachments.order_by("pk")  # type: ignore[attr-defined]
        self.fields["ticks"].choices = [(slug, slug) for slug in self.chosen("ticks")]  # type: ignore[attr-defined]

    def chosen(self, name: str) -> list[str]:
        """What was ticked under this name, as it was sent."""
        return list(self.data.getlist(name)) if hasattr(self.data, "getlist") else []

    @property
    def kept(self) -> dict[str, Any]:
        """The form as it stands, beside its text."""
        names = [name for name in KEPT if name in self.data] + [name for name in self.data if name.startswith(FILLING)]
        return {name: self.chosen(name) if name in _LISTS else self.typed(name) for name in names}

    @property
    def fillings(self) -> dict[str, str]:
        """What was typed for the placeholders, by their names."""
        return fillings_in({name: self.typed(name) for name in self.data})

    def clean_place(self) -> Draft | bool | None:
        """The version below, True for beside, None for neither."""
        place = self.cleaned_data["place"]
        if place == BESIDE or not place:
            return place == BESIDE or None
        found = self.interaction.drafts.filter(pk=place).first() if place.isascii() and place.isdigit() else None
        if found is None:
            raise forms.ValidationError(_("That version is not here. Choose anew where your text goes."))
        return found

    def clean(self) -> dict[str, Any]:
        """Everything as the action takes it, the placeholders filled."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        place = given.pop("place", None)
        person, way, reason = (given.pop(f"handoff_{part}", "") for part in ("person", "way", "reason"))
        given["text"] = fill(given.get("text", ""), self.fillings)
        given["files"] = list(given.pop("attachments", None) or ())
        given["beside"], given["based_on"] = place is True, place if isinstance(place, Draft) else None
        given["sets_aside"] = [draft.pk for draft in given.get("sets_aside") or ()]
        given["handoff"] = Offer(person, way, reason) if person or way or reason else None
        return given
