"""What a visitor of Harbour may write."""

from typing import Any

from django import forms
from django.utils.text import slugify

from demo_network.models import Person
from demo_network.posting import POST_AT_MOST

TEXT = forms.CharField(label="Your post", max_length=POST_AT_MOST, widget=forms.Textarea(attrs={"rows": 3}), strip=True)


class PostForm(forms.Form):
    """A post by whoever the visitor says they are: Harbour is a stage, not a fortress."""

    name = forms.CharField(label="Your name", max_length=60, initial="Robin Vale")
    text = TEXT
    is_private = forms.BooleanField(label="Only Tern Air shall see this", required=False)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if not slugify(name):
            raise forms.ValidationError("A name needs at least one letter.")
        return name

    def author(self) -> Person:
        """The member of that name, new or known."""
        name = self.cleaned_data["name"]
        return Person.objects.get_or_create(handle=slugify(name)[:60], defaults={"name": name})[0]

    def facts(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], "is_private": self.cleaned_data["is_private"]}


class EditForm(forms.Form):
    text = TEXT
