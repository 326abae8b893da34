"""Narrowing a library, trying a text, and bringing texts in from a file."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Brand
from playbook import exchange
from playbook.life import Life
from playbook.models import Topic
from playbook.previewing import PEOPLE
from playbook.shelf import WAITING


class LibraryFilter(forms.Form):
    """Sent by GET. What cannot be read narrows nothing."""

    state = forms.ChoiceField(choices=[(WAITING, ""), *Life.choices], required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label=_("Any topic")
    )
    q = forms.CharField(
        label=_("Search the texts"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Search names and words")}),
    )

    def __init__(self, data: Any, *, brand: Brand, languages: list[str]) -> None:
        super().__init__(data)
        self.fields["language"].choices = [("", _("Any language")), *((code, code) for code in languages)]  # type: ignore[attr-defined]
        self.fields["topic"].queryset = Topic.objects.live().filter(brand=brand)  # type: ignore[attr-defined]
        for name in ("language", "topic"):
            self.fields[name].widget.attrs["class"] = "form-select form-select-sm"
        self.fields["q"].widget.attrs["class"] = "form-control form-control-sm"

    @property
    def asked(self) -> dict[str, Any]:
        """What was asked for and can be answered."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PreviewForm(forms.Form):
    """A text as it is being written; it is looked at and forgotten."""

    text = forms.CharField(required=False, max_length=20_000, strip=False)
    person = forms.ChoiceField(
        label=_("Preview with"), choices=[(key, person.name) for key, person in PEOPLE.items()], required=False
    )


class UploadForm(forms.Form):
    """A file first; then, once looked at, the same content again to be taken in."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("CSV in UTF-8 or JSON, with at least the columns name and text.")
    )
    content = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        sent = cleaned.get("file")
        if sent is not None and sent.size > exchange.MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)d kB. Split it.") % {"most": exchange.MOST_BYTES // 1000}
            )
        if sent is None and not cleaned.get("content"):
            raise forms.ValidationError(_("Choose a file."))
        cleaned["bytes"] = sent.read() if sent is not None else cleaned["content"].encode("utf-8", "replace")
        return cleaned
